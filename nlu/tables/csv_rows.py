"""A table as Excel, LibreOffice and Google save it: rows by the names of their columns, every mistake with its row.

UTF-8 with or without a byte order mark, or UTF-16 (Excel's «Unicode text»); commas, semicolons or tabs (RFC 4180, and
what Excel makes of it in countries whose decimal sign is a comma). Rows are counted as a spreadsheet counts them.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nlu.errors import DataProblem

DELIMITERS = ",;\t"
HEADING = 1
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS = "In Excel: Save As, «CSV UTF-8»"


@dataclass(frozen=True)
class Row:
    """One row: its number as the spreadsheet shows it, and its cells without blanks around them, "" where empty."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Table:
    """What a file holds, and what is wrong in it."""

    path: Path
    rows: list[Row] = field(default_factory=list)
    problems: list[DataProblem] = field(default_factory=list)

    def problem(self, row: int, what: str, remedy: str) -> None:
        """Note a mistake that breaks something; `row` 0 is the whole file."""
        self.problems.append(DataProblem(self.path, row, what, remedy))

    def style(self, row: int, what: str, remedy: str) -> None:
        """Note what works and should be better."""
        self.problems.append(DataProblem(self.path, row, what, remedy, stops=False))


def read_table(path: Path, columns: Sequence[str], needed: Sequence[str] = ()) -> Table:
    """The rows of `path` that hold anything; a file that is not there is an empty table.

    Args:
        columns: the names that the heading may have; capitals and blanks do not matter.
        needed: those that it must have.
    """
    table = Table(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return table
    except OSError as error:
        table.problem(0, f"the table cannot be read ({error.strerror})", "Make it a file that this user may read.")
        return table
    text = _text(raw, table)
    if text is not None:
        _fill(table, text, columns, needed)
    return table


def _text(raw: bytes, table: Table) -> str | None:
    encoding = "utf-16" if raw.startswith(_UTF16) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        what = "the table is not saved as UTF-8: its letters cannot be read"
        table.problem(row, what, f"{_SAVE_AS}.")
        return None


def _fill(table: Table, text: str, columns: Sequence[str], needed: Sequence[str]) -> None:
    records = _records(table, text)
    number, heading = next(records, (0, []))
    if not heading:
        if not table.problems:
            table.problem(0, "the table is empty", f"Begin it with the heading: {','.join(columns)}")
        return
    names = [_name(cell) for cell in heading]
    if not _heading_is_right(table, number, names, columns, needed):
        return
    for number, cells in records:
        if over := [cell for cell in cells[len(names) :] if cell.strip()]:
            what = f"the row has more cells than the heading ('{over[0].strip()}')"
            table.problem(number, what, "Put quotes around a text that holds the sign between cells.")
            continue
        found = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
        if any(found.values()):
            table.rows.append(Row(number, found))


def _records(table: Table, text: str) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and cells; Excel's own first line «sep=;» counts and is passed over."""
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"').casefold()
    begin = HEADING
    if told.startswith("sep=") and len(told) == len("sep=;"):
        delimiter, text, begin = told[-1], rest, HEADING + 1
    else:
        delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = begin - 1
    try:
        for number, cells in enumerate(reader, begin):
            yield number, cells
    except csv.Error as error:
        what = f"the row cannot be read ({error})"
        table.problem(number + 1, what, 'A text with quotes in it: put " around it, and "" for each inside.')


def _name(cell: str) -> str:
    return "_".join(cell.strip().casefold().replace("-", " ").replace("_", " ").split())


def _heading_is_right(
    table: Table, number: int, names: list[str], columns: Sequence[str], needed: Sequence[str]
) -> bool:
    before = len(table.problems)
    for place, name in enumerate(names):
        if name and name not in columns:
            close = difflib.get_close_matches(name, columns, n=1)
            remedy = f"Write {close[0]}." if close else f"The columns are: {', '.join(columns)}."
            table.problem(number, f"there is no column '{name}'", remedy)
        elif name and name in names[:place]:
            table.problem(number, f"the column '{name}' stands twice", "Delete or rename one of them.")
    if len(table.problems) == before:
        for name in needed:
            if name not in names:
                table.problem(number, f"the column '{name}' is missing", "Add it to the heading.")
    return len(table.problems) == before
