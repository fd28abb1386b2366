"""An order number that is said in parts: «دوازده» … «سیصد و چهل و پنج». Pure: readings in, what to do with them out.

said              before     whole            part kept   further
12 345            -          12345            -
12                -          -                12          yes
345               12         12345            -
123               12         12123            123         no: joined if that order exists, else begun anew
12 345            99         12345            -           begun anew, and complete
3456              123        -                3456        no: begun anew
123456            -          -                -           (too long: refused)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

NUMBER_DIGITS = 5
PARTS_MOST = 6
"""Readings of a part that are kept; a part is short, more are noise."""


@dataclass(frozen=True, slots=True)
class Parts:
    """All readings of what was said of the number so far, likeliest first; ASCII digits, fewer than five."""

    readings: tuple[str, ...]

    @classmethod
    def from_slot(cls, value: Any) -> "Parts | None":
        """What the slot holds; None where it holds nothing of use."""
        if not isinstance(value, list):
            return None
        readings = tuple(str(one) for one in value if str(one).isdecimal() and 0 < len(str(one)) < NUMBER_DIGITS)
        return cls(readings) if readings else None

    def as_slot(self) -> list[str]:
        """As the tracker keeps it."""
        return list(self.readings)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a number: complete readings, and a part to keep where none of them exists; neither: refuse it.

    `further`: the part is longer than before, so the caller is getting on.
    """

    whole: tuple[str, ...] = ()
    part: Parts | None = None
    further: bool = False


def take(readings: Sequence[str], before: Parts | None) -> Taken:
    """Take the `readings` of this turn; a complete number goes before one that is joined."""
    whole = tuple(one for one in readings if len(one) == NUMBER_DIGITS)
    if whole:
        return Taken(whole)
    joined = [old + new for old in before.readings for new in readings] if before else []
    complete = tuple(one for one in joined if len(one) == NUMBER_DIGITS)
    anew = _short([one for one in readings if before and one.startswith(before.readings)])
    if anew or complete:
        return Taken(complete, Parts(anew) if anew else None)
    if longer := _short(joined):
        return Taken(part=Parts(longer), further=True)
    short = _short(readings)
    return Taken(part=Parts(short), further=before is None) if short else Taken()


def _short(readings: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in readings if 0 < len(one) < NUMBER_DIGITS)[:PARTS_MOST]
