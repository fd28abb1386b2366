"""Days of the Jalali and the Hijri calendar as days of the Gregorian one.

Arithmetic of our own, because this room also runs in Rasa's process, which has neither jdatetime nor hijridate; the
tests compare every day with these. Jalali: leap years by the 33-year cycle, as jdatetime counts them. Hijri: Umm
al-Qura, whose months are observed and computed in Saudi Arabia and follow no rule; 1343 to 1500 AH.
"""

from __future__ import annotations

import calendar
import datetime
from functools import lru_cache
from typing import Literal

Calendar = Literal["jalali", "gregorian", "hijri"]
_JALALI_EPOCH = datetime.date(622, 3, 21).toordinal()
"""Of 1 Farvardin 1."""
_JALALI_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
"""Years of the 33-year cycle with a 30th of Esfand."""
_CYCLE = 33
_HIJRI_FIRST = 1343
_HIJRI_EPOCH = datetime.date(1924, 8, 1).toordinal()
"""Of 1 Muharram 1343."""
_HIJRI_MONTHS = (
    "a8a9a66666659a27666969a55a69a535a666b2a6669a65999a56666666669699a66669999a666665a665a6666669659a65966aa66666"
    "666666666666a666666a2666a66666666666666666a6666669a666666666a99966a65999999999a5a666696666666a59a69996666666"
    "9999996666666659a69969a66666996666666a65a6a6665aa66665666669a6666659a666a66666a66665a665666966666659a69966a6"
    "66669999a666699999a6659a66599999666a6599a9966a696669a59a66669999999966666599a69666a659a69966a696a69a599a9965"
    "9a6599996666599a66666a669a69999aa6599aa5659a95969996666659a66699a69a699969a665a6a596a696599999699666695999a9"
    "6669a65a69999a66669999999665a66596a69666a6599a99669a66669999a666669996999659a95969a96666a699a69969a665699966"
    "66659a99966a6665a99999a96699a59a9996a696599a596669659aa5999a6666999a666669a659a99966a965999996666659a69999a6"
    "5a69a56a669669a6596996666659a699669a659a99969a995a9a659a69969a6659999969659a699669a659a9a569a696a99a59a66665"
    "a659999966696599a99669a6a669999a66659a599699965a66599a99666a665a69999a66699999a9965a"
)
"""Six hexadecimal digits a year: two bits a month, the lowest for Muharram, for its days beyond 28 (Umm al-Qura)."""
_HIJRI_YEARS = len(_HIJRI_MONTHS) // 6


def month_days(year: int, month: int, of: Calendar) -> int:
    """The days of a month.

    Raises:
        ValueError: the calendar has no such month, or we know nothing of that year.
    """
    if not 1 <= month <= 12:
        raise ValueError(f"{month} is no month")
    if of == "gregorian":
        return calendar.monthrange(year, month)[1]
    if of == "hijri":
        return 28 + (_months(year) >> 2 * (month - 1) & 3)
    if month < 12:
        return 31 if month <= 6 else 30
    return 30 if year % _CYCLE in _JALALI_LEAP else 29


def date_of(year: int, month: int, day: int, of: Calendar) -> datetime.date:
    """A day of that calendar.

    Raises:
        ValueError: there is no such day, or we know nothing of that year.
    """
    if not 1 <= day <= month_days(year, month, of):
        raise ValueError(f"{year}-{month}-{day} is no {of} day")
    if of == "gregorian":
        return datetime.date(year, month, day)
    before = sum(month_days(year, earlier, of) for earlier in range(1, month))
    return datetime.date.fromordinal(_new_year(year, of) + before + day - 1)


def in_calendar(day: datetime.date, of: Calendar) -> tuple[int, int, int]:
    """Year, month and day of a day in that calendar.

    Raises:
        ValueError: outside the years that we know.
    """
    if of == "gregorian":
        return day.year, day.month, day.day
    ordinal = day.toordinal()
    year = day.year - 621 if of == "jalali" else int((day.year - 622) * 33 / 32) + 1
    while _new_year(year, of) > ordinal:
        year -= 1
    while _new_year(year + 1, of) <= ordinal:
        year += 1
    left, month = ordinal - _new_year(year, of), 1
    while left >= month_days(year, month, of):
        left -= month_days(year, month, of)
        month += 1
    return year, month, left + 1


def _months(year: int) -> int:
    """The year's row of the table."""
    at = year - _HIJRI_FIRST
    if not 0 <= at < _HIJRI_YEARS:
        raise ValueError(f"{year} AH is not in our table")
    return int(_HIJRI_MONTHS[6 * at : 6 * at + 6], 16)


@lru_cache(maxsize=256)
def _hijri_new_year(year: int) -> int:
    if year == _HIJRI_FIRST:
        return _HIJRI_EPOCH
    return _hijri_new_year(year - 1) + sum(month_days(year - 1, month, "hijri") for month in range(1, 13))


def _new_year(year: int, of: Calendar) -> int:
    """The proleptic Gregorian ordinal of the year's first day."""
    if of == "jalali":
        cycles, rest = divmod(year - 1, _CYCLE)
        leaps = cycles * len(_JALALI_LEAP) + sum(leap <= rest for leap in _JALALI_LEAP)
        return _JALALI_EPOCH + (year - 1) * 365 + leaps
    if not 0 <= year - _HIJRI_FIRST <= _HIJRI_YEARS:
        raise ValueError(f"{year} AH is not in our table")
    return _hijri_new_year(year)
