"""A day as people write it: Gregorian, Jalali (solar Hijri) or lunar Hijri, told apart by the year.

Year, month and day, the year first: 2027-03-21, 1406/01/01, ۱۴۰۶/۱/۱, 1448-10-01. The two Hijri calendars have years of
one size; near our time the year tells them apart: Jalali years of 2011 to 2052, lunar ones of 2010 to 2076.
Lunar days are those of the Umm al-Qura calendar (`hijridate`); in Iran the moon may be seen a day later.
"""

from __future__ import annotations

import re
from datetime import date

import jdatetime
from hijridate import Hijri

_DAY = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
JALALI, LUNAR, GREGORIAN = range(1390, 1432), range(1432, 1500), range(1900, 2200)
EXAMPLE = "2027-03-21, 1406-01-01 (Jalali) or 1448-10-01 (Hijri)"


def parse_day(text: str) -> date:
    """The day that `text` names.

    Raises:
        ValueError: it names none; the message says how a day is written.
    """
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text).strip()
    found = _DAY.fullmatch(plain)
    if found is None:
        turned = "the year comes first" if _DAY_FIRST.fullmatch(plain) else "it is no day"
        raise ValueError(f"{text!r}: {turned}; write e.g. {EXAMPLE}")
    year, month, day = (int(part) for part in found.groups())
    try:
        return _in_its_calendar(year, month, day)
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r}: there is no such day; write e.g. {EXAMPLE}") from None


def _in_its_calendar(year: int, month: int, day: int) -> date:
    if year in JALALI:
        found: date = jdatetime.date(year, month, day).togregorian()
        return found
    if year in LUNAR:
        lunar = Hijri(year, month, day).to_gregorian()
        return date(lunar.year, lunar.month, lunar.day)
    if year not in GREGORIAN:
        raise ValueError(year)
    return date(year, month, day)
