"""`hatef evaluate values`: answers to questions, and whether they are read as the values that were meant.

A table without a head, its columns parted by tabs: text, language, kind, now (ISO 8601), value. Several right values
stand between «|». A choice stands with its phrases: «choice(post=پست;shop=حضوری)». Money is «200000 IRT», a name its
words; letters are compared folded.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.table import Table

from bot.terminal import console
from nlu.errors import BadKind, DataProblem
from nlu.text.languages import CODES
from nlu.text.letters import fold
from nlu.values import Kind, Reading, parse_kind, read

COLUMNS = ("text", "language", "kind", "now", "value")
CHOICE = "choice("


@dataclass(frozen=True)
class Answer:
    """One row: what was said to which question and when, and every value that is right."""

    text: str
    language: str
    kind: str
    now: str
    values: tuple[str, ...]

    @property
    def sort(self) -> str:
        """The name of its kind."""
        return self.kind.partition("(")[0]


@dataclass(frozen=True)
class Judged:
    """An answer and the values that it was read as, the likeliest first."""

    answer: Answer
    readings: tuple[str, ...]

    @property
    def first(self) -> bool:
        """Whether the likeliest one is right."""
        return bool(self.readings) and self._right(self.readings[0])

    @property
    def among(self) -> bool:
        """Whether any of them is: the caller is asked, and says which."""
        return any(map(self._right, self.readings))

    def _right(self, value: str) -> bool:
        return fold(value) in {fold(one) for one in self.answer.values}


def evaluate(path: Path, json_file: Path | None = None) -> None:
    """Judge the rows of a table; print the figures and what was wrong, write them as JSON.

    Raises:
        DataProblem: the table cannot be used.
    """
    judged = [judge(one, path, line) for line, one in enumerate(answers(path), 1)]
    _print(judged)
    if json_file is not None:
        rows = [{**asdict(one.answer), "readings": one.readings, "first": one.first} for one in judged]
        json_file.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def answers(path: Path) -> tuple[Answer, ...]:
    """The rows of a table.

    Raises:
        DataProblem: it cannot be read, or a row lacks a column or is of no language of ours.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataProblem(path, 0, f"the table cannot be read ({error})", "Name a text in UTF-8.") from error
    return tuple(_answer(path, number, line) for number, line in enumerate(lines, 1) if line.strip())


def _answer(path: Path, number: int, line: str) -> Answer:
    columns = line.split("\t")
    if len(columns) != len(COLUMNS) or columns[1] not in CODES:
        remedy = f"A row has {', '.join(COLUMNS)}, parted by tabs; the language is {' or '.join(CODES)}."
        raise DataProblem(path, number, "the row is none of the table's", remedy)
    text, language, kind, now, values = columns
    return Answer(text, language, kind, now, tuple(values.split("|")))


def judge(answer: Answer, path: Path, line: int) -> Judged:
    """What the answer is read as.

    Raises:
        DataProblem: its kind or its moment is wrong.
    """
    try:
        kind, now = kind_of(answer), datetime.fromisoformat(answer.now)
    except (BadKind, ValueError) as error:
        raise DataProblem(path, line, str(error), "Mend the kind or the moment (2026-11-30T10:00).") from error
    found = read(kind, answer.text, answer.language, now)
    return Judged(answer, tuple(written(one) for one in found if not one.part))


def kind_of(answer: Answer) -> Kind:
    """The kind of a row.

    Raises:
        BadKind: there is none of that name.
    """
    if not answer.kind.startswith(CHOICE):
        return parse_kind(answer.kind)
    pairs = (pair.partition("=") for pair in answer.kind[len(CHOICE) : -1].split(";"))
    return parse_kind({"kind": "choice", "choices": {name: {answer.language: text} for name, _, text in pairs}})


def written(reading: Reading) -> str:
    """A value as a table writes it."""
    value: Any = reading.value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        parts = (value["value"], value["currency"]) if "currency" in value else (value["given"], value["family"])
        return " ".join(str(part) for part in parts if part != "")
    return str(value)


def _print(judged: Sequence[Judged]) -> None:
    table = Table("kind", "answers", *(f"{code}, first" for code in CODES), "first", "among all")
    for sort in dict.fromkeys(one.answer.sort for one in judged):
        own = [one for one in judged if one.answer.sort == sort]
        each = (_share(one.first for one in own if one.answer.language == code) for code in CODES)
        table.add_row(sort, str(len(own)), *each, _share(one.first for one in own), _share(one.among for one in own))
    console.print(table)
    for one in judged:
        if not one.first:
            told = ", ".join(one.readings[:3]) or "nothing"
            console.print(f"  {one.answer.sort} «{one.answer.text}»: {'/'.join(one.answer.values)}, read as {told}")
    shares = _share(one.first for one in judged), _share(one.among for one in judged)
    console.print(f"exact, first reading: {shares[0]}; among all readings: {shares[1]}; of {len(judged)}")


def _share(right: Iterable[bool]) -> str:
    some = list(right)
    return f"{sum(some) / len(some):.1%}" if some else "-"
