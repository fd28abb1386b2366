"""An Arabic display sentence as the synthesiser should say it: every digit string becomes words, with vowel marks.

Main environment only (dates).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from nlu.numbers.cardinals_ar import LIMIT
from nlu.wording import ar as wording_ar
from nlu.wording import counts_ar, dates_ar, nouns_ar, times_ar
from nlu.wording.marks_ar import marked
from nlu.wording.signs_ar import LETTERS, MONEY, SIGNS
from nlu.wording.written_codes import Spelling, spelt, spelt_later
from nlu.wording.written_dates import months_named
from nlu.wording.written_numbers import spread, tidy, to_ascii

_NAMED = r"(?:(?:رقم|الرمز)\s+ال\w+|الخط الساخن|أرقام|الطلبات|رقم|طلب|الطلب|طلبك|رمز|كود|تحويلة|فاتورة|هاتف)"
_AMOUNTS = r"(?:المبلغ|مبلغ|بمبلغ|السعر|بسعر|الرصيد|رصيدك|رصيد|قيمة|بقيمة|القيمة|المجموع)"
_LAST_FOUR = r"(?:…|(?:المنتهية|المنتهي|تنتهي|ينتهي|منتهية|منتهي)\s+(?:بـ|ب|بالرقم|بالأرقام)\s*|آخر أربعة أرقام:?\s+)"
_LONG_DIGITS = 7
_ROUND = re.compile(r"[1-9]\d{0,8}000")  # a number this long is a quantity only where it is round
_ALONE = r"(?<![\d.,٬/:])"
_IBAN = re.compile(r"\b(SA|AE|KW|QA|BH|OM|IQ|JO|EG|IR)\s?(\d{2}(?:\s?[0-9A-Z]){13,26})\b")
_CODES = ("966", "971", "965", "964", "974", "973", "968", "967", "963", "962", "961", "970", "212", "213", "216",
          "218", "249", "98", "90", "20", "44", "33", "49", "1")  # fmt: skip
"""Codes of countries, so that they are said by themselves."""

Say = Callable[[re.Match[str]], str]
_SPELLING = Spelling(LETTERS, wording_ar.singly, wording_ar.number, frozenset({*MONEY, "m2"}))


def _any(words: Mapping[str, object] | tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_MONTHS = _any((*dates_ar.MONTHS, *dates_ar.LEVANTINE, *(month.replace("\u064e", "") for month in dates_ar.HIJRI)))
_WEEKDAY = f"(?:{'|'.join(dates_ar.WEEKDAYS)})"
_WEEKDAYS = f"(?:{_WEEKDAY}|يوم|بتاريخ|تاريخ)"


def _date(match: re.Match[str]) -> str:
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    try:
        return dates_ar.day_of_month(day, month, year, hijri=year < 1700) + _era(match)
    except ValueError:
        return wording_ar.singly(f"{match['year']}{match['month']}{match['day']}")


def _era(match: re.Match[str]) -> str:
    """«هـ», «م» behind a year."""
    return {"ه": " هجرية", "م": " ميلادية"}.get((match["era"] or "")[:1], "")


def _year(match: re.Match[str]) -> str:
    """«1448 هـ», «2026 م»."""
    era = "ميلادية" if match["era"] == "م" else "هجرية"
    return f"{wording_ar.number(int(match['year']), feminine=True)} {era}"


def _month(match: re.Match[str]) -> str:
    """«2026/11»."""
    year, month = int(match[1]), int(match[2])
    name = (dates_ar.HIJRI if year < 1700 else dates_ar.MONTHS)[month - 1]
    return f"{name} سنة {wording_ar.number(year, feminine=True)}"


def _day(match: re.Match[str]) -> str:
    """«٢٦ نوفمبر», «٢٦ نوفمبر ٢٠٢٦», «١٥ رمضان», «٥ تشرين الثاني»."""
    _, name, _ = dates_ar.month_of(match["month"])
    day, year = int(match["day"]), match["year"]
    if not 1 <= day <= 31:
        return match[0]
    said = f"{dates_ar.ordinal(day)} من {name}"
    return f"{said} سنة {wording_ar.number(int(year), feminine=True)}{_era(match)}" if year else said


def _days(match: re.Match[str]) -> str:
    """«من 5 إلى 7 نوفمبر»: the first is a day as well."""
    said = dates_ar.ordinal(int(match["day"])) if 1 <= int(match["day"]) <= 31 else match["day"]
    return f"{said}{' من ' + match['month'] if match['month'] else ''} {match['to'] or 'إلى'} "


def _short_date(match: re.Match[str]) -> str:
    """«الخميس 26/11»: the day first, unless it cannot be one."""
    day, month = int(match["first"]), int(match["last"])
    if month > 12:
        day, month = month, day
    try:
        return f"{match['before']}{dates_ar.day_of_month(day, month)}"
    except ValueError:
        return match[0]


def _ratio(match: re.Match[str]) -> str:
    """What looks like a time and is none: a score, a ratio."""
    return f"{wording_ar.number(int(match[1]))} إلى {wording_ar.number(int(match[2]))}"


def _fraction(match: re.Match[str]) -> str:
    """«3/4» -> «ثلاثة أرباع», «2½» -> «اثنين ونصف»."""
    top, bottom = int(match["top"]), int(match["bottom"])
    said = wording_ar.fraction(top, bottom)
    if said is None:
        said = f"{wording_ar.number(top)} على {wording_ar.number(bottom)}"
    return f"{wording_ar.number(int(match['whole']))} و{said}" if match["whole"] else said


def _ordinal(match: re.Match[str]) -> str:
    """«الطابق الـ3», «المرة ال5», 3rd: the ordinal; before a noun that is counted, the number with the article."""
    value, before = int(match["digits"]), match["before"] or ""
    if not 1 <= value < LIMIT:
        return match[0]
    return before + wording_ar.ordinal(value, feminine=before.rstrip().endswith("ة"))


def _definite(match: re.Match[str]) -> str:
    """«الـ 24 ساعة» -> «الأربع وعشرون ساعة»."""
    noun = nouns_ar.FORMS[match["unit"]]
    return f"ال{wording_ar.counted(int(match['digits']), noun)}"


def _version(match: re.Match[str]) -> str:
    said = " نقطة ".join(wording_ar.group(part) for part in match["digits"].split("."))
    return f"الإصدار {said}" if match["name"] else said


def _number(text: str) -> str:
    digits = text.replace(",", "")
    if "." in digits and int(digits.partition(".")[0]) < LIMIT and len(digits.partition(".")[2].lstrip("0")) < 12:
        return wording_ar.decimal(digits)
    return (
        wording_ar.number(int(digits))
        if digits.isdigit() and int(digits) < LIMIT
        else wording_ar.singly(digits.replace(".", ""))
    )


def _groups(groups: list[str]) -> str:
    """Digits that are written in groups, one by one with a pause between the groups."""
    breath = {8: 4}
    return "، ".join(wording_ar.singly(one, breath.get(len(one), 3 if len(one) > 5 else len(one))) for one in groups)


def _abroad(match: re.Match[str]) -> str:
    """A number with its country: the country's code by itself."""
    groups = match["digits"].split(" ")
    code = next((code for code in _CODES if groups[0].startswith(code)), "")
    if code and groups[0] != code:
        groups = [code, groups[0][len(code) :], *groups[1:]]
    said = "، ".join(wording_ar.singly(one, 4 if len(one) == 4 else 3) for one in groups)
    return f"زائد {said}" if match["sign"] == "+" else f"صفر صفر، {said}"


def _plain(digits: str) -> str:
    if _ROUND.fullmatch(digits):
        return wording_ar.number(int(digits))
    zero = digits.startswith("0") and len(digits) > 1
    return wording_ar.singly(digits) if zero or len(digits) >= _LONG_DIGITS else wording_ar.number(int(digits))


def _iban(match: re.Match[str]) -> str:
    """The country's letters, then two digits or letters at a time."""
    rest = match[2].replace(" ", "")
    pairs = (rest[at : at + 2] for at in range(0, len(rest), 2))
    letters = " ".join(LETTERS[letter] for letter in match[1])
    return f"{letters}، " + "، ".join(" ".join(_sign(char) for char in pair) for pair in pairs)


def _sign(char: str) -> str:
    return wording_ar.number(int(char)) if char.isdigit() else LETTERS[char]


def _last_four(match: re.Match[str]) -> str:
    name = match["name"].removeprefix("…").rstrip(" ـ")
    return f"{name} {wording_ar.singly(match['digits'], 2)}".strip()


_RULES: tuple[tuple[re.Pattern[str], Say], ...] = (
    (
        re.compile(
            _ALONE
            + r"(?P<year>\d{4})[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})(?![\d/])(?:\s?(?P<era>هـ|ه|م)\.?(?!\w))?"
        ),
        _date,
    ),
    (re.compile(_ALONE + r"(\d{1,3}):(\d{1,5})(?![\d:])"), _ratio),
    (
        re.compile(r"(?<![\d.,/])(\d+\.\d+)\s?/\s?(\d{1,2})(?![\d/.,])"),
        lambda match: f"{_number(match[1])} من {_number(match[2])}",
    ),
    (re.compile(r"(?<![\d.,/])(1[34]\d\d|20\d\d)/(0?[1-9]|1[0-2])(?![\d/.,])"), _month),
    (
        re.compile(
            rf"(?<![\d.,/])(?P<day>\d{{1,2}})(?:\s+(?P<month>{_MONTHS}))?(?:\s+(?P<to>إلى|حتى)\s+|\s*[-\u2010-\u2015]\s*)"
            rf"(?=\d{{1,2}}\s+(?:{_MONTHS})(?!\w))"
        ),
        _days,
    ),
    (
        re.compile(
            rf"(?P<day>\d{{1,2}})\s+(?P<month>{_MONTHS})(?!\w)(?:\s+(?P<year>\d{{4}})(?:\s?(?P<era>هـ|ه|م)\.?(?!\w))?)?"
        ),
        _day,
    ),
    (re.compile(rf"(?P<before>{_WEEKDAYS}\s+)(?P<first>\d{{1,2}})/(?P<last>\d{{1,2}})(?![\d/.,])"), _short_date),
    (re.compile(r"(?P<before>)(?<![\d/.,])(?P<first>\d\d)/(?P<last>0\d)(?![\d/.,])"), _short_date),
    (re.compile(r"(?P<before>)(?<![\d/.,])(?P<first>0\d)/(?P<last>1[0-2])(?![\d/.,])"), _short_date),
    (re.compile(rf"({_WEEKDAY})\s?[-\u2010-\u2015]\s?(?={_WEEKDAY})"), lambda match: f"{match[1]} إلى "),
    (re.compile(r"(?<![\d.,/])(?P<year>1[34]\d\d|20\d\d)\s?(?P<era>هـ|م)(?!\w)"), _year),
    (re.compile(rf"(?<!\w)الـ?\s?(?P<digits>\d{{1,6}})\s+(?P<unit>{_any(nouns_ar.FORMS)})(?![\w\u064b])"), _definite),
    (re.compile(r"(?P<before>\w+\s+)?(?<!\w)الـ?\s?(?P<digits>\d{1,12})(?![\d.,:/])"), _ordinal),
    (re.compile(r"(?P<before>)(?P<digits>\d+)(?:st|nd|rd|th)(?!\w)"), _ordinal),
    (re.compile(r"(?<![\d.,/])24/7(?![\d/])"), lambda match: "على مدار الساعة طوال أيام الأسبوع"),
    (
        re.compile(
            r"(?<![\d/.,])(?:(?P<whole>\d{1,3})\s)?(?P<top>\d{1,3})\s?[/⁄]\s?(?P<bottom>\d{1,3})(?![\d/]|[.,]\d)"
        ),
        _fraction,
    ),
    (re.compile(r"(?<![\w.])(?P<name>[vV]\.?\s?)?(?P<digits>\d+(?:\.\d+){2,})(?!\d|\.\d)"), _version),
    (re.compile(r"(?<![\w.])(?P<name>[vV]\.?\s?)(?P<digits>\d+(?:\.\d+)?)(?!\d|\.\d)"), _version),
    (
        re.compile(r"(?P<name>(?<!\w)سنة\s+)(?P<digits>\d{4})(?!\d|[.,:/]\d)"),
        lambda match: match["name"] + wording_ar.number(int(match["digits"]), feminine=True),
    ),
    (re.compile(rf"(?P<name>{_LAST_FOUR})(?P<digits>\d{{4}})(?!\d)"), _last_four),
    (re.compile(r"(?<!\d)(?P<sign>\+|00)(?P<digits>(?=[1-9](?: ?\d){7})[1-9]\d*(?: \d+)*)(?!\d)"), _abroad),
    (re.compile(_ALONE + r"\d+(?: \d+)+(?!\d|[:/.,]\d)"), lambda match: _groups(match[0].split(" "))),
    *counts_ar.RULES,
    (re.compile(rf"{counts_ar.AMOUNT}\s*%"), lambda match: f"{_number(match['number'])} بالمئة"),
    (
        re.compile(rf"(?P<name>{_NAMED}:?\s+)(?P<digits>\d+(?:\s*[و،]\s*\d{{4,}})*)(?![.,]\d)"),
        lambda match: match["name"] + re.sub(r"\d+", lambda one: wording_ar.singly(one[0]), match["digits"]),
    ),
    (
        re.compile(rf"(?P<name>{_AMOUNTS}\s+)(?P<digits>\d{{1,12}})(?![\d.,])"),
        lambda match: match["name"] + wording_ar.number(int(match["digits"])),
    ),
    (re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"), lambda match: _number(match[0])),
    (re.compile(r"\d+\.\d+(?!\d|\.\d)"), lambda match: _number(match[0])),
)


def speakable(text: str) -> str:
    """`text` with every number in words, and with the endings that prepositions ask for."""
    text = wording_ar.after_prepositions(text)
    if not any(char.isnumeric() or char in "#*" for char in text):
        return text
    said = re.sub(r"(?<=[بلكوف])ـ\s?(?=\d)|(?<=(?<!\w)و)\s(?=\d)", "", _IBAN.sub(_iban, to_ascii(text)))
    said = re.sub(r"(?<=\d)(?=[ء-ي])", " ", spelt(said, _SPELLING))
    said = months_named(times_ar.in_words(tidy(said, SIGNS)), dates_ar.MONTHS)
    for pattern, say in _RULES:
        said = pattern.sub(say, said)
    said = spread(spelt_later(said, _SPELLING))
    said = re.sub(r"\d+", lambda match: _plain(match[0]), said)
    return marked(re.sub(r"(?<=\S) {2,}", " ", said if text[-1:].isspace() else said.rstrip()))
