"""A value as it is read back: short display text in groups, which `nlu.wording` words for the ear.

09123456789 -> «۰۹۱۲ ۳۴۵ ۶۷ ۸۹»   2026-11-26 -> «پنجشنبه ۵ آذر»   a choice -> its first phrase   true -> «بله»
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from nlu.text.languages import language as facts
from nlu.text.languages import own_digits
from nlu.values.calendars import in_calendar
from nlu.values.kinds import Kind
from nlu.values.money_words import called, money_of
from nlu.values.words import SPOKEN_TIMES, YES_NO

NEAR = timedelta(days=180)
"""Within this the year is not said."""
SIZES = {"national_id": (3, 3, 2, 2), "iqama": (3, 3, 2, 2), "emirates_id": (3, 4, 3, 4, 1), "mobile": (4, 3, 2, 2)}
FOUR = 4
ALONE = 4
"""So many digits make one group; five are said as two and three, more in threes."""


def said(kind: Kind, value: Any, language: str, now: datetime) -> str:
    """The value as the caller is asked whether it is right; digits in the language's own."""
    if kind.name == "yesno":
        return YES_NO[language][0 if value else 1]
    if kind.name == "choice":
        return next((one.said(language) for one in kind.choices if one.id == value), str(value))
    if kind.name == "name":
        return " ".join(part for part in (value["given"], value["family"]) if part)
    return own_digits(_in_ascii(kind, value, language, now), language)


def _in_ascii(kind: Kind, value: Any, language: str, now: datetime) -> str:
    """What has digits, with ASCII ones."""
    if kind.name == "date":
        return day(date.fromisoformat(value), now.date(), language)
    if kind.name == "time":
        return clock(value, language)
    if kind.name == "amount":
        return amount(value["value"], value["currency"], language)
    return " ".join(groups(kind, str(value))) if kind.least else str(value)


def clock(value: str, language: str) -> str:
    """«ساعت ۱۶:۴۵»; a span with its ends: «ساعت ۱۸ تا ۲۰»."""
    words = SPOKEN_TIMES[language]
    first, _, last = value.partition("/")
    if not last:
        return words.at.format(first)
    return words.span.format(*(str(int(end[:2])) if end.endswith("00") else end for end in (first, last)))


def amount(value: float, currency: str, language: str) -> str:
    """«۲۵۰ هزار تومان»: always with its currency; round numbers by their scale."""
    name = called(currency, money_of(language))
    for scale, word in facts(language).scales.items():
        if value and value % scale == 0 and value // scale < 1_000:
            return f"{int(value // scale)} {word} {name}"
    return f"{value} {name}"


def groups(kind: Kind, value: str) -> list[str]:
    """A row of digits in the groups that people say and check; an IBAN's letters stand first."""
    if kind.name in ("card", "iban"):
        return cut(value, (FOUR,))
    if value.startswith("+"):
        return cut(value, (FOUR, 2, 3, 2, 2))
    if kind.name in SIZES:
        return cut(value, SIZES[kind.name])
    return [value] if len(value) <= ALONE else cut(value, (2, 3) if len(value) == ALONE + 1 else (3,))


def cut(digits: str, sizes: tuple[int, ...]) -> list[str]:
    """Groups of these sizes; what is left over is cut by the last size."""
    found, place = [], 0
    while digits:
        size = sizes[min(place, len(sizes) - 1)]
        found.append(digits[:size])
        digits, place = digits[size:], place + 1
    return found


def day(when: date, today: date, language: str) -> str:
    """«پنجشنبه 5 آذر» (Jalali) or «الخميس 26 نوفمبر»; with the year where it is half a year away or more."""
    known = facts(language)
    year, month, number = in_calendar(when, "jalali" if known.calendar == "solar" else "gregorian")
    text = f"{known.weekdays[when.weekday()]} {number} {known.months[month - 1]}"
    return text if abs(when - today) < NEAR else f"{text} {year}"
