"""From a caller's words or keys to the values that a slot may take: every kind has its reader here.

Values are JSON: digits and identities as ASCII text, a choice by its id, yes and no as booleans, a day as ISO 8601.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from nlu.text.languages import FALLBACK
from nlu.values import agreement, amounts, choosing, cities, dates, digit_rows, names, quantities, times
from nlu.values.corrections import corrected
from nlu.values.kinds import Kind
from nlu.values.readings import Heard, Reading

Reader = Callable[[Kind, Heard], tuple[Reading, ...]]
KeyReader = Callable[[Kind, str, Heard], tuple[Reading, ...]]


def _text(_: Kind, heard: Heard) -> tuple[Reading, ...]:
    text = heard.text.strip()
    return (Reading(text),) if text else ()


_CORRECTED: Mapping[str, Reader] = {
    "choice": choosing.read,
    "date": dates.read,
    "time": lambda _, heard: times.read(heard),
    "amount": amounts.read,
    "quantity": lambda _, heard: quantities.read(heard),
    "name": lambda _, heard: names.read(heard),
    "city": lambda _, heard: cities.read(heard),
}
"""Of these the last one goes first where callers put themselves right: «شنبه، نه، یکشنبه»."""
_AS_SAID: Mapping[str, Reader] = {"yesno": lambda _, heard: agreement.read(heard), "text": _text}
_KEYED: Mapping[str, KeyReader] = {
    "yesno": lambda _, keys, __: agreement.keyed(keys),
    "choice": lambda kind, keys, _: choosing.keyed(kind, keys),
    "date": dates.keyed,
    "time": lambda _, keys, __: times.keyed(keys),
    "amount": lambda kind, keys, heard: amounts.keyed(kind, keys, heard.language),
    "quantity": lambda _, keys, __: quantities.keyed(keys),
}


def read(kind: Kind, text: str, language: str, now: datetime) -> tuple[Reading, ...]:
    """All that a caller's answer may mean as a value of that kind, cheapest first; () where it holds none."""
    heard = Heard(text, language, now)
    if kind.least:
        return digit_rows.read(kind, heard)
    if reader := _CORRECTED.get(kind.name):
        return corrected(heard, lambda one: reader(kind, one))
    return _AS_SAID[kind.name](kind, heard)


def keyed(kind: Kind, keys: str, now: datetime, language: str = FALLBACK) -> tuple[Reading, ...]:
    """The same from keypad digits; `language` tells the calendar of a day and the currency of an amount."""
    if kind.least:
        return digit_rows.keyed(kind, keys)
    reader = _KEYED.get(kind.name)
    return reader(kind, keys, Heard("", language, now)) if reader else ()
