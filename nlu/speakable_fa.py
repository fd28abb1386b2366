"""A Persian display sentence as the synthesiser should say it: every digit string becomes words.

«موجودیِ حسابِ شما ۲٬۵۰۰٬۰۰۰ ریال است» -> «موجودیِ حسابِ شما دو میلیونُ پانصد هزار ریال است». Main environment only (dates).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nlu import dates_fa, times_fa, wording_fa
from nlu.cardinals_fa import LIMIT
from nlu.written_numbers import Signs, tidy

_SIGNS = Signs(minus="منفیِ ", to=" تا ", dollar="دلار")
# What stands before a number that is read digit by digit: an order's, a code's, a ticket's.
_NAMED = r"(?:شماره|شمارهٔ|سفارش|سفارشِ|کد|کدِ|پیگیری|پیگیریِ|رهگیری|رهگیریِ|فاکتور|فاکتورِ|داخلی|داخلیِ|تیکت)"
# What stands before the last four digits of a card or an account.
_LAST_FOUR = r"(?:…|(?:منتهی به|چهار رقمِ? آخرِ?|کارتِ?)\s+(?:شمارهٔ\s+)?)"
_LONG_DIGITS = 7  # without separators a number this long is no quantity
_NOT_IN_NUMBER = r"(?<![\d.,٬/:])"

_MONTHS = "|".join(dates_fa.MONTHS)

Say = Callable[[re.Match[str]], str]


def _date(match: re.Match[str]) -> str:
    year, month, day = (int(part) for part in match.groups())
    gregorian = year >= 1700
    try:
        return dates_fa.day_of_month(day, month, year, gregorian=gregorian)
    except ValueError:
        return wording_fa.singly("".join(match.groups()))


def _day(match: re.Match[str]) -> str:
    """«۵ آذر», «۵ آذر ۱۴۰۵»."""
    month = dates_fa.MONTHS.index(match["month"]) + 1
    day, year = int(match["day"]), match["year"]
    return dates_fa.day_of_month(day, month, int(year) if year else None) if 1 <= day <= 31 else match[0]


def _ratio(match: re.Match[str]) -> str:
    """What looks like a time and is none: a score, a ratio."""
    return f"{wording_fa.number(int(match[1]))} به {wording_fa.number(int(match[2]))}"


def _iban(match: re.Match[str]) -> str:
    return f"آی‌آر، {wording_fa.pairs(re.sub(r'[^0-9]', '', match[1]))}"


def _last_four(match: re.Match[str]) -> str:
    """«کارتِ ۱۲۳۴» in pairs, as people read it off a card."""
    return match["name"].removeprefix("…") + wording_fa.pairs(match["digits"])


def _groups(groups: list[str]) -> str:
    """Digits that are written in groups are said in them: «۰۹۱۲ ۳۴۵ ۶۷ ۸۹», «۱۲ ۳۴۵»."""
    if [len(one) for one in groups] == [4, 4, 4, 4]:
        return wording_fa.card("".join(groups))
    return "، ".join(
        wording_fa.group(one) if len(one) < 4 or one[0] == "0" and len(one) == 4 else wording_fa.grouped(one, (2,))
        for one in groups
    )


def _plain(digits: str) -> str:
    if len(digits) == 16:
        return wording_fa.card(digits)
    if len(digits) in (8, 24):  # a telephone number within its city; what follows IR
        return wording_fa.pairs(digits)
    if digits.startswith("0") and len(digits) > 1:
        return wording_fa.phone(digits) if len(digits) == 11 else wording_fa.singly(digits)
    return wording_fa.number(int(digits)) if len(digits) < _LONG_DIGITS else wording_fa.grouped(digits, (3,))


def _quantity(match: re.Match[str]) -> str:
    return f"{_number(match['number'])} {match['unit']}"


_RULES: tuple[tuple[re.Pattern[str], Say], ...] = (
    (re.compile(_NOT_IN_NUMBER + r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?![\d/])"), _date),
    (re.compile(_NOT_IN_NUMBER + r"(\d{1,3}):(\d{1,3})(?![\d:])"), lambda match: _ratio(match)),
    (re.compile(rf"(?P<day>\d{{1,2}})\s+(?P<month>{_MONTHS})(?!\w)(?:\s+(?P<year>\d{{4}}))?"), _day),
    (re.compile(r"IR\s?((?:\d\s?){23}\d)(?!\d)"), _iban),
    (
        re.compile(r"(?<![\d/])(\d+)/(\d)(?=\s+(?:هزار|میلیون|میلیارد|درصد))"),
        lambda match: _number(".".join(match.groups())),
    ),
    (
        re.compile(rf"(?P<name>{_LAST_FOUR})(?P<digits>\d{{4}})(?!\d|\s*(?:ریال|تومان|هزار|میلیون))"),
        _last_four,
    ),
    (re.compile(_NOT_IN_NUMBER + r"\d+(?: \d+)+(?![\d:/.,٬])"), lambda match: _groups(match[0].split(" "))),
    (re.compile(r"(?:\+|00)98(9\d{9})(?!\d)"), lambda match: wording_fa.phone("0" + match[1])),
    (re.compile(r"\+(\d{7,15})"), lambda match: f"به‌علاوهٔ {wording_fa.phone(match[1])}"),
    (
        re.compile(
            r"(?P<number>\d+(?:[,٬]\d{3})*(?:\.\d+)?)\s*(?P<unit>ریال|تومان|دلار|درهم|دینار|یورو|درصد|کیلومتر|کیلوگرم|کیلو)"
        ),
        _quantity,
    ),
    (
        re.compile(r"(?P<number>\d+(?:[,٬]\d{3})*(?:\.\d+)?)\s*[%٪]"),
        lambda match: f"{_number(match['number'])} درصد",
    ),
    (
        re.compile(rf"(?P<name>{_NAMED}\s+)(?P<digits>\d+)"),
        lambda match: match["name"] + _named(match["digits"]),
    ),
    (re.compile(r"\d{1,3}(?:[,٬]\d{3})+(?!\d)"), lambda match: _number(match[0])),
    (re.compile(r"\d+\.\d+(?![\d.])"), lambda match: _number(match[0])),
    (re.compile(r"\d+"), lambda match: _plain(match[0])),
)


def _number(text: str) -> str:
    """A quantity; digit by digit where it is beyond all words."""
    digits = re.sub("[,٬]", "", text)
    whole, _, part = digits.partition(".")
    if int(whole) >= LIMIT or len(part) >= len(str(LIMIT)):
        return wording_fa.singly(whole + part)
    return wording_fa.decimal(digits) if part else wording_fa.number(int(whole))


def _named(digits: str) -> str:
    return wording_fa.singly(digits) if len(digits) <= 8 else _plain(digits)


def speakable(text: str) -> str:
    """`text` with every number in words; a text without digits comes back as it is."""
    if not any(char.isdigit() for char in text):
        return text
    said = times_fa.in_words(tidy(text, _SIGNS))
    for pattern, say in _RULES:
        said = pattern.sub(say, said)
    return said
