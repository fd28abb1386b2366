"""What was fetched, from where, and the checksum of every file of it: the record that `verify` holds a model to."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from voice.models.published.errors import ManifestBroken

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`fetched` and `files`: file name -> SHA-256, of what came over the line and of what lies unpacked."""

    name: str
    source: str
    fetched: Mapping[str, str]
    files: Mapping[str, str]
    made_at: str

    def write(self, folder: Path) -> None:
        """Lay it beside the files it speaks of."""
        text = json.dumps(asdict(self), indent=1, ensure_ascii=False)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_below(folder: Path) -> Iterator[str]:
    """Every file below `folder` but the manifest, as relative names with "/"."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != folder / NAME:
            yield path.relative_to(folder).as_posix()


def describe(folder: Path, name: str, source: str, fetched: Mapping[str, str]) -> Manifest:
    """The manifest of the files below `folder` as they are now."""
    files = {file: sha256_of(folder / file) for file in files_below(folder)}
    return Manifest(name, source, dict(fetched), files, datetime.now(UTC).isoformat(timespec="seconds"))


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`. Raises ManifestBroken."""
    path = folder / NAME
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        manifest = Manifest(**facts)
        if not isinstance(manifest.files, dict):
            raise ValueError("'files' is no mapping")
    except FileNotFoundError as error:
        raise ManifestBroken(path, "it is missing") from error
    except (OSError, ValueError, TypeError) as error:
        raise ManifestBroken(path, f"it cannot be read ({error})") from error
    return manifest


def differences(folder: Path, manifest: Manifest) -> list[str]:
    """What is no longer as recorded, one line each; empty where all is."""
    there = set(files_below(folder))
    found = [f"{file} is missing" for file in sorted(set(manifest.files) - there)]
    found += [f"{file} was not there when it was fetched" for file in sorted(there - set(manifest.files))]
    for file in sorted(there & set(manifest.files)):
        if sha256_of(folder / file) != manifest.files[file]:
            found.append(f"{file} has changed")
    return found
