"""Ways of writing numbers that a voice must not say as they stand: signs, ranges, dashes, stars. For both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_TO_ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫", "01234567890123456789.")
_DASHES = "\u2010-\u2015\u2212\\-"
_LONG_DIGITS = 7  # in groups with dashes: a telephone, a card; fewer are a range


@dataclass(frozen=True)
class Signs:
    """The words of a language for what is written as a sign, each with the space it needs."""

    minus: str
    to: str
    dollar: str


def tidy(text: str, signs: Signs) -> str:
    """`text` with ASCII digits, and with words or spaces for the signs about its numbers."""
    said = text.translate(_TO_ASCII)
    for pattern, say in _RULES:
        said = pattern.sub(lambda match, say=say: say(match, signs), said)  # type: ignore[misc]
    return said


def _dated(match: re.Match[str], _signs: Signs) -> str:
    """30/8/1405 -> 1405/8/30."""
    day, month, year = match.groups()
    return f"{year}/{month}/{day}" if int(month) <= 12 else match[0]


def _dashed(match: re.Match[str], signs: Signs) -> str:
    groups = re.split(f"[{_DASHES}]", match[0])
    if re.fullmatch(rf"\d{{4}}[{_DASHES}]\d{{1,2}}[{_DASHES}]\d{{1,2}}", match[0]):
        return "-".join(groups)  # a date
    if sum(map(len, groups)) >= _LONG_DIGITS or groups[0].startswith("0") or len(groups) > 2:
        return " ".join(groups)
    return signs.to.join(groups)


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Signs], str]], ...] = (
    (re.compile(r"(?<![\d/.])(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?![\d/])"), _dated),
    (re.compile(r"(?<!\d)[%٪]\s?(\d+(?:[.,٬]\d+)*)"), lambda match, signs: f"{match[1]}%"),
    (re.compile(r"(?<![\w$])\$\s?(\d+(?:[.,٬]\d+)*)"), lambda match, signs: f"{match[1]} {signs.dollar}"),
    (re.compile(r"(?<=\d)\s?\$"), lambda match, signs: f" {signs.dollar}"),
    (
        re.compile(rf"[*•xX]{{2,}}(?:[\s{_DASHES}]?[*•xX]{{2,}})*[\s{_DASHES}]?(?=\d{{4}}(?!\d))"),
        lambda match, signs: "…",
    ),
    (re.compile(rf"(\d:\d\d)\s*[{_DASHES}]\s*(?=\d)"), lambda match, signs: f"{match[1]}{signs.to}"),
    (re.compile(rf"(?<![\d{_DASHES}/.,٬:])\d+(?:[{_DASHES}]\d+)+(?![\d:/.,٬])"), _dashed),
    (re.compile(rf"(?<![\w.)])[{_DASHES}](?=\d)"), lambda match, signs: signs.minus),
)
