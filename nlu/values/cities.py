"""A city in a caller's words, as `data/background` writes it: «توی کرج هستیم», «ماهشهر استان خوزستان», «أنا من البصرة».

Of several the last one is taken, unless it only tells where another one lies («استان خوزستان», «عمان الأردن»). A word
that is one letter from a city of five letters or more may be it, at a price.
"""

from __future__ import annotations

from collections.abc import Iterator

from nlu.numbers.words import MISSPELT_LETTERS, misspelt
from nlu.text.letters import fold
from nlu.values.lists import bare, by_key
from nlu.values.readings import Heard, Reading, cheapest
from nlu.values.words import places

WORDS_MOST = 3
OTHER = 2.0
"""For a city that is not the last one."""
ENDING = 0.5
"""For a word that is a city once its ending is gone: «شوشتریم»."""
NEAR = 3.0
"""For a city of which one letter is wrong."""


def read(heard: Heard) -> tuple[Reading, ...]:
    """The cities that the answer may name, the last one first."""
    words = fold(heard.text).split()
    found = list(_named(words, heard.language)) or list(_nearly(words, heard.language))
    found.sort(key=lambda one: one[0], reverse=True)
    return cheapest(Reading(city, cost + OTHER * place) for place, (_, city, cost) in enumerate(found))


def _named(words: list[str], language: str) -> Iterator[tuple[int, str, float]]:
    """(place, city, cost) of the words that are cities, longest first; what follows a city at once is its region."""
    known, at, after = by_key("cities", language), 0, -1
    while at < len(words):
        match = None if words[at] in places(language).aside else _at(words, at, known, language)
        if match and at != after and not (at and words[at - 1] in places(language).regions):
            yield at, match[0], match[2]
            after = at + match[1]
        at += match[1] if match else 1


def _at(words: list[str], at: int, known: dict[str, str], language: str) -> tuple[str, int, float] | None:
    """The city that begins at a word, how many words it has, and its cost."""
    for count in range(min(WORDS_MOST, len(words) - at), 0, -1):
        said = bare(" ".join(words[at : at + count]))
        for form, cost in _forms(said, language):
            if city := known.get(form):
                return city, count, cost
    return None


def _forms(said: str, language: str) -> Iterator[tuple[str, float]]:
    """What was said, and that without what may be written onto a city."""
    yield said, 0.0
    yield "ال" + said, ENDING
    for beginning in places(language).beginnings:
        rest = said.removeprefix(beginning)
        if rest != said and len(rest) > 2:
            yield rest, ENDING
            yield "ال" + rest, ENDING
    for ending in places(language).endings:
        rest = said.removesuffix(ending)
        if rest != said and len(rest) > 1:
            yield rest, ENDING


def _nearly(words: list[str], language: str) -> Iterator[tuple[int, str, float]]:
    known = by_key("cities", language)
    for at, word in enumerate(words):
        if len(word) >= MISSPELT_LETTERS:
            for key, city in known.items():
                if misspelt(word, (key,)):
                    yield at, city, NEAR
