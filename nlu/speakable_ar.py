"""An Arabic display sentence as the synthesiser should say it: every digit string becomes words.

Main environment only (dates).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nlu import dates_ar, wording_ar

_TO_ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫", "01234567890123456789.")
_CURRENCY_WORDS = {
    "ريال": "IRR", "ريالا": "IRR", "ريالات": "IRR", "تومان": "IRT", "درهم": "AED", "دينار": "KWD", "جنيه": "EGP",
}  # fmt: skip
_NAMED = r"(?:رقم|طلب|الطلب|طلبك|رمز|كود|تحويلة|فاتورة|هاتف)"
_LONG_DIGITS = 7
_ALONE = r"(?<![\d.,٬/:])"

_MONTHS = "|".join(dates_ar.MONTHS)

Say = Callable[[re.Match[str]], str]


def _date(match: re.Match[str]) -> str:
    year, month, day = (int(part) for part in match.groups())
    try:
        return dates_ar.day_of_month(day, month, year, hijri=year < 1700)
    except ValueError:
        return wording_ar.singly("".join(match.groups()))


def _day(match: re.Match[str]) -> str:
    """«٢٦ نوفمبر», «٢٦ نوفمبر ٢٠٢٦»."""
    month = dates_ar.MONTHS.index(match["month"]) + 1
    day, year = int(match["day"]), match["year"]
    return dates_ar.day_of_month(day, month, int(year) if year else None) if 1 <= day <= 31 else match[0]


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 24 or minute > 59:
        return f"{wording_ar.number(hour)} إلى {wording_ar.number(minute)}"
    return wording_ar.clock(hour, minute)


def _money(match: re.Match[str]) -> str:
    """The noun agrees with the number; which country's it is stays as it was written."""
    amount = int(re.sub("[,٬]", "", match["number"]))
    noun = wording_ar.CURRENCIES[_CURRENCY_WORDS[match["unit"]]].unit
    return wording_ar.counted(amount, wording_ar.Noun(noun.one, noun.two, noun.few, noun.many, noun.feminine))


def _number(text: str) -> str:
    digits = re.sub("[,٬]", "", text)
    return wording_ar.decimal(digits) if "." in digits else wording_ar.number(int(digits))


def _groups(groups: list[str]) -> str:
    """Digits that are written in groups, one by one with a pause between the groups."""
    return "، ".join(wording_ar.singly(one, len(one)) for one in groups)


def _plain(digits: str) -> str:
    zero = digits.startswith("0") and len(digits) > 1
    return wording_ar.singly(digits) if zero or len(digits) >= _LONG_DIGITS else wording_ar.number(int(digits))


_UNITS = "|".join(sorted(_CURRENCY_WORDS, key=len, reverse=True))
_RULES: tuple[tuple[re.Pattern[str], Say], ...] = (
    (re.compile(_ALONE + r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?![\d/])"), _date),
    (
        re.compile(
            _ALONE + r"(?:الساعة\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?![\d:])(?:\s+(?:صباحًا|مساءً|ظهرًا|ليلًا|عصرًا))?"
        ),
        _clock,
    ),
    (re.compile(rf"(?P<day>\d{{1,2}})\s+(?P<month>{_MONTHS})(?!\w)(?:\s+(?P<year>\d{{4}}))?"), _day),
    (re.compile(_ALONE + r"\d+(?: \d+)+(?![\d:/.,٬])"), lambda match: _groups(match[0].split(" "))),
    (re.compile(rf"(?P<number>\d+(?:[,٬]\d{{3}})*)\s*(?P<unit>{_UNITS})(?!\w)"), _money),
    (
        re.compile(r"(?P<number>\d+(?:[,٬]\d{3})*(?:\.\d+)?)\s*[%٪]"),
        lambda match: f"{_number(match['number'])} بالمئة",
    ),
    (
        re.compile(rf"(?P<name>{_NAMED}\s+)(?P<digits>\d+)"),
        lambda match: match["name"] + wording_ar.singly(match["digits"]),
    ),
    (re.compile(r"\+(\d{7,15})"), lambda match: f"زائد {wording_ar.phone(match[1])}"),
    (re.compile(r"\d{1,3}(?:[,٬]\d{3})+(?!\d)"), lambda match: _number(match[0])),
    (re.compile(r"\d+\.\d+(?![\d.])"), lambda match: wording_ar.decimal(match[0])),
    (re.compile(r"\d+"), lambda match: _plain(match[0])),
)


def speakable(text: str) -> str:
    """`text` with every number in words; a text without digits comes back as it is."""
    if not any(char.isdigit() for char in text):
        return text
    said = text.translate(_TO_ASCII)
    for pattern, say in _RULES:
        said = pattern.sub(say, said)
    return said
