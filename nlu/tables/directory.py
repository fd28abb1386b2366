"""`data/directory.csv`: whom callers ask for by name or department, and how they are reached; a row a person or place.

names_…   how callers name it, | or a line break between; a column a language
skill     the skill of the queue that takes it (docs/queues.md), or empty
number    a number that is told, or empty
say_…     what is said of it instead of its first name, a column a language
hours     when somebody is there, lines as queues have them, | between; empty: always
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nlu.tables.csv_rows import Row, Table, read_table
from nlu.text.fold import match_key
from nlu.text.languages import CODES, LANGUAGES

FILE = "directory.csv"
COLUMNS = (*(f"names_{code}" for code in CODES), "skill", "number", *(f"say_{code}" for code in CODES), "hours")
MOST = 4
"""So many are offered to choose from; more nobody keeps in mind."""
NEAR = 0.6
"""A name less like what was said is not meant."""
ALIKE = 0.75
"""Words less like each other are different ones."""
WHOLE = 0.95
"""What a name counts that stands whole among other words."""
CLEAR = 0.15
"""Nearer by this than all others is meant alone."""
_BETWEEN = re.compile(r"[|\n]+")
_ID = re.compile(r"[\w.-]{1,64}")
_NUMBER = re.compile(r"[0-9*#+]{1,20}")


@dataclass(frozen=True)
class Listed:
    """One row: by language its names and what is said of it, and how it is reached."""

    row: int
    names: Mapping[str, tuple[str, ...]]
    said: Mapping[str, str]
    skill: str = ""
    number: str = ""
    hours: tuple[str, ...] = ()

    def called(self, language: str) -> str:
        """What it is called when it is spoken of; in another language where it has no name in this one."""
        own = self.said.get(language) or next(iter(self.names.get(language, ())), "")
        return own or next(name for names in self.names.values() for name in names)


class Directory:
    """The rows, ready to be asked."""

    def __init__(self, table: Table, listed: tuple[Listed, ...]) -> None:
        self.table = table
        self.listed = listed

    def find(self, text: str, language: str) -> tuple[Listed, ...]:
        """Who may be meant, the likeliest first: one alone where it is clear, `MOST` at most, none where nobody is."""
        asked = _asked(text, language)
        scored = [(_likeness(asked, one.names.get(language, ()), language), one) for one in self.listed]
        near = sorted((pair for pair in scored if pair[0] >= NEAR), key=lambda pair: (-pair[0], pair[1].row))
        return tuple(one for score, one in near if near[0][0] - score < CLEAR)[:MOST]


def load_directory(data: Path) -> Directory:
    """The table of a folder data/; empty where there is none. Rows with a mistake are left out and told in `table`."""
    table = read_table(data / FILE, COLUMNS)
    return Directory(table, tuple(one for row in table.rows if (one := _listed(table, row)) is not None))


def _listed(table: Table, row: Row) -> Listed | None:
    told = len(table.problems)
    names: dict[str, tuple[str, ...]] = {code: _parts(row[f"names_{code}"]) for code in CODES}
    skill, number = row["skill"], "".join(row["number"].split())
    if not any(names.values()):
        table.problem(row.number, "the row has no name", "Fill names_fa or names_ar: nobody can ask for it.")
    if not skill and not number:
        table.problem(row.number, "it cannot be reached", "Fill skill (a queue's) or number.")
    if skill and not _ID.fullmatch(skill):
        table.problem(row.number, f"'{skill}' is no skill", "Write it as in handoff.agents, e.g. complaints.")
    if number and not _NUMBER.fullmatch(number):
        table.problem(row.number, f"'{number}' is no number", "Write digits, e.g. 02112345678.")
    for code in CODES:
        if not names[code]:
            what = f"callers in {LANGUAGES[code].name} cannot ask for it"
            table.style(row.number, what, f"Fill names_{code}.")
    if any(problem.stops for problem in table.problems[told:]):
        return None
    said: dict[str, str] = {code: row[f"say_{code}"] for code in CODES}
    return Listed(row.number, names, said, skill, number, _parts(row["hours"]))


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in (" ".join(one.split()) for one in _BETWEEN.split(cell)) if part)


_AROUND = {
    "fa": (
        "سلام ببخشید لطفا میشه می‌شه من منو رو را به با وصل کنید کنین کن بکنید می‌خوام صحبت کنم حرف بزنم داخلی "
        "بخش واحد قسمت آقای آقا خانم جناب سرکار دکتر مهندس شماره تلفن بدید بدین هست هستن"
    ),
    "ar": (
        "السلام عليكم لو سمحت ممكن أريد أبغى عايز بدي وصلني حولني كلمني أكلم أتكلم مع إلى قسم إدارة "
        "السيد السيدة الأستاذ الأستاذة الدكتور المهندس رقم تحويلة"
    ),
}
"""What callers put around a name."""


def _asked(text: str, language: str) -> list[str]:
    """The folded words of a name in what was said."""
    around = {match_key(word, language) for word in _AROUND[language].split()}
    return [word for word in match_key(text, language).split() if word not in around]


def _likeness(asked: list[str], names: tuple[str, ...], language: str) -> float:
    """0 to 1: that all that was said is a part of a name («رضایی»), or a whole name a part of what was said."""
    best = 0.0
    for name in names:
        words = match_key(name, language).split()
        if asked and words:
            joined = _alike("".join(asked), "".join(words))  # «حساب داری»
            best = max(best, joined, _covered(asked, words), WHOLE * _covered(words, asked))
    return best


def _covered(words: list[str], others: list[str]) -> float:
    """Mean over `words` of how like each is to the likest of `others`."""
    return sum(max(_alike(word, other) for other in others) for word in words) / len(words)


def _alike(word: str, other: str) -> float:
    """Of two words; the recogniser may have heard a letter or an ending else."""
    ratio = 1.0 if word == other else difflib.SequenceMatcher(None, word, other).ratio()
    return ratio if ratio >= ALIKE else 0.0
