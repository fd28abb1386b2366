"""Lists on the terminal: a table where it fits, else a record of lines each; an id, a number, a name is never cut."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from bot.terminal import LIST_WIDTH, console

BETWEEN = 2
"""Cells between two columns."""


def show(headers: Sequence[str], rows: Sequence[Sequence[str]], *, heads: int, to: Console = console) -> None:
    """Print the rows; where they are too wide, the first `heads` fields of each on a line and the others below it."""
    room = LIST_WIDTH if to is console and LIST_WIDTH is not None else to.width
    if _width(headers, rows) <= room:
        table = Table(box=None, pad_edge=False, padding=(0, BETWEEN, 0, 0))
        for header in headers:
            table.add_column(header, no_wrap=True)
        for row in rows:
            table.add_row(*map(_literal, row))
        to.print(table)
        return
    for row in rows:
        to.print("  ".join(filter(None, row[:heads])), soft_wrap=True, markup=False)
        named = [f"{header} {value}" for header, value in zip(headers[heads:], row[heads:], strict=True) if value]
        for line in _filled(named, room - 4):
            to.print(f"    {line}", soft_wrap=True, markup=False)


def _width(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    columns = zip(headers, *rows, strict=True)
    return sum(max(map(cell_len, column)) + BETWEEN for column in columns)


def _filled(parts: Sequence[str], width: int) -> list[str]:
    """The parts in as few lines as hold them; none is broken."""
    lines: list[str] = []
    for part in parts:
        if lines and cell_len(lines[-1]) + 3 + cell_len(part) <= width:
            lines[-1] += f" · {part}"
        else:
            lines.append(part)
    return lines


def _literal(text: str) -> str:
    """Square brackets are no markup here."""
    return text.replace("[", r"\[")
