"""Arabic numbers with what they count: the noun agrees with the number, the number with what stands before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from nlu.numbers.cardinals_ar import LIMIT
from nlu.wording import ar as wording_ar
from nlu.wording import nouns_ar

SCALES = {"ألف": 10**3, "آلاف": 10**3, "مليون": 10**6, "ملايين": 10**6, "مليار": 10**9, "مليارات": 10**9}
AMOUNT = r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)"
# Behind these a number is oblique: «خلال يومين», «بمبلغ مئتي ريال».
_BEFORE = (
    "من إلى الى على في عن مع خلال بعد قبل منذ حتى كل لمدة مدة بمبلغ مبلغ بقيمة قيمة بسعر سعر نحو غضون عند مدار أثناء "
    "فترة لفترة بين دون"
)
_OBLIQUE = rf"(?:(?P<before>(?<!\w)(?:{'|'.join(_BEFORE.split())})\s+|(?<!\w)[وف]?[بلك]))?"
_BOUND = re.compile(r"\s+عمل(?!\w)")  # «14 يوم عمل»: a noun bound to another has no tanwin
_PART_DIGITS = {100: 2, 1000: 3}

Say = Callable[[re.Match[str]], str]


def _any(words: Mapping[str, object]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_ADJECTIVE = f"(?:\\s+(?P<of>{'|'.join(nouns_ar.ADJECTIVES)})(?:ة|ًا|ا|ان|ين)?(?!\\w))?"


def _counted(nouns: Mapping[str, wording_ar.Noun]) -> Say:
    """The noun agrees with the number; whose money it is («سعودي») agrees with the noun."""

    def say(match: re.Match[str]) -> str:
        found = match.groupdict()
        before, adjective, scale = found["before"] or "", found.get("of") or "", found.get("scale") or ""
        noun = wording_ar.qualified(nouns[match["unit"]], adjective)
        digits = match["number"].replace(",", "")
        if "." in digits:
            return before + _with_parts(digits, scale, noun)
        amount = int(digits) * SCALES.get(scale, 1)
        if amount >= LIMIT:
            return f"{before}{wording_ar.singly(digits)} {match['unit']}"
        said = before + wording_ar.counted(amount, noun, oblique=bool(before))
        return said.removesuffix("ًا") if _BOUND.match(match.string, match.end()) else said

    return say


def _with_parts(digits: str, scale: str, noun: wording_ar.Noun) -> str:
    """«12.500 دينار كويتي»: dinars and fils; where the parts are not known, a decimal fraction."""
    whole, _, part = digits.partition(".")
    code = wording_ar.currency_of(noun)
    if code and not scale and int(whole) < LIMIT:
        width = _PART_DIGITS[wording_ar.CURRENCIES[code].parts]
        parts = int(part.ljust(width, "0"))
        if len(part) <= width and int(whole):
            return wording_ar.money(int(whole), code, parts)
        if len(part) <= width and parts:
            return wording_ar.counted(parts, wording_ar.CURRENCIES[code].part)
    return " ".join(filter(None, (wording_ar.decimal(digits), scale, noun.one, noun.of)))


def _feminine(match: re.Match[str]) -> str:
    """A noun that is not in our list, feminine by its ending: «3 سيارات», «11 غرفة»."""
    value, unit, before = int(match["number"]), match["unit"], match["before"] or ""
    if value >= LIMIT:
        return match[0]
    if unit.endswith("ات") or 3 <= value % 100 <= 10 or not value:
        return f"{before}{wording_ar.number(value, feminine=True)} {unit}"
    noun = wording_ar.Noun(unit, f"{unit[:-1]}تان", unit, unit, feminine=True)
    return before + wording_ar.counted(value, noun, oblique=bool(before))


def _scaled(match: re.Match[str]) -> str:
    """«5 ألف» -> «خمسة آلاف»."""
    amount = int(match["number"].replace(",", "")) * SCALES[match["scale"]]
    return wording_ar.number(amount) if amount < LIMIT else match[0]


RULES: tuple[tuple[re.Pattern[str], Say], ...] = (
    (
        re.compile(
            rf"{_OBLIQUE}{AMOUNT}\s*(?P<scale>{_any(SCALES)})?\s*(?P<unit>{_any(nouns_ar.MONEY_FORMS)})(?!\w){_ADJECTIVE}"
        ),
        _counted(nouns_ar.MONEY_FORMS),
    ),
    (re.compile(rf"{_OBLIQUE}{AMOUNT}\s+(?P<unit>{_any(nouns_ar.FORMS)})(?![\w\u064b])"), _counted(nouns_ar.FORMS)),
    (
        re.compile(rf"{_OBLIQUE}(?<![\d.,])(?P<number>\d{{1,6}})\s+(?P<unit>(?!ال)[ء-ي]{{2,}}(?:ة|ات))(?![\w\u064b])"),
        _feminine,
    ),
    (re.compile(rf"(?<![\d.,])(?P<number>\d+(?:,\d{{3}})*)\s+(?P<scale>{_any(SCALES)})(?!\w)"), _scaled),
)
