"""Callers who correct a number while they say it: «یک دو سه چهار شش، نه، آخرش پنج بود» is 12345.

head: a complete number     marker: «نه», «ببخشید», «لا», «عفوا», or a place: «آخرش», «اولی», «الأخير»     tail: digits
12346                       آخرش (the last)                                                          5      12345
12346                       اولش (the first)                                                         2      22346
12346                       ببخشید                                                                    45     12345
12346                       نه                                                                       12345  12345
"""

from __future__ import annotations

from nlu.numbers import slots
from nlu.numbers.slots import Rule
from nlu.text import fold
from nlu.text.languages import FALLBACK

MARKERS = {
    "fa": "نه نخیر خیر ببخشید معذرت شرمنده اشتباه یعنی منظورم نه‌نه وایسا".split(),
    "ar": "لا عفوا اسف اسفه غلط قصدی اقصد یعنی معلیش لحظه".split(),
}
"""By language, as matching keys: what stands before what is put right."""
_FIRST = {"fa": "اولش اولی اول".split(), "ar": "الاول اول اوله".split()}
_LAST = {"fa": "اخرش اخری اخر اخریش".split(), "ar": "الاخیر اخر اخره الاخیره".split()}
_TIMES = {"اول", "اخر"}
"""«آخر هفته»: in a sentence of its own no place in a number."""
_BEFORE_TAIL = 4
"""So many words may stand between the marker and the digits: «آخرش فکر کنم پنج بود»."""


def corrected(text: str, rule: Rule, language: str = FALLBACK) -> str | None:
    """The number of `rule` after the last correction in `text`; None where nothing is corrected."""
    tokens = fold.tokens(text, language)
    for place in range(len(tokens) - 1, 0, -1):
        key = tokens[place].key
        first, last = key in _FIRST[language], key in _LAST[language]
        if not (first or last or key in MARKERS[language]):
            continue
        head = _complete(text[: tokens[place].start], rule, language)
        tail = _digits(text[tokens[place].end :], rule, language)
        if head is None or tail is None:
            continue
        if len(tail) == len(head):
            return tail
        return tail + head[len(tail) :] if first else head[: -len(tail)] + tail
    return None


def tail(text: str, language: str = FALLBACK) -> tuple[str, tuple[int, int]] | None:
    """The digits that a sentence of its own puts right, and their place: «آخرش پنج بود»; None where there are none."""
    for token in fold.tokens(text, language)[:_BEFORE_TAIL]:
        if token.key in {*_FIRST[language], *_LAST[language]} - _TIMES:
            behind = text[token.end :]
            digits = _digits(behind, Rule("", tuple(range(1, 5))), language)
            if digits is None:
                return None
            start, end = slots.runs(behind, language)[0].span
            return digits, (token.end + start, token.end + end)
    return None


def _complete(text: str, rule: Rule, language: str) -> str | None:
    """The complete number that `text` ends in, but for markers behind it: «نه» is also nine."""
    tokens = fold.tokens(text, language)
    while tokens:
        end = tokens[-1].end
        found = slots.runs(text[:end], language)
        if found and found[-1].whole and (pick := slots.pick(found[-1].readings, rule)) and pick.span[1] <= end:
            return pick.digits
        if tokens[-1].key not in MARKERS[language]:
            return None
        tokens.pop()
    return None


def _digits(text: str, rule: Rule, language: str) -> str | None:
    """The digits that `text` begins with, as many as the number has or fewer."""
    found = slots.runs(text, language)
    if not found or len(fold.tokens(text[: found[0].span[0]], language)) >= _BEFORE_TAIL:
        return None
    longest = max(rule.lengths)
    fitting = [reading.digits for reading in found[0].readings if 0 < len(reading.digits) <= longest]
    return fitting[0] if fitting else None
