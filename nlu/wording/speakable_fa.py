"""A Persian display sentence as the synthesiser should say it: every digit string becomes words.

«موجودیِ حسابِ شما ۲٬۵۰۰٬۰۰۰ ریال است» -> «موجودیِ حسابِ شما دو میلیونُ پانصد هزار ریال است». Main environment only (dates).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nlu.numbers.cardinals_fa import LIMIT
from nlu.wording import dates_fa, times_fa
from nlu.wording import fa as wording_fa
from nlu.wording.signs_fa import LETTERS, MONEY, SIGNS, UNITS
from nlu.wording.written_codes import Spelling, spelt, spelt_later
from nlu.wording.written_dates import months_named
from nlu.wording.written_numbers import spread, tidy, to_ascii

# What stands before a number that is read digit by digit: an order's, a code's, a ticket's.
_NAMED = (
    r"(?:شمار[هۀ]|سفارش|کد|پیگیری|رهگیری|فاکتور|داخلی|تیکت)(?:\u200c?(?:های|تان|تون|شان|مان|ام|ات|م|ت|ش|ی))?"
    r"[\u0654\u0650]?"
)
# ... and before one that is an amount.
_AMOUNTS = r"(?:مبلغِ?|قیمتِ?|موجودیِ?|ماندهٔ?|بدهیِ?|جمعِ?|مجموعِ?|معادلِ?|هزینهٔ?|اعتبارِ?)"
# What stands before the last four digits of a card or an account.
_LAST_FOUR = r"(?:…|(?:منتهی به|چهار رقمِ? آخرِ?|کارتِ?)\s+(?:شمارهٔ\s+)?)"
_LONG_DIGITS = 7  # without separators a number this long is no quantity
_ROUND = re.compile(r"[1-9]\d{0,11}000")  # ... unless it is round
_ROUND_PHONE = re.compile(r"\d{4}0000")  # eight digits are a telephone's rather than a round quantity
_NOT_IN_NUMBER = r"(?<![\d.,٬/:])"

_MONTHS = "|".join(dates_fa.MONTHS)
_GREGORIAN = "|".join(sorted(dates_fa.GREGORIAN, key=len, reverse=True))
_WEEKDAY = "(?:(?:یک|دو|سه|چهار|پنج)?[\u200c ]?شنبه|جمعه)"
_WEEKDAYS = f"(?:{_WEEKDAY}|تاریخِ?|مورخِ?|روزِ?)"
_COUNTED = "رقم|هزار|میلیون|میلیارد|روز|هفته|ماه|سال|ساعت|دقیقه|نفر|عدد|تا|بار|کالا|قلم|مورد"
_UNITS = "|".join(
    sorted({*UNITS.values(), *MONEY.values(), "تومن", "درصد", "کیلو", "لیتر", "گرم"}, key=len, reverse=True)
)
_AMOUNT = r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)"

Say = Callable[[re.Match[str]], str]
_SPELLING = Spelling(LETTERS, wording_fa.singly, wording_fa.number, frozenset({*MONEY, "m2", "m3"}))


def _date(match: re.Match[str]) -> str:
    year, month, day = (int(part) for part in match.groups())
    gregorian = year >= 1700
    try:
        return dates_fa.day_of_month(day, month, year, gregorian=gregorian)
    except ValueError:
        return wording_fa.singly("".join(match.groups()))


def _month(match: re.Match[str]) -> str:
    """«۱۴۰۵/۰۹»."""
    year, month = int(match[1]), int(match[2])
    return f"{(dates_fa.GREGORIAN if year >= 1700 else dates_fa.MONTHS)[month - 1]} {wording_fa.number(year)}"


def _day(match: re.Match[str]) -> str:
    """«۵ آذر», «۵ آذر ۱۴۰۵», «۲۶ نوامبر»."""
    gregorian = match["month"] in dates_fa.GREGORIAN
    month = (dates_fa.GREGORIAN if gregorian else dates_fa.MONTHS).index(match["month"]) + 1
    day, year = int(match["day"]), match["year"]
    if not 1 <= day <= 31:
        return match[0]
    return dates_fa.day_of_month(day, month, int(year) if year else None, gregorian=gregorian)


def _lunar_day(match: re.Match[str]) -> str:
    """«۲۰ رمضان ۱۴۴۷»: a month of the lunar year, which this calendar only names."""
    if not 1 <= int(match["day"]) <= 30:
        return match[0]
    year = f"{wording_fa.KASRA} {wording_fa.number(int(match['year']))}" if match["year"] else ""
    return f"{wording_fa.ordinal(int(match['day']))}{wording_fa.KASRA} {match['month']}{year}"


def _days(match: re.Match[str]) -> str:
    """«۵ تا ۷ آذر», «۱۰ آذر - ۱۵ آذر»: the first is a day as well."""
    said = wording_fa.ordinal(int(match["day"])) if 1 <= int(match["day"]) <= 31 else match["day"]
    month = f"{wording_fa.KASRA} {match['month']}" if match["month"] else ""
    return f"{said}{month} تا "


def _short_date(match: re.Match[str]) -> str:
    """«پنجشنبه ۹/۵»: the month first, as in 1405/9/5, unless it cannot be one."""
    month, day = int(match["first"]), int(match["last"])
    if month > 12:
        month, day = day, month
    try:
        return f"{match['before']}{dates_fa.day_of_month(day, month)}"
    except ValueError:
        return match[0]


def _ratio(match: re.Match[str]) -> str:
    """What looks like a time and is none: a score, a ratio."""
    return f"{wording_fa.number(int(match[1]))} به {wording_fa.number(int(match[2]))}"


def _fraction(match: re.Match[str]) -> str:
    """«۳/۴» -> «سه چهارم», «۱/۲ کیلو» -> «نیم کیلو»; the slash of «۱/۵ کیلو» is a decimal point."""
    top, bottom, behind = int(match["top"]), int(match["bottom"]), match["behind"] or ""
    usual = (top, bottom) in {(1, 2), (1, 3), (2, 3), (1, 4), (3, 4)}
    if behind and match["sign"] == "/" and not usual and len(match["bottom"]) == 1:
        return f"{_number(f'{top}.{bottom}')}{behind}"
    whole = f"{wording_fa.number(int(match['whole']))} و " if match["whole"] else ""
    if not 0 < top < bottom or bottom < 2:
        return f"{whole}{wording_fa.number(top)} بر {wording_fa.number(bottom)}{behind}"
    half = (top, bottom) == (1, 2) and (whole or behind)
    return f"{whole}{'نیم' if half else f'{wording_fa.number(top)} {wording_fa.ordinal(bottom)}'}{behind}"


def _ordinal(match: re.Match[str]) -> str:
    """«۳م», «۲۱ام», «۳مین», 21st; bound to the month that follows."""
    digits = match["digits"].replace(",", "")
    value = int(digits)
    if value >= LIMIT:
        return wording_fa.singly(digits)
    if (match["end"] or "").endswith("ین"):
        return "اولین" if value == 1 else f"{wording_fa.ordinal(value)}ین"
    return wording_fa.ordinal(value) + (wording_fa.KASRA if match["month"] is not None else "")


def _version(match: re.Match[str]) -> str:
    said = " نقطه ".join(wording_fa.group(part) for part in match["digits"].split("."))
    return f"نسخهٔ {said}" if match["name"] else said


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


def _abroad(match: re.Match[str]) -> str:
    """A number with its country: our own as it is dialled here, others with their code."""
    groups = match["digits"].split(" ")
    digits = "".join(groups)
    if digits.startswith("98") and len(digits) > 8:
        inland = [f"0{digits[2:]}"] if len(groups) < 3 or digits[2] == "9" else [f"0{groups[1]}", *groups[2:]]
        return wording_fa.phone(inland[0]) if len(inland) == 1 else _groups(inland)
    sign = "به‌علاوهٔ" if match["sign"] == "+" else "صفر صفر،"
    return f"{sign} {wording_fa.phone(digits) if len(groups) == 1 else _groups(groups)}"


def _plain(digits: str) -> str:
    if len(digits) == 12 and digits.startswith("989"):  # a mobile as programs keep it
        return wording_fa.phone(f"0{digits[2:]}")
    if len(digits) == 16:
        return wording_fa.card(digits)
    if _ROUND.fullmatch(digits) and (len(digits) != 8 or _ROUND_PHONE.fullmatch(digits)):
        return wording_fa.number(int(digits))
    if len(digits) in (8, 24):  # a telephone number within its city; what follows IR
        return wording_fa.pairs(digits)
    if digits.startswith("0") and len(digits) > 1:
        return wording_fa.phone(digits) if len(digits) == 11 else wording_fa.singly(digits)
    return wording_fa.number(int(digits)) if len(digits) < _LONG_DIGITS else wording_fa.grouped(digits, (3,))


def _number(text: str) -> str:
    """A quantity; digit by digit where it is beyond all words."""
    digits = text.replace(",", "")
    whole, _, part = digits.partition(".")
    if int(whole) >= LIMIT or len(part) >= len(str(LIMIT)):
        return wording_fa.singly(whole + part)
    return wording_fa.decimal(digits) if part else wording_fa.number(int(whole))


def _named(digits: str) -> str:
    return wording_fa.singly(digits) if len(digits) <= 8 else _plain(digits)


_RULES: tuple[tuple[re.Pattern[str], Say], ...] = (
    (re.compile(_NOT_IN_NUMBER + r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?![\d/])"), _date),
    (re.compile(_NOT_IN_NUMBER + r"(\d{1,3}):(\d{1,5})(?![\d:])"), _ratio),
    (
        re.compile(r"(?<![\d.,/])(\d+\.\d+)\s?/\s?(\d{1,2})(?![\d/.,])"),
        lambda match: f"{_number(match[1])} از {_number(match[2])}",
    ),
    (re.compile(r"(?<![\d.,/])(1[34]\d\d|20\d\d)/(0?[1-9]|1[0-2])(?![\d/.,])"), _month),
    (
        re.compile(
            rf"(?<![\d.,/])(?P<day>\d{{1,2}})(?:\s+(?P<month>{_MONTHS}|{_GREGORIAN}))?"
            rf"(?:\s+(?:تا|الی)\s+|\s*[-\u2010-\u2015]\s*)(?=\d{{1,2}}\s+(?:{_MONTHS}|{_GREGORIAN})(?!\w))"
        ),
        _days,
    ),
    (
        re.compile(
            rf"(?P<day>\d{{1,2}})\s+(?P<month>{_MONTHS}|{_GREGORIAN})(?:\u200c?ماه)?(?!\w)(?:\s+(?:ماه\s+)?(?P<year>\d{{4}}))?"
        ),
        _day,
    ),
    (
        re.compile(rf"(?<![\d.,/])(?P<day>\d{{1,2}})\s+(?P<month>{dates_fa.LUNAR})(?!\w)(?:\s+(?P<year>\d{{4}}))?"),
        _lunar_day,
    ),
    (
        re.compile(rf"(?P<before>{_WEEKDAYS}\s+)(?P<first>\d{{1,2}})/(?P<last>\d{{1,2}})(?![\d/.,])"),
        _short_date,
    ),
    (
        re.compile(r"(?P<before>)(?<![\d/.,])(?P<first>0\d|1\d(?=/0))/(?P<last>\d\d)(?![\d/.,])"),
        _short_date,
    ),
    (re.compile(rf"({_WEEKDAY})\s?[-\u2010-\u2015]\s?(?={_WEEKDAY})"), lambda match: f"{match[1]} تا "),
    (
        re.compile(
            r"(?P<digits>\d+(?:,\d{3})*)(?:(?:[\u200c-]|\s(?=ا))?(?P<end>ا?ُ?م(?:ین)?)|(?:st|nd|rd|th))(?!\w)"
            rf"(?P<month>(?=\s+(?:{_MONTHS}|{_GREGORIAN})(?!\w)))?"
        ),
        _ordinal,
    ),
    (
        re.compile(
            r"(?<![\d/])(\d+)/(\d)(?=(?:\s*(?:تا|الی|یا|-)\s*\d+[/.]\d)?(?:\s*%|\s+(?:هزار|میلیون|میلیارد|درصد)))"
        ),
        lambda match: ".".join(match.groups()),
    ),
    (re.compile(r"(?<![\d.,/])24/7(?![\d/])"), lambda match: "شبانه‌روزی و هفت روزِ هفته"),
    (
        re.compile(
            r"(?<![\d/.,])(?:(?P<whole>\d{1,3})\s)?(?P<top>\d{1,3})\s?(?P<sign>[/⁄])\s?(?P<bottom>\d{1,3})(?![\d/]|[.,]\d)"
            rf"(?P<behind>\s+(?:{_UNITS})(?!\w))?"
        ),
        _fraction,
    ),
    (re.compile(r"(?<![\w.])(?P<name>[vV]\.?\s?)?(?P<digits>\d+(?:\.\d+){2,})(?![\d]|\.\d)"), _version),
    (re.compile(r"(?<![\w.])(?P<name>[vV]\.?\s?)(?P<digits>\d+(?:\.\d+)?)(?![\d]|\.\d)"), _version),
    (
        re.compile(rf"(?P<name>{_LAST_FOUR})(?P<digits>\d{{4}})(?!\d|\s*(?:ریال|تومان|هزار|میلیون))"),
        _last_four,
    ),
    (
        re.compile(r"(?P<name>(?:تلفنِ?|تماسِ?|فکسِ?|نمابرِ?)\s+)(?P<digits>\d{8})(?!\d)"),
        lambda match: match["name"] + wording_fa.pairs(match["digits"]),
    ),
    (re.compile(r"(?<!\d)(?P<sign>\+|00)(?P<digits>(?=[1-9](?: ?\d){7})[1-9]\d*(?: \d+)*)(?!\d)"), _abroad),
    (re.compile(_NOT_IN_NUMBER + r"\d+(?: \d+)+(?!\d|[:/.,]\d)"), lambda match: _groups(match[0].split(" "))),
    (re.compile(rf"{_AMOUNT}\s*(?P<unit>{_UNITS})"), lambda match: f"{_number(match['number'])} {match['unit']}"),
    (re.compile(rf"{_AMOUNT}\s*%"), lambda match: f"{_number(match['number'])} درصد"),
    (
        re.compile(
            rf"(?P<name>{_NAMED}(?:\s+(?:شما|من|ما))?:?\s+)(?P<digits>\d+(?:(?:\s+و\s+|،\s*)\d{{4,}})*)"
            rf"(?![.,]?\d|\s*(?:{_COUNTED}))"
        ),
        lambda match: match["name"] + re.sub(r"\d+", lambda one: _named(one[0]), match["digits"]),
    ),
    (
        re.compile(rf"(?P<name>{_AMOUNTS}\s+)(?P<digits>\d{{1,15}})(?![\d.,])"),
        lambda match: match["name"] + wording_fa.number(int(match["digits"])),
    ),
    (re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"), lambda match: _number(match[0])),
    (re.compile(r"\d+\.\d+(?!\d|\.\d)"), lambda match: _number(match[0])),
)


def speakable(text: str) -> str:
    """`text` with every number in words; a text without digits comes back as it is."""
    if not any(char.isnumeric() or char in "#*" for char in text):
        return text
    said = re.sub(r"IR\s?((?:\d\s?){23}\d)(?!\d)", _iban, to_ascii(text))
    said = re.sub(r"(?<=[آ-ی])(?=\d)", " ", re.sub(r"(?<=\d)\s?ت(?![\w.])", " تومان", said))
    said = re.sub(r"(?<=\d)(?=[آ-ی])(?!ا?ُ?م(?:ین)?(?!\w))", " ", spelt(said, _SPELLING))
    said = months_named(times_fa.in_words(tidy(said, SIGNS)), dates_fa.GREGORIAN)
    for pattern, say in _RULES:
        said = pattern.sub(say, said)
    said = spread(spelt_later(said, _SPELLING))
    said = re.sub(r"\d+", lambda match: _plain(match[0]), said)
    return re.sub(r"(?<=\S) {2,}", " ", said if text[-1:].isspace() else said.rstrip())
