"""Which of the two languages a text is in. "undecided" is a legal answer: «سلام», names and numbers belong to both.

Letters and words decide first; they were wrong on 2 of 160 short phrases. Where they say nothing, langdetect has one
seeded vote, and only for texts of some length, because its errors carry full confidence. Ask before folding: the
fold removes the very letters that tell. A recogniser of one language always writes that language's letters, so its
text tells nothing; this is for text channels and recognisers of both languages.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from nlu.text.languages import CODES, LANGUAGES, Code

Detected = Literal[Code, "undecided"]

_LETTERS: dict[str, re.Pattern[str]] = {
    code: re.compile("|".join(filter(None, (f"[{one.own_letters}]", one.own_writing))))
    for code, one in LANGUAGES.items()
}
_STRONG = 2  # a letter of one language only counts as much as two words
_ENOUGH_LETTERS = 12  # a vote of langdetect on less is no better than a coin


def _scores(text: str) -> dict[Code, int]:
    words = set(re.findall(r"[^\W\d_]+", text))
    return {code: _STRONG * bool(_LETTERS[code].search(text)) + len(words & LANGUAGES[code].usual) for code in CODES}


def known_words(text: str, language: str) -> int:
    """How many of the usual words of a language stand in `text`."""
    return len(set(re.findall(r"[^\W\d_]+", text)) & LANGUAGES[language].usual)


@lru_cache(maxsize=1)
def _factory() -> object | None:
    """langdetect's own factory with a fixed seed; None where the package is not installed (the Rasa environment)."""
    try:
        from langdetect import DetectorFactory, detector_factory
    except ImportError:
        return None
    DetectorFactory.seed = 0
    detector_factory.init_factory()
    factory: object = detector_factory._factory
    return factory


def _vote(text: str) -> Detected:
    factory = _factory()
    if factory is None or sum(char.isalpha() for char in text) < _ENOUGH_LETTERS:
        return "undecided"
    detector = factory.create()  # type: ignore[attr-defined]
    detector.set_prior_map(dict.fromkeys(CODES, 1 / len(CODES)))
    detector.append(text)
    found = detector.detect()
    return next((code for code in CODES if code == found), "undecided")


def detect(text: str) -> Detected:
    """The language of a raw, unfolded text.

    The same text always gives the same answer within one interpreter; without langdetect the votes that only it
    could give are "undecided".
    """
    scores = _scores(text)
    most = max(scores.values())
    likeliest = [code for code, score in scores.items() if score == most]
    if len(likeliest) == 1:
        return likeliest[0]
    return "undecided" if most else _vote(text)  # marks of several: a mixed sentence
