"""Years as people say them: «هزار و چهارصد و پنج», «چهارصد و پنج», «شصت و هشت», «ألفين وستة وعشرين», «ستة وعشرين»."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nlu.values.calendars import Calendar, in_calendar
from nlu.values.symbols import Symbol

CENTURY = 100
THOUSAND = 1000
_KNOWN = {"jalali": (1250, 1500), "hijri": (1343, 1500), "gregorian": (1900, 2100)}
"""Years that people speak of."""
SHORT = 0.5
"""For a year that is said without its century."""


def is_year(value: int) -> bool:
    """Whether a number in full is a year of one of the calendars."""
    return any(least <= value <= most for least, most in _KNOWN.values())


def years(symbol: Symbol, of: Calendar, today: date) -> Iterator[tuple[int, float]]:
    """The years that a number may be, with their costs."""
    least, most = _KNOWN[of]
    for value, cost in symbol.within(0, most):
        if value >= least:
            yield value, cost
        elif value < CENTURY or of != "gregorian" and value < THOUSAND and value + THOUSAND >= least:
            yield from ((year, cost + SHORT + dear) for year, dear in short_years(value, of, today))


def short_years(value: int, of: Calendar, today: date) -> Iterator[tuple[int, float]]:
    """«چهارصد و پنج» is 1405; «نود و نه» the 99 nearest to this year, and the one of the other century."""
    least, most = _KNOWN[of]
    if value >= CENTURY:
        yield value + THOUSAND, 0.0
        return
    now = in_calendar(today, of)[0]
    centuries = (now // CENTURY * CENTURY + step for step in (-CENTURY, 0, CENTURY))
    near = sorted((century + value for century in centuries), key=lambda year: abs(year - now - (year > now) * -20))
    yield from ((year, float(place)) for place, year in enumerate(near[:2]) if least <= year <= most)
