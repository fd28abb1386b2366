"""Ways of writing numbers that a voice must not say as they stand: signs, ranges, dashes, stars. For both languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nlu.text.languages import ascii_digits
from nlu.wording import written_amounts, written_dates

_TO_ASCII = str.maketrans("٫٬％﹪", ".,%%")
_UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
_NARROW = "\u00a0\u202f\u2009\u2007"  # spaces that keep a number together
_POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_OTHER_DIGITS = re.compile(f"[{_POWERS}½¼¾⅐-⅞①-⑳０-９]")
_DASHES = "\u2010-\u2015\u2212\\-"
_AMOUNT = r"\d+(?:[.,'’]\d+)*"
_LONG_DIGITS = 7  # in groups with dashes: a telephone, a card; fewer are a range
_YEARS = range(1200, 2100)


@dataclass(frozen=True)
class Signs:
    """The words of a language for what is written as a sign, each with the space it needs.

    `words`: what stands for a sign before a number («+»: between two; `upwards`: behind one). `money` holds signs and
    codes of currencies, `units` what is written short for what is counted, `scales` the k and M behind an amount.
    """

    minus: str
    plus: str
    to: str
    number: str
    star: str
    hash: str
    words: Mapping[str, str] = field(default_factory=dict)
    money: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, str] = field(default_factory=dict)
    upwards: str = ""


def to_ascii(text: str) -> str:
    """`text` with ASCII digits, «.» and «,» in numbers, fractions with U+2044, and no direction marks."""
    said = _OTHER_DIGITS.sub(_digits, ascii_digits(_UNSEEN.sub("", text)).translate(_TO_ASCII))
    said = re.sub(rf"(?<=\d)[{_NARROW}](?=\d{{3}}(?!\d))", ",", said)
    said = re.sub(rf"[{_NARROW}]", " ", said)
    return re.sub(r"(?<=\d)،(?=\d{3}(?!\d))", ",", re.sub(r"(?<=\d)،(?=\d{1,2}(?!\d))", "، ", said))


def _digits(match: re.Match[str]) -> str:
    """«2½» -> «2 1⁄2», «10⁶» -> «10^6», «②» -> «2»; «m²» is a unit."""
    sign, before = match[0], match.string[max(0, match.start() - 1) : match.start()]
    plain = unicodedata.normalize("NFKC", sign)
    if "\u2044" in plain:
        return f" {plain}" if before.isdigit() else plain
    if sign in _POWERS and before.isdigit():
        return f"^{plain}"
    return sign if sign in "²³" and before.isalpha() else plain


def tidy(text: str, signs: Signs) -> str:
    """`text` with ASCII digits, and with words or spaces for the signs about its numbers."""
    said = written_amounts.written_out(_keys(to_ascii(text), signs))
    said = re.sub(r"(?<=[^\W\d_a-zA-Z]{2})(?=\d)", " ", said)
    said = _phones(written_dates.canonical(said))
    said = written_amounts.canonical(_money(said, signs))
    said = _measured(said, signs)
    for pattern, say in _RULES:
        said = pattern.sub(lambda match, say=say: say(match, signs), said)  # type: ignore[misc]
    for sign, word in signs.words.items():
        if sign != "+":
            said = re.sub(rf"\s?{re.escape(sign)}\s?(?=\d)", f" {word} ", said)
    return said if said[:1] == text[:1] == " " else said.lstrip(" ")


_SIGN = r"[:/.,_=*+×'⁄~^|\\\u2010-\u2015\u2212-]"
_LETTER = "[\u0621-\u06d3]"


def spread(text: str) -> str:
    """`text` with a pause for every sign that still stands at a digit or between words, so that none is heard."""
    said = re.sub(r"(?<![A-Za-z])[*#]+(?![A-Za-z])|[²³]", " ", text)
    said = re.sub(r"(?<=\w) +[-\u2010-\u2015] +(?=\w)", "، ", said)
    said = re.sub(rf"(?<=\d)\s?{_SIGN}+\s?(?=\d)", "، ", said)
    said = re.sub(rf"(?<=\d)(?![.,]){_SIGN}+|(?<!\S)(?![.,]){_SIGN}+(?=\d)", " ", said)
    words = rf"(?<={_LETTER}{{2}}){_SIGN}+(?={_LETTER}{{2}}|\d)|(?<=[\u064b-\u0652]){_SIGN}+(?=\w)"
    between = rf"{words}|(?<=\d){_SIGN}+(?={_LETTER})"
    return re.sub(rf"(?<={_LETTER})[-_/](?=[A-Za-z])", " ", re.sub(between, "، ", said))


def _keys(text: str, signs: Signs) -> str:
    """What is keyed: *780*1#, and a key by its sign alone."""

    def keyed(match: re.Match[str]) -> str:
        return "، ".join({"*": signs.star, "#": signs.hash}.get(part, part) for part in re.findall(r"\d+|.", match[0]))

    said = re.sub(r"(?<![\w*#])[*#][\d*#]*\d[\d*#]*#(?!\w)|(?<![\w*#])\d+#(?!\w)", keyed, text)
    return re.sub(r"(?<!\S)[*#](?![^\s،.])", keyed, said)


def _phones(text: str) -> str:
    """Telephone numbers as groups with one space between: «+98 (21) 8877-6655», «88776655-021»."""
    said = re.sub(rf"\(\s?(\+?\d{{2,5}})\s?\)[\s{_DASHES}]*(?=\d)", r"\1 ", text)
    said = re.sub(rf"(?<!\d)(\d{{7,8}})\s?[{_DASHES}]\s?(0\d{{2,3}})(?!\d)", r"\2 \1", said)
    said = re.sub(r"(?<![\d/])(0\d{2,3})/(?=\d{7,8}(?!\d))", r"\1 ", said)
    abroad = rf"(?<![\w+])(?:\+\s?|00)[1-9]\d{{0,3}}(?:[\s.{_DASHES}]{{1,3}}\d+|\d{{4,}})+"
    return re.sub(abroad, lambda match: re.sub(rf"[\s.{_DASHES}]+", " ", match[0]).replace("+ ", "+"), said)


def _any(words: Mapping[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _money(text: str, signs: Signs) -> str:
    """«€20», «20 €», «$1.5M», «USD 20»: the amount first, then the word."""
    if not signs.money:
        return text
    names, scale = _any(signs.money), r"(?:\s(?:هزار|میلیون|میلیارد|ألف|آلاف|مليون|ملايين|مليار|مليارات))?"
    before = rf"(?<![\w])(?P<name>{names})\s?(?P<amount>-?{_AMOUNT}{scale})(?P<short>[kKmMbB]?)(?![\w])"

    def first(match: re.Match[str]) -> str:
        short = signs.scales.get(match["short"].lower(), "")
        return " ".join(filter(None, (match["amount"], short, signs.money[match["name"]])))

    said = re.sub(before, first, text)
    said = re.sub(
        rf"(?<=\d)([kKmMbB])(?=\s?(?:{written_amounts.MONEY}))",
        lambda match: f" {signs.scales.get(match[1].lower(), match[1])}",
        said,
    )
    behind = rf"(?<=\d)\s?(?P<name>{names})(?![A-Za-z\d])"
    return re.sub(behind, lambda match: f" {signs.money[match['name']]}", said)


def _measured(text: str, signs: Signs) -> str:
    """«5kg», «20 °C»."""
    if not signs.units:
        return text
    return re.sub(
        rf"(?<=\d)\s?(?P<unit>{_any(signs.units)})(?![\w/²³])", lambda match: f" {signs.units[match['unit']]}", text
    )


def _dashed(match: re.Match[str], signs: Signs) -> str:
    groups = re.split(f"[{_DASHES}]", match[0])
    years = [int(group) for group in groups if len(group) == 4 and int(group) in _YEARS]
    if len(groups) == 2 == len(years) and years[0] < years[1]:
        return signs.to.join(groups)
    if sum(map(len, groups)) >= _LONG_DIGITS or groups[0].startswith("0") or len(groups) > 2:
        return " ".join(groups)
    return signs.to.join(groups)


_COUNTED = rf"(?=\s?(?:%|هزار|میلیون|میلیارد|ألف|آلاف|مليون|{written_amounts.MONEY}))"
_QUANTITY = r"\d+(?:,\d{3})*(?:\.\d+)?"
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Signs], str]], ...] = (
    (re.compile(r"(?<!\d)[%٪]\s?(\d+(?:[.,]\d+)*)"), lambda match, signs: f"{match[1]}%"),
    (re.compile(r"(?<=\d)\s?٪"), lambda match, signs: "%"),
    (
        re.compile(
            rf"(?P<head>\d[\d\s{_DASHES}]*)?[*•xX]{{2,}}(?:[\s{_DASHES}]?[*•xX]{{2,}})*[\s{_DASHES}]?(?=\d{{4}}(?!\d))"
        ),
        lambda match, signs: f"{' '.join(re.findall(r'[0-9]+', match['head']))} " if match["head"] else "…",
    ),
    (re.compile(r"(?<=\d)\s?\*\s?(?=\d)"), lambda match, signs: "×"),
    (re.compile(rf"(?<=\d)/-(?=\s*(?:{written_amounts.MONEY}))"), lambda match, signs: ""),
    (
        re.compile(
            rf"(?<![\w{_DASHES}/.,:])(\d+(?:,\d{{3}})*(?:\.\d+)?)\s?[\u2212-](?=\s*(?:{written_amounts.MONEY}))"
        ),
        lambda match, signs: f"-{match[1]}",
    ),
    (
        re.compile(r"(?:شماره[\u0654\u0650]?|رقم)?\s?(?:#|№|\b[Nn]o\.)\s?(?=\d)"),
        lambda match, signs: f" {signs.number}",
    ),
    (
        re.compile(rf"(%|{written_amounts.MONEY})\s?[{_DASHES}]\s?(?={_QUANTITY}\s?(?:%|{written_amounts.MONEY}))"),
        lambda match, signs: f"{match[1]}{signs.to}",
    ),
    (
        re.compile(rf"(?<![\w{_DASHES}/.,:])({_QUANTITY})\s?[{_DASHES}]\s?({_QUANTITY}){_COUNTED}"),
        lambda match, signs: f"{match[1]}{signs.to}{match[2]}",
    ),
    (re.compile(r"(?<=\d)\s?(?:…|\.{2,3})\s?(?=\d)"), lambda match, signs: signs.to),
    (re.compile(rf"(/\d\d?)\s?[{_DASHES}]\s?(?=\d{{4}}/)"), lambda match, signs: f"{match[1]}{signs.to}"),
    (re.compile(rf"(\d:\d\d)\s*[{_DASHES}]\s*(?=\d)"), lambda match, signs: f"{match[1]}{signs.to}"),
    (re.compile(rf"(?<![\d{_DASHES}/.,:])\d+(?:[{_DASHES}]\d+)+(?![\d:/]|[.,]\d)"), _dashed),
    (
        re.compile(rf"(?<![\d{_DASHES}/.,:])([1-9]\d{{0,3}}) [{_DASHES}] ([1-9]\d{{0,3}})(?![\d:/]|[.,]\d)"),
        lambda match, signs: f"{match[1]}{signs.to}{match[2]}",
    ),
    (re.compile(r"(?<=\d)\s?\+\s?(?=\d)"), lambda match, signs: f" {signs.words.get('+', '+')} "),
    (re.compile(r"(?<=\d)\+(?!\s?[\d+])"), lambda match, signs: signs.upwards),
    (re.compile(rf"(?<![\w.)%])[{_DASHES}](?=\d)"), lambda match, signs: signs.minus),
    (re.compile(r"(?<![\w.)%])\+(?=\d{1,6}(?![\d]| \d))"), lambda match, signs: signs.plus),
)
