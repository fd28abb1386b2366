"""What a service is, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from bot.crm.services.rest_model import Rest

FOUND, NONE, SEVERAL, REFUSED, LATE = "found", "none", "several", "refused", "late"
LATER = "later"
"""Of a service that writes: it is kept, and will be written without the caller («you will get the number»)."""
OUTCOMES = (FOUND, NONE, SEVERAL, REFUSED, LATE)
"""One row (or rows, where a list is asked for), no row, more than the one wanted, an answer or a question that cannot
be used, no answer in time. `refused` and `late` say nothing of the caller: he is never «unknown» because of them."""
DEFAULT_SOURCE = "crm"
BUDGET_MS = 800
ROWS_MOST = 50


class Kind(StrEnum):
    """How a value is read, and what the conversation gets of it."""

    TEXT = "text"
    """Text without blanks around it."""
    DIGITS = "digits"
    """ASCII digits as text: «۱۲۳۴۵» is "12345"."""
    NUMBER = "number"
    """An int, or a float where it is not whole."""
    MONEY = "money"
    """{"value": whole rial, "currency": "IRR"}."""
    DATE = "date"
    """Gregorian ISO text, "2026-12-05"."""
    TIME = "time"
    """"16:45"."""
    PHONE = "phone"
    """E.164, or an extension's digits."""
    YESNO = "yesno"
    """True or False."""


Unit = Literal["rial", "toman"]
Level = Literal["none", "number", "identity", "pin"]
"""How sure one must be of the caller before it is told: not at all, a known number, identity asked, PIN asked."""
LEVELS: tuple[Level, ...] = ("none", "number", "identity", "pin")


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that the question needs."""

    kind: Kind = Kind.TEXT
    unit: Unit = "rial"
    """Of an amount, as the source wants it."""
    jalali: bool = False
    """Of a date: the source wants «1405/09/05»."""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """One thing that the answer tells. `at` is a column, or a JSONPath in a REST answer."""

    at: str
    kind: Kind = Kind.TEXT
    unit: Unit = "rial"
    private: bool = False
    """Of a person: who tells it leaves an audit line."""
    opens_at: Level = "none"
    optional: bool = False
    """Whether the source may leave it out."""
    matches: str = ""
    """The input that must fit the hash in this column; the column itself is never told."""


@dataclass(frozen=True, slots=True)
class Sql:
    """Statements with bound parameters; `writes` are run in one transaction, `answer` reads what is told."""

    answer: str
    writes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """One question and how it is answered."""

    name: str
    path: Path
    line: int
    source: str
    ask: Sql | Rest
    inputs: Mapping[str, Input]
    outputs: Mapping[str, Output]
    about: str = ""
    many: bool = False
    """Whether a list is wanted: then more rows than one are `found`."""
    limit: int = ROWS_MOST
    budget_ms: int = BUDGET_MS
    keep_s: float = 0.0
    """How long an answer may be given again without asking; 0: never."""
    named: Mapping[str, str] = field(default_factory=dict)
    """The company's own words for the usual outcomes: {"none": "taken"}."""
    outcome_at: str = ""
    """The column that names the outcome of a row that was found."""
    own: tuple[str, ...] = ()
    """The outcomes that it may name."""
    sample: Mapping[str, Any] = field(default_factory=dict)
    """Inputs to try it with."""

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every outcome that it can have."""
        said = self.ask.statuses.values() if isinstance(self.ask, Rest) else ()
        usual = [self.named.get(one, one) for one in (*OUTCOMES, *((LATER,) if self.writes else ()))]
        return tuple(dict.fromkeys([*usual, *self.own, *(self.named.get(one, one) for one in said)]))

    @property
    def writes(self) -> bool:
        """Whether it changes the company's records."""
        return bool(self.ask.writes)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source says: rows, by column or JSONPath, and the outcome where the source itself names one."""

    rows: Sequence[Mapping[str, Any]]
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """An answer. `outputs` has every output of the service, None where nothing is known: of the first row that was
    found; `rows` has them all. `private` names the outputs that concern a person, `opens_at` the level each needs."""

    outcome: str
    outputs: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Mapping[str, Any], ...] = ()
    private: frozenset[str] = frozenset()
    opens_at: Mapping[str, Level] = MappingProxyType({})
    age_s: float = 0.0
    """How long ago the source said it."""
    why: str = ""
    """For people who look: why it is `late` or `refused`; nothing personal."""
