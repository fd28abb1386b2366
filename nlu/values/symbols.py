"""A caller's words about days as a row of symbols, one letter each, that rules match with regular expressions.

W weekday   R day from today   M month by name   N number   O ordinal
D day   K week   B month   Y year   n next   p past   t this   S start
C middle   E end   T «o'clock»   z the stroke of 5/9   x a part of the day

«شنبهٔ هفتهٔ بعد» is «WKn», «بیست و پنجم آذر» is «OM», «بعد ثلاثة أيام» is «nND». Other words leave no symbol.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from nlu.numbers import slots
from nlu.numbers.lattice import Reading as Number
from nlu.text.languages import ARABIC, FALLBACK, PERSIAN, ascii_digits
from nlu.text.letters import fold
from nlu.values import day_words_ar, day_words_fa
from nlu.values.calendars import Calendar
from nlu.values.day_words import DayWords

MARK = "<th>"
_WORDS: Mapping[str, DayWords] = {PERSIAN.code: day_words_fa.WORDS, ARABIC.code: day_words_ar.WORDS}
_CALENDARS: Mapping[str, Calendar] = {"J": "jalali", "G": "gregorian", "H": "hijri"}
_PIECE = re.compile(r"<([A-Za-z]+)(-?\d*)>")
_NUMERIC = re.compile(r"(?<![\d<])(\d{1,4})\s*[/\-.]\s*(\d{1,2})(?:\s*[/\-.]\s*(\d{1,4}))?(?![\d>])")


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


def _words(language: str) -> DayWords:
    return _WORDS.get(language, _WORDS[FALLBACK])


def week_starts(language: str) -> int:
    """The first day of the week, as `date.weekday()` counts."""
    return _words(language).first_weekday


def symbols(text: str, language: str) -> tuple[Symbol, ...]:
    """The symbols of a text in its order; `letters` of them is what rules match."""
    words = _words(language)
    plain = fold(ascii_digits(text)).lower()
    plain = _NUMERIC.sub(lambda match: " " + " <z> ".join(filter(None, match.groups())) + " ", plain)
    marked = words.ordinals(_pattern(language).sub(lambda match: f" <{_symbol(match, language)}> ", plain), MARK)
    return tuple(_ordinal(_all(marked, language)))


def letters(row: tuple[Symbol, ...]) -> str:
    """The letters of a row, in its order."""
    return "".join(symbol.letter for symbol in row)


@lru_cache(maxsize=4)
def _table(language: str) -> dict[str, str]:
    """Folded phrases without spaces, and their symbols."""
    phrases = _words(language).phrases
    return {re.sub(r"\s", "", fold(phrase)): symbol for symbol, row in phrases.items() for phrase in row.split(",")}


@lru_cache(maxsize=4)
def _pattern(language: str) -> re.Pattern[str]:
    words = _words(language)
    phrases = {fold(phrase.strip()) for row in words.phrases.values() for phrase in row.split(",")}
    longest = sorted(phrases, key=len, reverse=True)
    either = "|".join(r"\s*".join(map(re.escape, phrase.split())) for phrase in longest)
    return re.compile(rf"(?<![\w<]){words.beginnings}(?P<word>{either})\s?{words.endings}(?!\w)")


def _symbol(match: re.Match[str], language: str) -> str:
    return _table(language)[re.sub(r"\s", "", match["word"])]


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
