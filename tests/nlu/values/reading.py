"""What the tests of this room share: a moment, and the values that are read at it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from nlu.values import Reading, parse_kind, read

NOW = datetime(2026, 11, 30, 10, 0)
"""A Monday: 9 Azar 1405, 19 Jumada al-Akhirah 1448."""


def readings(kind: str | Mapping[str, Any], text: str, language: str, now: datetime = NOW) -> tuple[Reading, ...]:
    return read(parse_kind(kind), text, language, now)


def first(kind: str | Mapping[str, Any], text: str, language: str, now: datetime = NOW) -> Any:
    """The likeliest value; None where there is none."""
    found = readings(kind, text, language, now)
    return found[0].value if found else None
