"""What a question may be answered with: the kinds of slots, as designers declare them.

digits  digits(5)  digits(3..6)     a row of digits, kept with its leading zeros
mobile                              a mobile telephone of Iran or an Arab country we serve
national_id  iqama  emirates_id     personal numbers with a check digit
card  iban                          a bank card of 16 digits, a bank account of ISO 13616
yesno  choice  text                 agreement; one of the choices; the words as they are
date  date(past)  date(future)      a day
time                                a time of day
amount  amount(IRT)                 money; the currency where none is said
quantity                            how many, how much
name  city                          what somebody is called; a city of data/background
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nlu.errors import BadKind
from nlu.text.languages import CODES
from nlu.values.money_words import CURRENCIES

NAMES = (
    "digits",
    "mobile",
    "national_id",
    "iqama",
    "emirates_id",
    "card",
    "iban",
    "yesno",
    "choice",
    "text",
    "date",
    "time",
    "amount",
    "quantity",
    "name",
    "city",
)
SENSITIVE = frozenset({"national_id", "iqama", "emirates_id", "card", "iban"})
"""Kept out of recordings and journals without being told."""
ANY_LENGTH = 19
"""The most digits of a number whose length is not declared: ISO/IEC 7812-1 has no longer one."""
LENGTHS: Mapping[str, tuple[int, int]] = {
    "digits": (1, ANY_LENGTH),
    "mobile": (8, 11),
    "national_id": (10, 10),
    "iqama": (10, 10),
    "emirates_id": (15, 15),
    "card": (16, 16),
    "iban": (23, 30),
}
"""The fewest and the most digits of each kind that is a row of digits."""
_KEPT_OUT = {"card": "card", "iban": "iban", **dict.fromkeys(("national_id", "iqama", "emirates_id"), "national_id")}
"""What the line is told that is asked for, in the words of `bot/call/secrecy.py`."""
_LISTENED = {"yesno": "yesno", "date": "date", "time": "date", "text": "free"}
"""What the line listens for; "general" for the others."""
TENSES = ("past", "future")
_ARGUMENTS = "digits take (5) or (3..6), a date (past) or (future), an amount its currency: (IRT), (IQD)"
_KEYS = ("kind", "least", "most", "choices", "sensitive", "tense", "unit")
_DECLARED = re.compile(r"(?P<name>[a-z_]+)(?:\((?P<argument>[^()]*)\))?")
_SPAN = re.compile(r"(?P<least>\d{1,2})(?:\s*\.\.\s*(?P<most>\d{1,2}))?")


@dataclass(frozen=True)
class Choice:
    """One of the things that may be chosen: what the slot keeps, and how callers name it in each language."""

    id: str
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By language code; the first is how it is said back."""

    def said(self, language: str) -> str:
        """How it is called in that language; its id where nothing is declared."""
        return next(iter(self.phrases.get(language, ())), self.id)


@dataclass(frozen=True)
class Kind:
    """What a slot holds. `least` and `most` count digits; 0 where the kind has none."""

    name: str
    least: int = 0
    most: int = 0
    choices: tuple[Choice, ...] = ()
    sensitive: bool = False
    tense: str = ""
    """Of a date: "past", "future", or "" where it may be both."""
    unit: str = ""
    """Of an amount: the currency where none is said; "": it is asked for."""


def parse_kind(declared: str | Mapping[str, Any]) -> Kind:
    """The kind that a designer declares: "digits(5)", or a mapping with `kind:` and what belongs to it.

    Raises:
        BadKind: it is none of ours, or something of it is wrong.
    """
    if isinstance(declared, str):
        return _named(declared)
    if not isinstance(declared, Mapping) or not isinstance(declared.get("kind"), str):
        raise BadKind(str(declared), "a kind is a name («date») or a mapping with `kind:`")
    for key in declared:
        if key not in _KEYS:
            raise BadKind(declared["kind"], f"{key!r} is no key of it{_meant(str(key), _KEYS)}")
    return _completed(_named(declared["kind"]), declared)


def _named(declared: str) -> Kind:
    match = _DECLARED.fullmatch(declared.strip())
    name = match["name"] if match else declared
    if not match or name not in NAMES:
        raise BadKind(declared, f"there is no kind of that name{_meant(name, NAMES)}")
    least, most = LENGTHS.get(name, (0, 0))
    kind = Kind(name, least, most, sensitive=name in SENSITIVE)
    argument = match["argument"]
    return kind if argument is None else _with_argument(kind, argument.strip(), declared)


def _with_argument(kind: Kind, argument: str, declared: str) -> Kind:
    """«(5)», «(3..6)» of digits; «(past)», «(future)» of dates; «(IRT)» of amounts."""
    span = _SPAN.fullmatch(argument)
    if kind.name == "digits" and span:
        least = int(span["least"])
        return _spanned(kind, least, int(span["most"] or least))
    if kind.name == "date" and argument in TENSES:
        return replace(kind, tense=argument)
    if kind.name == "amount" and argument in CURRENCIES:
        return replace(kind, unit=argument)
    raise BadKind(declared, f"({argument}) says nothing of it; {_ARGUMENTS}")


def _spanned(kind: Kind, least: int, most: int) -> Kind:
    if kind.name != "digits" or not 1 <= least <= most <= ANY_LENGTH:
        raise BadKind(kind.name, f"{least} to {most} is no length; digits have 1 to {ANY_LENGTH}, others their own")
    return replace(kind, least=least, most=most)


def _completed(kind: Kind, declared: Mapping[str, Any]) -> Kind:
    """`kind` with what a mapping says of it."""
    if "least" in declared or "most" in declared:
        least, most = declared.get("least", kind.least), declared.get("most", kind.most)
        if not (isinstance(least, int) and isinstance(most, int)):
            raise BadKind(kind.name, "`least` and `most` are whole numbers")
        kind = _spanned(kind, least, most)
    if "tense" in declared:
        kind = _with_argument(kind, str(declared["tense"]), f"tense: {declared['tense']}")
    if "unit" in declared:
        kind = _with_argument(kind, str(declared["unit"]), f"unit: {declared['unit']}")
    if not isinstance(declared.get("sensitive", False), bool):
        raise BadKind(kind.name, "`sensitive` is true or false")
    choices = _choices(kind, declared.get("choices"))
    return replace(kind, choices=choices, sensitive=declared.get("sensitive", kind.sensitive))


def _choices(kind: Kind, declared: object) -> tuple[Choice, ...]:
    """`{home: {fa: [خانه, منزل], ar: [البيت]}}`; a text is one phrase, or several between commas."""
    if kind.name != "choice":
        if declared is not None:
            raise BadKind(kind.name, "only a choice has `choices`")
        return ()
    if not isinstance(declared, Mapping) or not declared:
        raise BadKind(kind.name, "`choices` is a mapping: {home: {fa: [خانه, منزل], ar: [البيت]}}")
    return tuple(Choice(str(name), _phrases(str(name), phrases)) for name, phrases in declared.items())


def _phrases(name: str, declared: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(declared, Mapping) or not declared or not set(declared) <= set(CODES):
        raise BadKind("choice", f"`{name}` needs its phrases by language ({', '.join(CODES)})")
    found = {str(code): _listed(phrases) for code, phrases in declared.items()}
    if not all(found.values()):
        raise BadKind("choice", f"`{name}` has a language without a phrase")
    return found


def _listed(phrases: object) -> tuple[str, ...]:
    parts = phrases if isinstance(phrases, list | tuple) else str(phrases or "").replace("،", ",").split(",")
    return tuple(text for part in parts if (text := str(part).strip()))


def _meant(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"


def expected(kind: Kind) -> dict[str, Any]:
    """What the line listens for, as `expect` of a message: its kind, the digits that are awaited, what it is called.

    The name is told where it may not be kept: recordings and journal leave it out (`bot/call/secrecy.py`).
    """
    if kind.least:
        length = kind.most if kind.least == kind.most else 0
        key = {"key": _KEPT_OUT.get(kind.name, "security_code")} if kind.sensitive else {}
        return {"kind": "digits", "length": length, **key}
    return {"kind": _LISTENED.get(kind.name, "general"), "length": 0}
