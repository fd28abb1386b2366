"""What a caller may have meant: values with what they cost, the cheapest first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

MOST = 12
"""Readings that are kept; further ones are noise."""


@dataclass(frozen=True)
class Reading:
    """One value that the words may mean; a lower `cost` is the likelier one.

    `lacks` is what was not said and has to be asked for or confirmed: "checksum" (the check digit contradicts),
    "unit", "meridiem", "year". A `part` is the beginning of a value; the rest may follow in the next turn.
    """

    value: Any
    cost: float = 0.0
    lacks: str = ""
    part: bool = False


@dataclass(frozen=True)
class Heard:
    """A caller's answer, and when and in which language it was given."""

    text: str
    language: str
    now: datetime


def cheapest(readings: Iterable[Reading], most: int = MOST) -> tuple[Reading, ...]:
    """The readings by cost, each value once; equal costs stay in their order."""
    found: dict[str, Reading] = {}
    for one in sorted(readings, key=lambda reading: reading.cost):
        found.setdefault(json.dumps(one.value, sort_keys=True, ensure_ascii=False), one)
    return tuple(found.values())[:most]


def dearer(readings: Iterable[Reading], cost: float) -> tuple[Reading, ...]:
    """The readings, each costing that much more."""
    return tuple(replace(one, cost=round(one.cost + cost, 2)) for one in readings)
