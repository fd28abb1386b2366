"""Arabic dates for the ear: Gregorian with the months of the Gulf and Egypt, and Hijri (Umm al-Qura).

Main environment only.
"""

from __future__ import annotations

import datetime

from hijridate import Gregorian

from nlu.text.languages import ARABIC
from nlu.wording import ar as wording_ar
from nlu.wording.ar import number

FATHA = "\u064e"
MONTHS = ARABIC.months
# The months as Iraq and the Levant call them.
LEVANTINE = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني",
    "كانون الأول",
)  # fmt: skip
# «صفر» without its vowels is the digit zero.
HIJRI = (
    "محرم", "صَفَر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال",
    "ذو القعدة", "ذو الحجة",
)  # fmt: skip
WEEKDAYS = ARABIC.weekdays


def ordinal(value: int) -> str:
    """The ordinal of a day of the month, masculine with the article: 23 -> «الثالث والعشرين».

    Raises:
        ValueError: it is no day of a month.
    """
    if not 1 <= value <= 31:
        raise ValueError(f"{value} is no day of a month")
    return wording_ar.ordinal(value)


def month_of(name: str) -> tuple[int, str, bool]:
    """The number of a month by its name, the name as it is said, and whether it is Hijri.

    Raises:
        ValueError: no such month.
    """
    if name in LEVANTINE:
        return LEVANTINE.index(name) + 1, name, False
    if name in MONTHS:
        return MONTHS.index(name) + 1, name, False
    place = [month.replace(FATHA, "") for month in HIJRI].index(name.replace(FATHA, ""))
    return place + 1, HIJRI[place], True


def day_of_month(day: int, month: int, year: int | None = None, *, hijri: bool = False) -> str:
    """A day by its numbers: 1, 9, 1447 hijri -> «الأول من رمضان سنة ألف وأربعمئة وسبع وأربعين».

    Raises:
        ValueError: no such month or day.
    """
    if not 1 <= month <= 12:
        raise ValueError(f"{month} is no month")
    said = f"{ordinal(day)} من {(HIJRI if hijri else MONTHS)[month - 1]}"
    return said if year is None else f"{said} سنة {number(year, feminine=True)}"


def gregorian(day: datetime.date, *, weekday: bool = True, year: bool = False) -> str:
    """A date in the Gregorian calendar: «السبت، الحادي والعشرين من نوفمبر»."""
    said = day_of_month(day.day, day.month, day.year if year else None)
    return f"{WEEKDAYS[day.weekday()]}، {said}" if weekday else said


def hijri(day: datetime.date, *, weekday: bool = True, year: bool = False) -> str:
    """A date in the Hijri calendar (Umm al-Qura, 1343-1500 AH).

    Raises:
        OverflowError: outside those years.
    """
    there = Gregorian.fromdate(day).to_hijri()
    said = day_of_month(there.day, there.month, there.year if year else None, hijri=True)
    return f"{WEEKDAYS[day.weekday()]}، {said}" if weekday else said
