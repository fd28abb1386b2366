"""From a caller's words or keys to the values that a slot may take: every kind has its reader here.

Values are JSON: digits and identities as ASCII text, a choice by its id, yes and no as booleans, a day as ISO 8601.
"""

from __future__ import annotations

from datetime import datetime

from nlu.values import agreement, choosing, dates, digit_rows
from nlu.values.kinds import Kind
from nlu.values.readings import Heard, Reading


def read(kind: Kind, text: str, language: str, now: datetime) -> tuple[Reading, ...]:
    """All that a caller's answer may mean as a value of that kind, cheapest first; () where it holds none."""
    heard = Heard(text, language, now)
    if kind.least:
        return digit_rows.read(kind, heard)
    if kind.name == "yesno":
        return agreement.read(heard)
    if kind.name == "choice":
        return choosing.read(kind, heard)
    if kind.name == "date":
        return dates.read(kind, heard)
    return (Reading(text.strip()),) if text.strip() else ()


def keyed(kind: Kind, keys: str, now: datetime, language: str = "fa") -> tuple[Reading, ...]:
    """The same from keypad digits; `language` tells the calendar of a day."""
    if kind.least:
        return digit_rows.keyed(kind, keys)
    if kind.name == "yesno":
        return agreement.keyed(keys)
    if kind.name == "choice":
        return choosing.keyed(kind, keys)
    if kind.name == "date":
        return dates.keyed(kind, keys, Heard("", language, now))
    return ()
