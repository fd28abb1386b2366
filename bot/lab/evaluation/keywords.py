"""A set of single words by many people: one folder a keyword, or a tar archive of such folders."""

import csv
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from bot.errors import DataFileError
from bot.lab.evaluation.utterances import Sample
from bot.settings.paths import CODE
from nlu.text.languages import PERSIAN

AUDIO = frozenset((".wav", ".flac", ".ogg", ".mp3", ".aiff", ".aif", ".au"))
ARABIC_COMMANDS = CODE / "voice" / "models" / "training" / "keywords.tsv"
"""English folder names of Arabic Speech Commands (CC BY 4.0, Ghandoura et al. 2021) and the words that are said."""
TABLE = "keywords.tsv"


def unpacked(path: Path, scratch: Path) -> Path:
    """`path`, or where its audio and tables lie after unpacking into `scratch` if it is a tar archive.

    Raises:
        DataFileError: it is neither a folder nor a tar archive, or it is damaged.
    """
    if path.is_dir():
        return path
    if not path.is_file():
        raise DataFileError(path, "cannot be read: no such folder or archive; --set takes a folder or a tar file")
    try:
        with tarfile.open(path) as archive:
            archive.extractall(scratch, members=_wanted(archive), filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        why = str(error).partition("\n")[0].rstrip(":")  # tarfile tells of each way it tried in a line of its own
        told = f"it is no folder and cannot be unpacked as a tar archive ({why}); copy it again"
        raise DataFileError(path, told) from error
    tables = sorted(scratch.rglob("ref.tsv"))
    return tables[0].parent if tables else scratch


def _wanted(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    for member in archive:
        name = PurePosixPath(member.name)
        if member.isfile() and (name.suffix.lower() in AUDIO or name.name in ("ref.tsv", TABLE)):
            yield member


def read_keywords(folder: Path) -> tuple[Sample, ...]:
    """A sample for each audio file; its folder is its keyword, what stands before "_" in its name its speaker.

    The word is what `folder`/keywords.tsv (columns keyword, word) says, or what Arabic Speech Commands mean by the
    folder's name, or that name in Persian or Arabic letters. Persian: where any word has a letter that Arabic lacks.

    Raises:
        DataFileError: no audio in folders, or a folder whose word is unknown.
    """
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in AUDIO and file.parent != folder)
    if not files:
        raise DataFileError(
            folder, "there is neither a ref.tsv nor a folder of audio files for each keyword; see docs/evaluation.md"
        )
    words = {**_words(ARABIC_COMMANDS), **_words(folder / TABLE)}
    said = {name: _word(folder, name, words) for name in sorted({file.parent.name for file in files})}
    language = "fa" if any(set(PERSIAN.own_letters) & set(word) for word in said.values()) else "ar"
    return tuple(Sample(file, language, said[file.parent.name], file.stem.partition("_")[0]) for file in files)


def _word(folder: Path, name: str, words: Mapping[str, str]) -> str:
    if name in words:
        return words[name]
    if any("\u0621" <= char <= "\u06d3" for char in name):
        return name
    raise DataFileError(folder / name, f"which word is '{name}'? Add a line to {folder / TABLE} (keyword, tab, word)")


def _words(table: Path) -> dict[str, str]:
    if not table.is_file():
        return {}
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except UnicodeDecodeError as error:
        raise DataFileError(table, "cannot be read; it must be UTF-8 text") from error
    if not rows or "keyword" not in rows[0] or "word" not in rows[0]:
        raise DataFileError(table, "the first line needs the tab-separated columns keyword and word")
    return {row["keyword"]: row["word"] for row in rows if row["word"]}
