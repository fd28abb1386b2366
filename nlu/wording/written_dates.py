"""Dates in every written order: 5/9/1405, 26.11.2026, 2026-11-26, 11/26/2026. For both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DATE = re.compile(r"(?<![\d/.,:\-])(\d{1,4})\s?([/.\-\u2010-\u2015])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?![\d/]|[.,\-]\d)")
_ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NAMED = rf"(?P<month>{'|'.join(_ENGLISH)})[a-z]*\.?"
_DAY_FIRST = re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})[ -]{_NAMED},?[ -](?P<year>(?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"(?<!\w){_NAMED} (?P<day>\d{{1,2}}),? (?P<year>(?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_YEAR = re.compile("(?:1[2-5]|19|20)\\d\\d")
MONTHS, DAYS = 12, 31


def canonical(text: str) -> str:
    """`text` (ASCII digits) with its dates as year/month/day; what is no date stays."""
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        text = pattern.sub(_named, text)
    return _DATE.sub(_one, text)


def months_named(text: str, months: Sequence[str]) -> str:
    """`text` with the English months behind a day as the language calls them: «5 Dec»."""
    pattern = rf"(?<=\d )(?P<month>{'|'.join(_ENGLISH)})[a-z]*\.?(?![A-Za-z])"
    return re.sub(pattern, lambda match: months[_ENGLISH.index(match["month"])], text)


def _named(match: re.Match[str]) -> str:
    """«26 Nov 2026», «November 26, 2026»."""
    return f"{match['year']}/{_ENGLISH.index(match['month'].title()) + 1}/{int(match['day'])}"


def _one(match: re.Match[str]) -> str:
    first, middle, last = match[1], match[3], match[4]
    if _YEAR.fullmatch(first) and len(last) <= 2:
        return f"{first}/{_month_and_day(int(middle), int(last))}"
    if _YEAR.fullmatch(last) and len(first) <= 2:
        day, month = int(first), int(middle)
        known = _is_day(day, month) or _is_day(month, day)
        return f"{last}/{_month_and_day(month, day)}" if known else match[0]
    return match[0]


def _month_and_day(month: int, day: int) -> str:
    """As written where it may be, else the other way about: 11/26/2026."""
    return f"{day}/{month}" if _is_day(month, day) and not _is_day(day, month) else f"{month}/{day}"


def _is_day(day: int, month: int) -> bool:
    return 1 <= month <= MONTHS and 1 <= day <= DAYS
