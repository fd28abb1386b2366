"""A test set on disk: a folder of audio files and `ref.tsv` that says what is spoken in each."""

import csv
from dataclasses import dataclass
from pathlib import Path

from bot.errors import DataFileError
from nlu.text.languages import CODES
from voice.listen.recogniser import KINDS, Kind

NEEDED = ("file", "language", "text")


@dataclass(frozen=True, slots=True)
class Sample:
    """One recording and what is said in it; what follows `text` may be empty."""

    path: Path
    language: str
    text: str
    speaker: str = ""
    condition: str = ""
    intent: str = ""
    """What the caller wants, as people judge it."""
    kind: Kind = "general"
    """What the bot had asked: its recogniser leans to such an answer (general, digits, yesno)."""
    order_number: str = ""
    """Digits that are said in it."""


def read_set(folder: Path) -> tuple[Sample, ...]:
    """The samples that `folder`/ref.tsv lists, in its order; every file is there.

    Raises:
        DataFileError: no ref.tsv, a column or a file is missing, or it is not UTF-8 with tabs.
    """
    samples = read_table(folder)
    for line, sample in enumerate(samples, 2):
        if not sample.path.is_file():
            problem = f"line {line} names {sample.path.relative_to(folder)}, which is not in {folder}"
            raise DataFileError(folder / "ref.tsv", problem)
    return samples


def read_table(folder: Path) -> tuple[Sample, ...]:
    """As `read_set`, but a file that is missing is found out when it is read.

    Raises:
        DataFileError: no ref.tsv, a column is missing, or it is not UTF-8 with tabs.
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
    name, language, text = ((row.get(column) or "").strip() for column in NEEDED)
    if not name or not text or language not in CODES:
        raise DataFileError(table, f"line {line} needs a file, language fa or ar, and a text")
    speaker, condition, intent, number = (
        (row.get(column) or "").strip() for column in ("speaker", "condition", "intent", "order_number")
    )
    asked = row.get("kind") or "general"
    kind = next((one for one in KINDS if one == asked), None)
    if kind is None:
        raise DataFileError(table, f"line {line}: kind is '{asked}'; it is {', '.join(KINDS)} or empty")
    return Sample(folder / name, language, text, speaker, condition, intent, kind, number)
