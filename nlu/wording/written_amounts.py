"""Amounts as people write them: grouped by commas, dots, slashes, apostrophes or spaces, with a decimal point or comma.

The canonical form has commas between its thousands and a point before its decimals. For both languages.
"""

from __future__ import annotations

import re
from decimal import Decimal

# What is counted in units of thousands and more: behind it «1.250» is no decimal fraction.
MONEY = "ریال|تومان|تومن|دلار|درهم|دینار|یورو|پوند|لیر|ريال|دولار|دينار|جنيه|يورو|ليرة|ليرات|دراهم|دنانير|ريالات|جنيهات"
_IN_THOUSANDTHS = re.compile(r"\s*(?:دينار|دنانير|دینار)\S*\s*(?:كويتي|بحريني|أردني|ليبي|تونسي)|\s*ريال\S*\s*عماني")
_IN_WHOLES = re.compile(rf"\s*(?:{MONEY})")
_DINAR = re.compile(r"\s*(?:دينار|دنانير)")
_WITH_SIGNS = re.compile(r"(?<![\d.,'])\d+(?:[.,'’]\d+)+")
_SPACED = re.compile(
    rf"(?<![\d.,/:-])(?<!\d )(\d{{1,3}}(?: \d{{3}})+)(?:[.,](\d{{1,2}}))?(?=\s*(?:{MONEY}))"
    r"|(?<![\d.,/:-])(?<!\d )(\d{1,3}(?: 000){2,})(?! ?\d)"
)
_SLASHED = re.compile(rf"(?<![\d/.,])\d{{1,3}}(?:(?:/\d{{3}}){{2,}}(?![\d/])|/\d{{3}}(?=\s*(?:{MONEY})))")
_THREE = 3
_POWER = re.compile(r"(?<![\w.,])\d+(?:\.\d+)?(?:e\+?|E\+)\d{1,2}(?![\w.])")
_NO_WHOLE = re.compile(r"(?<![\w.])\.(?=\d)")


def written_out(text: str) -> str:
    """`text` (ASCII digits) without what programs write in short: 1e+06 is 1000000, .5 is 0.5."""
    return _NO_WHOLE.sub("0.", _POWER.sub(lambda match: f"{Decimal(match[0]).normalize():f}", text))


def canonical(text: str) -> str:
    """`text` (ASCII digits) with its amounts in the canonical form: «1.000.000» -> «1,000,000», «1,5» -> «1.5»."""
    said = _SLASHED.sub(lambda match: match[0].replace("/", ","), _SPACED.sub(_spaced, text))
    return _WITH_SIGNS.sub(lambda match: _one(match[0], said[match.end() :]), said)


def _spaced(match: re.Match[str]) -> str:
    whole = (match[1] or match[3]).replace(" ", ",")
    return f"{whole}.{match[2]}" if match[2] else whole


def _one(written: str, behind: str) -> str:
    groups = re.split("[.,'’]", written)
    signs = re.sub(r"\d", "", written).replace("’", "'")
    if len(groups[0]) > 1 and groups[0].startswith("0"):
        return " ".join(groups)  # a telephone number
    if len(set(signs)) == 1:
        return _of_one_sign(groups, signs, behind)
    if len(set(signs[:-1])) == 1 and signs[-1] != signs[0] and _thousands(groups[:-1]):
        return f"{','.join(groups[:-1])}.{groups[-1]}"
    return written


def _of_one_sign(groups: list[str], signs: str, behind: str) -> str:
    sign, several = signs[0], len(signs) > 1
    if several and _thousands(groups):
        address = sign == "." and len(groups) == 4 and "000" not in groups and not _IN_WHOLES.match(behind)
        return ".".join(groups) if address else ",".join(groups)
    if several:
        return ("، " if sign == "," else sign).join(groups)  # a list, a version
    if sign == "'":
        return (",", "'")[not (_thousands(groups) and _IN_WHOLES.match(behind))].join(groups)
    if not _thousands(groups) or groups[0] == "0":
        return ".".join(groups)
    if sign == ",":
        return ",".join(groups)
    return ".".join(groups) if _is_decimal(groups, behind) else ",".join(groups)


def _is_decimal(groups: list[str], behind: str) -> bool:
    """Whether the one point of «1.250» is a decimal one: money is hardly written with thousandths."""
    if _IN_THOUSANDTHS.match(behind):
        return True
    if groups[1] == "000":
        return False
    return not _IN_WHOLES.match(behind) or bool(_DINAR.match(behind)) and "عراقي" not in behind[:20]


def _thousands(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= _THREE and all(len(group) == _THREE for group in groups[1:])
