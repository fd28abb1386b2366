"""Persian dates for the ear: Jalali from `datetime.date`, weekdays, months. Main environment only (jdatetime)."""

from __future__ import annotations

import datetime

import jdatetime

from nlu.text.languages import PERSIAN
from nlu.wording.fa import KASRA, number, ordinal

MONTHS = PERSIAN.months
GREGORIAN = (
    "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
)  # fmt: skip
# Lunar months, as a pattern; without صفر, which is zero.
LUNAR = (
    "محرم|ربیع[ \u200c]?(?:الاول|الثانی)|جمادی[ \u200c]?(?:الاول|الثانی)|رجب|شعبان|رمضان|شوال|"
    "ذی[ \u200c]?(?:ال)?(?:قعده|حجه)"
)
WEEKDAYS = PERSIAN.weekdays
_SILENT_HE = ("ژانویه", "فوریه", "ژوئیه", "مه")


def _bound(word: str) -> str:
    return word[:-1] + "هٔ" if word in _SILENT_HE[:3] else word + KASRA


def day_of_month(day: int, month: int, year: int | None = None, *, gregorian: bool = False) -> str:
    """A day by its numbers: 30, 8, 1405 -> «سی‌اُمِ آبانِ هزارُ چهارصدُ پنج».

    Raises:
        ValueError: no such month or day.
    """
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(f"{day}/{month} is no day")
    name = (GREGORIAN if gregorian else MONTHS)[month - 1]
    said = f"{ordinal(day)}{KASRA} {name}"
    return f"{said[: -len(name)]}{_bound(name)} {number(year)}" if year is not None else said


def jalali(day: datetime.date, *, weekday: bool = True, year: bool = False) -> str:
    """A date in the Jalali calendar: «شنبه، سی‌اُمِ آبان»."""
    there = jdatetime.date.fromgregorian(date=day)
    said = day_of_month(there.day, there.month, there.year if year else None)
    return f"{WEEKDAYS[day.weekday()]}، {said}" if weekday else said
