"""A caller's words about days and times as a row of symbols, one letter each, that rules match as patterns.

of days (`day_words_fa.py`, `day_words_ar.py`):
W weekday   R day from today   M month by name   N number   O ordinal
D day   K week   B month   Y year   n next   p past   t this   S start
C middle   E end   T «o'clock»   z the stroke of 5/9   x a part of the day

of times (`time_words_fa.py`, `time_words_ar.py`):
N number   O ordinal   T «o'clock»   F a part of an hour (15, 20, 30)   m minutes   a «to» (a quarter to five)
X «less» («إلا ربع»)   P part of the day   n next   p past   z the stroke of 5:30

«شنبهٔ هفتهٔ بعد» is «WKn», «بیست و پنجم آذر» is «OM», «بعد ثلاثة أيام» is «nND». Other words leave no symbol.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from nlu.numbers import slots
from nlu.numbers.lattice import Reading as Number
from nlu.text.languages import ascii_digits
from nlu.text.letters import fold
from nlu.values.calendars import Calendar
from nlu.values.vocabulary import Vocabulary

MARK = "<th>"
_CALENDARS: Mapping[str, Calendar] = {"J": "jalali", "G": "gregorian", "H": "hijri"}
_PIECE = re.compile(r"<([A-Za-z]+)(-?\d*)>")
_NUMERIC = re.compile(r"(?<![\d<])(\d{1,4})\s*[/\-.:]\s*(\d{1,2})(?:\s*[/\-.:]\s*(\d{1,4}))?(?![\d>])")


@dataclass(frozen=True)
class Symbol:
    """One symbol: its letter, its value (the weekday, the month, the count that a dual has), the numbers it may be."""

    letter: str
    value: int = 0
    calendar: Calendar = "gregorian"
    numbers: tuple[Number, ...] = ()

    def within(self, least: int, most: int) -> Iterator[tuple[int, float]]:
        """The whole numbers that it may be within these bounds, with their costs, cheapest first."""
        for one in self.numbers:
            if one.value.denominator == 1 and least <= one.value <= most and len(one.groups) == 1:
                yield int(one.value), one.cost


def symbols(text: str, words: Vocabulary, language: str) -> tuple[Symbol, ...]:
    """The symbols of a text in its order; `letters` of them is what rules match."""
    plain = fold(ascii_digits(text)).lower()
    plain = _NUMERIC.sub(lambda match: " " + " <z> ".join(filter(None, match.groups())) + " ", plain)
    marked = words.ordinals(_pattern(words).sub(lambda match: f" <{_symbol(match, words)}> ", plain), MARK)
    return tuple(_ordinal(_all(marked, language)))


def letters(row: tuple[Symbol, ...]) -> str:
    """The letters of a row, in its order."""
    return "".join(symbol.letter for symbol in row)


@lru_cache(maxsize=8)
def _table(words: Vocabulary) -> dict[str, str]:
    """Folded phrases without spaces, and their symbols."""
    rows = words.phrases.items()
    return {re.sub(r"\s", "", fold(phrase)): symbol for symbol, row in rows for phrase in row.split(",")}


@lru_cache(maxsize=8)
def _pattern(words: Vocabulary) -> re.Pattern[str]:
    phrases = {fold(phrase.strip()) for row in words.phrases.values() for phrase in row.split(",")}
    longest = sorted(phrases, key=len, reverse=True)
    either = "|".join(r"\s*".join(map(re.escape, phrase.split())) for phrase in longest)
    return re.compile(rf"(?<![\w<]){words.beginnings}(?P<word>{either})\s?{words.endings}(?!\w)")


def _symbol(match: re.Match[str], words: Vocabulary) -> str:
    return _table(words)[re.sub(r"\s", "", match["word"])]


def _all(marked: str, language: str) -> Iterator[Symbol]:
    """The symbols of a text whose words are marked already; numbers are found between them."""
    place = 0
    for match in _PIECE.finditer(marked):
        yield from _numbers(marked[place : match.start()], language)
        letter, value = match[1], int(match[2] or 0)
        if letter in _CALENDARS:
            yield Symbol("M", value, _CALENDARS[letter])
        else:
            yield Symbol(letter, value)
        place = match.end()
    yield from _numbers(marked[place:], language)


def _numbers(text: str, language: str) -> Iterator[Symbol]:
    return (Symbol("N", numbers=run.readings) for run in slots.runs(text, language))


def _ordinal(row: Iterator[Symbol]) -> Iterator[Symbol]:
    """A number before the mark of ordinals becomes one."""
    before: Symbol | None = None
    for symbol in row:
        if symbol.letter == "th":
            before = replace(before, letter="O") if before and before.letter == "N" else before
            continue
        if before:
            yield before
        before = symbol
    if before:
        yield before
