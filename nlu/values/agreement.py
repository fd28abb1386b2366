"""«Yes» and «no» in a few words. Keys: 1 agrees, 2 refuses.

«نه» before «درسته» may refuse or agree («نه، درسته»), so both are given; a verb that is negated refuses by itself.
"""

from __future__ import annotations

from nlu.text.fold import match_key
from nlu.text.languages import language as facts
from nlu.values.readings import Heard, Reading, cheapest
from nlu.values.words import AGREEMENT

BOTH = 2.0
"""For the less likely one where words of both are said."""
YES, NO = "+", "-"
"""Marks, which no folded text has."""
YES_KEY, NO_KEY = "1", "2"


def read(heard: Heard) -> tuple[Reading, ...]:
    """Agreement, refusal, or both where both are said; () where neither is."""
    key = f" {match_key(heard.text, heard.language)} "
    said_yes, said_no = _agreements(heard.language), _refusals(heard.language)
    longer = [phrase for phrase in said_yes if any(f" {word} " in f" {phrase} " for word in said_no)]
    key = _without(key, longer, YES)  # «چرا که نه»
    refused = _place(key, said_no)
    agreed = _place(_without(key, said_no, NO), [YES, *said_yes])
    found = []
    if refused >= 0:
        found.append(Reading(False, BOTH if 0 <= agreed < refused else 0.0))
    if agreed >= 0:
        found.append(Reading(True, BOTH if 0 <= refused < agreed else 0.0))
    return cheapest(found)


def keyed(keys: str) -> tuple[Reading, ...]:
    """1 is yes, 2 is no."""
    return (Reading(keys == YES_KEY),) if keys in (YES_KEY, NO_KEY) else ()


def _agreements(language: str) -> list[str]:
    words = {*facts(language).yes, *AGREEMENT[language].yes}
    return sorted({match_key(word, language) for word in words}, key=len, reverse=True)


def _refusals(language: str) -> list[str]:
    words = {*facts(language).no, *AGREEMENT[language].no}
    return sorted({match_key(word, language) for word in words}, key=len, reverse=True)


def _place(key: str, phrases: list[str]) -> int:
    """Where the first of the phrases begins; -1 for nowhere."""
    return min((at for phrase in phrases if (at := key.find(f" {phrase} ")) >= 0), default=-1)


def _without(key: str, phrases: list[str], mark: str) -> str:
    """`key` with a mark for the phrases, so that a negated word does not count as the word: «درست نیست»."""
    for phrase in phrases:
        key = key.replace(f" {phrase} ", f" {mark} ")
    return key
