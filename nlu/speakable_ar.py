"""An Arabic display sentence as the synthesiser should say it: every digit string becomes words, with vowel marks.

Main environment only (dates).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from nlu import dates_ar, nouns_ar, times_ar, wording_ar
from nlu.cardinals_ar import LIMIT
from nlu.marks_ar import marked
from nlu.written_numbers import Signs, tidy

_SIGNS = Signs(minus="سالب ", to=" إلى ", dollar="دولار")
_SCALES = {"ألف": 10**3, "آلاف": 10**3, "مليون": 10**6, "ملايين": 10**6, "مليار": 10**9, "مليارات": 10**9}
_NAMED = r"(?:رقم|طلب|الطلب|طلبك|رمز|كود|تحويلة|فاتورة|هاتف)"
_LAST_FOUR = r"(?:…|(?:المنتهية|المنتهي|تنتهي|ينتهي|منتهية|منتهي)\s+(?:بـ|ب|بالرقم|بالأرقام)\s*|آخر أربعة أرقام:?\s+)"
_LONG_DIGITS = 7
_ALONE = r"(?<![\d.,٬/:])"

_MONTHS = "|".join(dates_ar.MONTHS)

Say = Callable[[re.Match[str]], str]
# As they are spelled on the telephone.
_LETTERS = {
    "A": "إِيه", "B": "بِي", "C": "سِي", "D": "دِي", "E": "إِي", "G": "جِي", "H": "إِتْش", "I": "آي", "J": "جِيه", "K": "كِيه",
    "M": "إِم", "N": "إِن", "O": "أُو", "P": "بِي", "Q": "كِيُو", "R": "آر", "S": "إِس", "T": "تِي", "W": "دَبِلْيُو",
}  # fmt: skip


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


def _ratio(match: re.Match[str]) -> str:
    """What looks like a time and is none: a score, a ratio."""
    return f"{wording_ar.number(int(match[1]))} إلى {wording_ar.number(int(match[2]))}"


def _counted(nouns: Mapping[str, wording_ar.Noun]) -> Say:
    """The noun agrees with the number; whose money it is («سعودي») agrees with the noun."""

    def say(match: re.Match[str]) -> str:
        noun = nouns[match["unit"]]
        adjective = match.groupdict().get("of") or ""
        found = wording_ar.Noun(noun.one, noun.two, noun.few, noun.many, noun.feminine, adjective)
        digits, scale = re.sub("[,٬]", "", match["number"]), match.groupdict().get("scale") or ""
        if "." in digits:
            return " ".join(part for part in (wording_ar.decimal(digits), scale, noun.one, adjective) if part)
        amount = int(digits) * _SCALES.get(scale, 1)
        if amount >= LIMIT:
            return f"{wording_ar.singly(digits)} {match['unit']}"
        return wording_ar.counted(amount, found)

    return say


def _scaled(match: re.Match[str]) -> str:
    """«5 ألف» -> «خمسة آلاف»."""
    amount = int(re.sub("[,٬]", "", match["number"])) * _SCALES[match["scale"]]
    return wording_ar.number(amount) if amount < LIMIT else match[0]


def _number(text: str) -> str:
    digits = re.sub("[,٬]", "", text)
    if "." in digits and int(digits.partition(".")[0]) < LIMIT and len(digits.partition(".")[2].lstrip("0")) < 12:
        return wording_ar.decimal(digits)
    return (
        wording_ar.number(int(digits))
        if digits.isdigit() and int(digits) < LIMIT
        else wording_ar.singly(digits.replace(".", ""))
    )


def _groups(groups: list[str]) -> str:
    """Digits that are written in groups, one by one with a pause between the groups."""
    return "، ".join(wording_ar.singly(one, len(one)) for one in groups)


def _plain(digits: str) -> str:
    zero = digits.startswith("0") and len(digits) > 1
    return wording_ar.singly(digits) if zero or len(digits) >= _LONG_DIGITS else wording_ar.number(int(digits))


def _any(words: Mapping[str, object]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_AMOUNT = r"(?P<number>\d+(?:[,٬]\d{3})*(?:\.\d+)?)"
_ADJECTIVE = f"(?:\\s+(?P<of>{'|'.join(nouns_ar.ADJECTIVES)})(?:ة|ًا|ا|ان)?)?"
_RULES: tuple[tuple[re.Pattern[str], Say], ...] = (
    (re.compile(_ALONE + r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?![\d/])"), _date),
    (re.compile(_ALONE + r"(\d{1,3}):(\d{1,3})(?![\d:])"), lambda match: _ratio(match)),
    (re.compile(rf"(?P<day>\d{{1,2}})\s+(?P<month>{_MONTHS})(?!\w)(?:\s+(?P<year>\d{{4}}))?"), _day),
    (re.compile(r"\b(SA|AE|KW|QA|BH|OM|IQ|JO|EG|IR)\s?(\d{2}(?:\s?[0-9A-Z]){13,26})\b"), lambda match: _iban(match)),
    (re.compile(rf"(?P<name>{_LAST_FOUR})(?P<digits>\d{{4}})(?!\d)"), lambda match: _last_four(match)),
    (re.compile(_ALONE + r"\d+(?: \d+)+(?![\d:/.,٬])"), lambda match: _groups(match[0].split(" "))),
    (
        re.compile(
            rf"{_AMOUNT}\s*(?P<scale>{_any(_SCALES)})?\s*(?P<unit>{_any(nouns_ar.MONEY_FORMS)})(?!\w){_ADJECTIVE}"
        ),
        _counted(nouns_ar.MONEY_FORMS),
    ),
    (re.compile(rf"{_AMOUNT}\s+(?P<unit>{_any(nouns_ar.FORMS)})(?![\w\u064b])"), _counted(nouns_ar.FORMS)),
    (re.compile(rf"(?P<number>\d+(?:[,٬]\d{{3}})*)\s+(?P<scale>{_any(_SCALES)})(?!\w)"), _scaled),
    (re.compile(rf"{_AMOUNT}\s*[%٪]"), lambda match: f"{_number(match['number'])} بالمئة"),
    (
        re.compile(rf"(?P<name>{_NAMED}\s+)(?P<digits>\d+)"),
        lambda match: match["name"] + wording_ar.singly(match["digits"]),
    ),
    (re.compile(r"\+(\d{7,15})"), lambda match: f"زائد {wording_ar.phone(match[1])}"),
    (re.compile(r"\d{1,3}(?:[,٬]\d{3})+(?!\d)"), lambda match: _number(match[0])),
    (re.compile(r"\d+\.\d+(?![\d.])"), lambda match: _number(match[0])),
    (re.compile(r"\d+"), lambda match: _plain(match[0])),
)


def _iban(match: re.Match[str]) -> str:
    """The country's letters, then two digits or letters at a time."""
    rest = match[2].replace(" ", "")
    pairs = (rest[at : at + 2] for at in range(0, len(rest), 2))
    letters = " ".join(_LETTERS[letter] for letter in match[1])
    return f"{letters}، " + "، ".join(" ".join(_sign(char) for char in pair) for pair in pairs)


def _sign(char: str) -> str:
    return wording_ar.number(int(char)) if char.isdigit() else _LETTERS.get(char, char)


def _last_four(match: re.Match[str]) -> str:
    name = match["name"].removeprefix("…").rstrip(" ـ")
    return f"{name} {wording_ar.singly(match['digits'], 2)}".strip()


def speakable(text: str) -> str:
    """`text` with every number in words; a text without digits comes back as it is."""
    if not any(char.isdigit() for char in text):
        return text
    said = times_ar.in_words(tidy(text, _SIGNS))
    for pattern, say in _RULES:
        said = pattern.sub(say, said)
    return marked(said)
