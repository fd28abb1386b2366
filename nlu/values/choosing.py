"""One of several choices, by its words («با پیک بفرستید»), its place («دومی», «الثاني», «آخری») or its key.

A choice that is refused («پیک نمی‌خوام», «ما أريد توصيل») is none of them; of two it leaves the other one. A word that
looks much like one of a choice («کوچیکش», «صغيرون») may be it, at a price.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from nlu.numbers import slots
from nlu.text.fold import match_key
from nlu.values.kinds import Choice, Kind
from nlu.values.readings import Heard, Reading, cheapest
from nlu.values.words import PLACES, REFUSALS

PLACE, NUMBER = 1.0, 1.5
"""By «the second»; by a number, which may be part of something else. By all words of a phrase: nothing."""
PARTLY, LEFT, LIKE = 0.5, 1.0, 2.0
"""By a word that only this choice has; because the other one is refused; by a word that looks like its own."""
LIKENESS = 0.66
"""Of letters that two words share in their order, as `difflib` counts them."""
NEAR = 2
"""So many words may stand between a choice and its refusal."""
_ENDINGS = ("رو", "را", "ه", "ی", "ش", "م")
_LEAST_STEM = 3


def read(kind: Kind, heard: Heard) -> tuple[Reading, ...]:
    """Each choice that is named, the best named first."""
    said = _stems(match_key(heard.text, heard.language))
    named = {one.id: list(_named(one, kind, said, heard.language)) for one in kind.choices}
    refused = {one.id for one in kind.choices if _is_refused(one, kind, said, heard.language)}
    found = [Reading(name, cost) for name, costs in named.items() if name not in refused for cost in costs]
    if refused and len(kind.choices) - len(refused) == 1:
        found += [Reading(one.id, LEFT) for one in kind.choices if one.id not in refused]
    found += _placed(kind, heard)
    return cheapest(found or _like(kind, said, heard.language))


def keyed(kind: Kind, keys: str) -> tuple[Reading, ...]:
    """The choice of that place, from 1."""
    place = int(keys) if keys.isdecimal() else 0
    return (Reading(kind.choices[place - 1].id),) if 1 <= place <= len(kind.choices) else ()


def _phrases(choice: Choice, language: str) -> list[list[str]]:
    return [_stems(match_key(phrase, language)) for phrase in choice.phrases.get(language, ())]


def _named(choice: Choice, kind: Kind, said: list[str], language: str) -> Iterator[float]:
    """What it costs to take the words for this choice: by whole phrases, the longest cheapest, or by its own words."""
    for phrase in _phrases(choice, language):
        if any(said[at : at + len(phrase)] == phrase for at in range(len(said) - len(phrase) + 1)):
            yield -0.1 * len(phrase)
    if _own(choice, kind, language) & set(said):
        yield PARTLY


def _own(choice: Choice, kind: Kind, language: str) -> set[str]:
    """Words of three letters and more that no other choice has."""
    others = {
        word for one in kind.choices if one is not choice for phrase in _phrases(one, language) for word in phrase
    }
    words = {word for phrase in _phrases(choice, language) for word in phrase}
    return {word for word in words - others if len(word) >= _LEAST_STEM}


def _is_refused(choice: Choice, kind: Kind, said: list[str], language: str) -> bool:
    """Whether a word of its own stands near one that refuses, on the side where the language puts it."""
    own = _own(choice, kind, language)
    refusals = REFUSALS[language]
    refusing = {_stem(word) for word in refusals.words}
    for at, word in enumerate(said):
        if word in own:
            near = said[max(at - NEAR, 0) : at] if refusals.before else said[at + 1 : at + 1 + NEAR]
            if refusing & set(near):
                return True
    return False


def _like(kind: Kind, said: list[str], language: str) -> Iterator[Reading]:
    """Choices with a word that looks like one that was said; of several the most alike goes first."""
    for choice in kind.choices:
        pairs = ((word, own) for word in said for own in _own(choice, kind, language))
        most = max((SequenceMatcher(None, *pair).ratio() for pair in pairs), default=0.0)
        if most >= LIKENESS:
            yield Reading(choice.id, round(LIKE + 1 - most, 2))


def _stems(key: str) -> list[str]:
    """The words without articles and endings that callers add: «پیکی», «البيت», «للبيت»."""
    return [_stem(word) for word in key.split()]


def _stem(word: str) -> str:
    for article in ("وال", "بال", "لل", "ال"):
        if word.startswith(article) and len(word) - len(article) >= _LEAST_STEM:
            word = word[len(article) :]
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


def _placed(kind: Kind, heard: Heard) -> Iterator[Reading]:
    """By the place in which it was offered: «دومی», «شمارهٔ دو», «الثاني»."""
    words = set(match_key(heard.text, heard.language).split())
    for place, names in PLACES[heard.language].items():
        at = place - 1 if place > 0 else len(kind.choices) + place
        if 0 <= at < len(kind.choices) and words & names:
            yield Reading(kind.choices[at].id, PLACE)
    for run in slots.runs(heard.text, heard.language):
        number = run.readings[0].value
        if number.denominator == 1 and 1 <= number <= len(kind.choices):
            yield Reading(kind.choices[int(number) - 1].id, NUMBER)
