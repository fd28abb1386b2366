"""One of several choices, by its words («با پیک بفرستید»), its place («دومی», «الثاني», «آخری») or its key."""

from __future__ import annotations

from nlu.numbers import slots
from nlu.text.fold import match_key
from nlu.values.kinds import Choice, Kind
from nlu.values.readings import Heard, Reading, cheapest
from nlu.values.words import PLACES

WORDS, PLACE, NUMBER = 0.0, 1.0, 1.5
"""By all words of a phrase; by «the second»; by a number, which may be part of something else."""
PARTLY = 0.5
"""By a word that only this choice has."""
_ENDINGS = ("رو", "را", "ه", "ی", "ش", "م")
_LEAST_STEM = 3


def read(kind: Kind, heard: Heard) -> tuple[Reading, ...]:
    """Each choice that is named, the best named first."""
    said = _stems(match_key(heard.text, heard.language))
    found = [Reading(one.id, cost) for one in kind.choices for cost in _named(one, kind, said, heard.language)]
    return cheapest([*found, *_placed(kind, heard)])


def keyed(kind: Kind, keys: str) -> tuple[Reading, ...]:
    """The choice of that place, from 1."""
    place = int(keys) if keys.isdecimal() else 0
    return (Reading(kind.choices[place - 1].id),) if 1 <= place <= len(kind.choices) else ()


def _named(choice: Choice, kind: Kind, said: list[str], language: str) -> list[float]:
    """What it costs to take the words for this choice, by whole phrases and by words of its own."""
    phrases = [_stems(match_key(phrase, language)) for phrase in choice.phrases.get(language, ())]
    whole = [WORDS - 0.1 * len(phrase) for phrase in phrases if _within(phrase, said)]
    own = {word for phrase in phrases for word in phrase} - _words_of_others(choice, kind, language)
    partly = [PARTLY] if any(len(word) >= _LEAST_STEM and word in own for word in said) else []
    return [*whole, *partly]


def _words_of_others(choice: Choice, kind: Kind, language: str) -> set[str]:
    others = (other for other in kind.choices if other is not choice)
    phrases = (phrase for other in others for phrase in other.phrases.get(language, ()))
    return {word for phrase in phrases for word in _stems(match_key(phrase, language))}


def _within(phrase: list[str], said: list[str]) -> bool:
    """Whether the words of the phrase stand together in what was said."""
    return any(said[at : at + len(phrase)] == phrase for at in range(len(said) - len(phrase) + 1))


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


def _placed(kind: Kind, heard: Heard) -> list[Reading]:
    """By the place in which it was offered: «دومی», «شمارهٔ دو», «الثاني»."""
    found = []
    words = match_key(heard.text, heard.language).split()
    for place, names in PLACES[heard.language].items():
        at = place - 1 if place > 0 else len(kind.choices) + place
        if 0 <= at < len(kind.choices) and any(word in names for word in words):
            found.append(Reading(kind.choices[at].id, PLACE))
    for run in slots.runs(heard.text, heard.language):
        number = run.readings[0].value
        if number.denominator == 1 and 1 <= number <= len(kind.choices):
            found.append(Reading(kind.choices[int(number) - 1].id, NUMBER))
    return found
