"""The words of each language that values are told by; a language's own stand in `words_fa.py` and `words_ar.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nlu.text.fold import match_key
from nlu.text.languages import ARABIC, FALLBACK, PERSIAN
from nlu.text.letters import fold
from nlu.values import day_words_ar, day_words_fa, time_words_ar, time_words_fa, words_ar, words_fa
from nlu.values.lists import bare
from nlu.values.vocabulary import Vocabulary


@dataclass(frozen=True)
class Agreement:
    """What agrees and what refuses, beside the words of `nlu.text.languages`; phrases."""

    yes: tuple[str, ...]
    no: tuple[str, ...]


def _places(code: str, rows: Mapping[int, str]) -> dict[int, frozenset[str]]:
    return {place: frozenset(match_key(word, code) for word in words.split()) for place, words in rows.items()}


_MODULES = ((PERSIAN.code, words_fa), (ARABIC.code, words_ar))
AGREEMENT: Mapping[str, Agreement] = {code: Agreement(module.YES, module.NO) for code, module in _MODULES}
PLACES: Mapping[str, Mapping[int, frozenset[str]]] = {code: _places(code, module.PLACES) for code, module in _MODULES}
"""By place from 1, or from -1 at the end: what it is called, as matching keys."""
YES_NO: Mapping[str, tuple[str, str]] = {code: (module.YES[0], module.NO[0]) for code, module in _MODULES}
"""How agreement and refusal are read back."""


@dataclass(frozen=True)
class SpokenTimes:
    """How a time and a span of times are read back."""

    at: str
    span: str


SPOKEN_TIMES: Mapping[str, SpokenTimes] = {code: SpokenTimes(module.AT, module.SPAN) for code, module in _MODULES}


@dataclass(frozen=True)
class Mending:
    """What stands before a digit that is replaced; words that mean something else where a digit is awaited."""

    instead: tuple[str, ...]
    meant: Mapping[str, str]


MENDING: Mapping[str, Mending] = {code: Mending(module.INSTEAD, module.MEANT) for code, module in _MODULES}


@dataclass(frozen=True)
class Dictation:
    """How digits are repeated, and the word for a thousand, before which «one» may be left out."""

    times: re.Pattern[str]
    counts: Mapping[str, int]
    thousand: re.Pattern[str]
    one: str


def _dictation(module: Any) -> Dictation:
    counts = {fold(word): count for count, words in module.TIMES.items() for word in words.split()}
    count = "|".join(word for words in module.TIMES.values() for word in words.split())
    times = re.compile(rf"(?P<digit>\w+)\s+(?P<count>{count})\s+(?:{module.TIMES_WORD})(?!\w)")
    return Dictation(times, counts, re.compile(rf"(?<!\w){module.THOUSAND}"), module.ONE)


DICTATION: Mapping[str, Dictation] = {code: _dictation(module) for code, module in _MODULES}


@dataclass(frozen=True)
class Refusals:
    """Words that refuse what stands beside them, as matching keys without endings; before it, or behind it."""

    words: frozenset[str]
    before: bool


REFUSALS: Mapping[str, Refusals] = {
    code: Refusals(frozenset(match_key(module.REFUSE, code).split()), module.REFUSE_BEFORE) for code, module in _MODULES
}


@dataclass(frozen=True)
class Counts:
    """Words that say how many without a number, folded."""

    packs: Mapping[str, int]
    """«جین» is twelve."""
    ones: frozenset[str]
    dual: str
    """A pattern of words that say two by their form; "" for none."""


@dataclass(frozen=True)
class PlaceWords:
    """What stands about a city, folded."""

    regions: frozenset[str]
    """Before a region, which is no city."""
    aside: frozenset[str]
    """Words that are no city, though they look like one: «مدينة»."""
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]


@dataclass(frozen=True)
class NameWords:
    """What people say about a name, folded and without spaces."""

    around: frozenset[str]
    aside: frozenset[str]
    """With these something else begins: «از اهواز تماس می‌گیرم»."""
    titles: frozenset[str]
    copulas: tuple[str, ...]
    bound: frozenset[str]
    """Names that need the next word: «عبد», «ابو»."""
    several: bool
    """Whether a given name may have several words."""
    family: str
    """A pattern of family names."""


def _folded(words: str) -> frozenset[str]:
    return frozenset(bare(word) for word in words.split())


def _counts(module: Any) -> Counts:
    packs = {bare(word): size for size, words in module.PACKS.items() for word in words.split()}
    return Counts(packs, _folded(module.ONES), module.DUAL)


def _places_about(module: Any) -> PlaceWords:
    longest = sorted(_folded(module.CITY_ENDINGS), key=len, reverse=True)
    beginnings = sorted(_folded(module.CITY_BEGINNINGS), key=len, reverse=True)
    return PlaceWords(_folded(module.REGIONS), _folded(module.CITY_ASIDE), tuple(beginnings), tuple(longest))


def _names(module: Any) -> NameWords:
    return NameWords(
        around=_folded(module.NAME_AROUND),
        aside=_folded(module.NAME_ASIDE),
        titles=_folded(module.NAME_TITLES),
        copulas=module.NAME_COPULAS,
        bound=_folded(module.NAME_BOUND),
        several=module.NAME_SEVERAL,
        family=module.FAMILY,
    )


_COUNTS: Mapping[str, Counts] = {code: _counts(module) for code, module in _MODULES}
_PLACES: Mapping[str, PlaceWords] = {code: _places_about(module) for code, module in _MODULES}
_NAMES: Mapping[str, NameWords] = {code: _names(module) for code, module in _MODULES}
_DAYS: Mapping[str, Vocabulary] = {PERSIAN.code: day_words_fa.WORDS, ARABIC.code: day_words_ar.WORDS}
_TIMES: Mapping[str, Vocabulary] = {PERSIAN.code: time_words_fa.WORDS, ARABIC.code: time_words_ar.WORDS}


def day_words(language: str) -> Vocabulary:
    """What a language says of days."""
    return _DAYS.get(language, _DAYS[FALLBACK])


def time_words(language: str) -> Vocabulary:
    """What a language says of times."""
    return _TIMES.get(language, _TIMES[FALLBACK])


def counts(language: str) -> Counts:
    """How a language says how many without a number."""
    return _COUNTS.get(language, _COUNTS[FALLBACK])


def places(language: str) -> PlaceWords:
    """What a language puts about a city."""
    return _PLACES.get(language, _PLACES[FALLBACK])


def name_words(language: str) -> NameWords:
    """What a language puts about a name."""
    return _NAMES.get(language, _NAMES[FALLBACK])
