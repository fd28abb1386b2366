"""`data/faq.csv`: what people ask again and again, and what the company answers; one row a topic.

topic        a short name without blanks, each once unless the rows hold at other times
questions_…  the ways to ask it, | or a line break or a question mark between them; a column a language
answer_…     what is said, a column a language
tags         for the editors, e.g. delivery
valid_from, valid_until   days, both included; empty: always (Gregorian, Jalali or Hijri)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nlu.tables.csv_rows import Row, Table, read_table
from nlu.tables.written_day import parse_day
from nlu.text.fold import match_key
from nlu.text.languages import CODES, LANGUAGES

FAQ = "faq"
"""The intent that all questions of the table are of."""
FILE = "faq.csv"
LONG_LETTERS = 350
"""A longer answer is too much for an ear."""
_BETWEEN = re.compile(r"[|\n؟?]+")
COLUMNS = (
    "topic",
    *(f"{part}_{language}" for language in CODES for part in ("questions", "answer")),
    "tags",
    "valid_from",
    "valid_until",
)


@dataclass(frozen=True)
class Entry:
    """One row: its number, its topic, by language the ways to ask and the answer, and when it holds."""

    row: int
    topic: str
    questions: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, str]
    tags: tuple[str, ...] = ()
    first: date = date.min
    last: date = date.max

    def holds(self, day: date) -> bool:
        """Whether it is the answer of that day."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Faq:
    """The table: its rows in their order, and what is wrong with it."""

    table: Table
    entries: tuple[Entry, ...]

    def questions(self, language: str) -> Iterator[tuple[str, str]]:
        """Pairs of topic and question of a language, also of rows that hold at another time."""
        for entry in self.entries:
            for question in entry.questions.get(language, ()):
                yield entry.topic, question

    def answer(self, topic: str, language: str, day: date) -> str:
        """What is answered on that day; "" where nothing is."""
        found = (entry for entry in self.entries if entry.topic == topic and entry.holds(day))
        return next((entry.answers[language] for entry in found if entry.answers.get(language)), "")


def load_faq(data: Path) -> Faq:
    """The table of a folder data/; empty where there is none. Rows with a mistake are left out and told in `table`."""
    table = read_table(data / FILE, COLUMNS, ("topic",))
    entries = [entry for row in table.rows if (entry := _entry(table, row)) is not None]
    _tell_twice(table, entries)
    return Faq(table, tuple(entries))


def _entry(table: Table, row: Row) -> Entry | None:
    told = len(table.problems)
    topic = row["topic"]
    if not topic or len(topic.split()) > 1:
        table.problem(
            row.number, "the row has no topic, or one with a blank", "Write a short name, e.g. delivery_cost."
        )
    questions: dict[str, tuple[str, ...]] = {language: _questions(row[f"questions_{language}"]) for language in CODES}
    answers: dict[str, str] = {language: " ".join(row[f"answer_{language}"].split()) for language in CODES}
    for language in CODES:
        _tell_half(table, row.number, language, questions[language], answers[language])
    first = _day(table, row, "valid_from", date.min)
    last = _day(table, row, "valid_until", date.max)
    if first > last:
        table.problem(row.number, "valid_until is before valid_from", "Change one of the two days.")
    if any(problem.stops for problem in table.problems[told:]):
        return None
    tags = tuple(tag for tag in re.split(r"[\s,;|،]+", row["tags"]) if tag)
    return Entry(row.number, topic, questions, answers, tags, first, last)


def _questions(cell: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()).strip(" .،؛!") for part in _BETWEEN.split(cell))
    return tuple(dict.fromkeys(part for part in parts if part))


def _tell_half(table: Table, row: int, language: str, questions: tuple[str, ...], answer: str) -> None:
    name = LANGUAGES[language].name
    if questions and not answer:
        table.problem(row, f"a question in {name} has no answer", f"Fill answer_{language}, or delete its questions.")
    elif answer and not questions:
        table.problem(row, f"an answer in {name} has no question", f"Fill questions_{language}: nobody can ask for it.")
    elif not answer:
        what = f"callers in {name} are not answered"
        table.style(row, what, f"Fill questions_{language} and answer_{language}.")
    elif len(answer) > LONG_LETTERS:
        what = f"the answer in {name} has {len(answer)} letters: nobody keeps so much in mind"
        table.style(row, what, f"Say it in {LONG_LETTERS}, or less.")


def _day(table: Table, row: Row, column: str, otherwise: date) -> date:
    if not row[column]:
        return otherwise
    try:
        return parse_day(row[column])
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        table.problem(row.number, f"{column} {what}", f"{remedy[:1].upper()}{remedy[1:]}.")
        return otherwise


def _tell_twice(table: Table, entries: Iterable[Entry]) -> None:
    """Topics and questions of two rows that hold on one day."""
    topics: dict[str, list[Entry]] = {}
    asked: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        for other in topics.setdefault(entry.topic, []):
            if _together(entry, other):
                what = f"topic '{entry.topic}' stands in row {other.row} too, for the same days"
                table.problem(entry.row, what, "Put the questions into one row, or set valid_from and valid_until.")
        topics[entry.topic].append(entry)
        for language, question in ((code, one) for code in CODES for one in entry.questions.get(code, ())):
            rows = asked.setdefault((language, match_key(question, language)), [])
            if first := next((one for one in rows if one.topic != entry.topic), None):
                what = f"the question «{question}» stands in row {first.row} too"
                table.problem(entry.row, what, "Delete it from one of the rows.")
            rows.append(entry)


def _together(one: Entry, other: Entry) -> bool:
    return one.first <= other.last and other.first <= one.last
