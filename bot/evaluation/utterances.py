"""A test set on disk: a folder of audio files and `ref.tsv` that says what is spoken in each."""

import csv
from dataclasses import dataclass
from pathlib import Path

from bot.errors import DataFileError

NEEDED = ("file", "language", "text")


@dataclass(frozen=True, slots=True)
class Sample:
    """One recording and what is said in it; speaker and condition may be empty."""

    path: Path
    language: str
    text: str
    speaker: str = ""
    condition: str = ""


def read_set(folder: Path) -> tuple[Sample, ...]:
    """The samples that `folder`/ref.tsv lists, in its order.

    Raises:
        DataFileError: no ref.tsv, a column or a file is missing, or it is not UTF-8 with tabs.
    """
    table = folder / "ref.tsv"
    try:
        text = table.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(table, f"cannot be read ({type(error).__name__}); it must be UTF-8 text") from error
    reader = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise DataFileError(table, f"the first line needs tab-separated columns {', '.join(NEEDED)}; no {missing[0]}")
    samples = tuple(_sample(folder, table, number, row) for number, row in enumerate(reader, 2))
    if not samples:
        raise DataFileError(table, "it lists no utterance")
    return samples


def _sample(folder: Path, table: Path, line: int, row: dict[str, str | None]) -> Sample:
    name, language, text = (row.get(column) or "" for column in NEEDED)
    if not name or not text or language not in ("fa", "ar"):
        raise DataFileError(table, f"line {line} needs a file, language fa or ar, and a text")
    path = folder / name
    if not path.is_file():
        raise DataFileError(table, f"line {line} names {name}, which is not in {folder}")
    return Sample(path, language, text, row.get("speaker") or "", row.get("condition") or "")
