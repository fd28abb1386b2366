"""Which language a call is held in: pure rules, no waiting.

dialled number ─┐
caller's record ┼─▶ LOCKED ◀─────────────── asked for by words, key 1 or 2
no detection  ──┘     │ ▲ clear                    ▲
                      │ └──── OPEN ── unclear ──▶ ASKED (once; what is still unclear goes to the likelier one)
                      └── two turns in a row not understood, once a call ──▶ ASKED
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

from nlu.corpus import vocabulary
from nlu.fold import fold
from voice.events import Word

KEYS: Mapping[str, str] = {"1": "fa", "2": "ar"}
"""The keypad's way to choose, as the prompts `choose` say it."""
MISSES = 2
"""So many turns in a row not understood open the question of the language again."""

# Folded. Arabic names come with article and preposition: «بالعربية», «العربي».
_NAMES = {
    "fa": re.compile("(ب|بال|ال)?(فارسی|فارسیه)|پارسی|persian|farsi"),
    "ar": re.compile("(ب|بال|ال)?(عربی|عربیه)|arabic"),
}
_REFUSALS = re.compile("نیستم|نیست|بلد|ن?می.*|ندارم|لا|ما|مو|مش|لست|لیس|غیر|افهم|اعرف")
_WORDS_MOST = 5


def by_number(called: str, table: Mapping[str, str]) -> str | None:
    """The language of the first pattern (`*` and `?` as in file names) that the dialled number fits."""
    return next((language for pattern, language in table.items() if fnmatchcase(called, pattern)), None)


def asked_for(text: str) -> str | None:
    """The language that a short sentence asks for by name: «عربی صحبت کنید», «فارسي من فضلك», «عربي».

    None where none or both are named, where the sentence is long, and where it refuses («عربی بلد نیستم»).
    """
    words = fold(text).split()
    named = {language for language, name in _NAMES.items() for word in words if name.fullmatch(word)}
    refused = any(_REFUSALS.fullmatch(word) for word in words)
    return named.pop() if len(named) == 1 and len(words) <= _WORDS_MOST and not refused else None


def vocabularies(data: Path, languages: Sequence[str]) -> dict[str, frozenset[str]]:
    """The folded words of each language's training data, for `known_share`."""
    return {language: frozenset(fold(word) for word in vocabulary(data, language)) for language in languages}


def known_share(text: str, words: Container[str]) -> float:
    """How many of the words of `text` are among `words` (folded), 0 to 1."""
    said = fold(text).split()
    return sum(word in words for word in said) / len(said) if said else 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one language's recogniser made of an utterance; all numbers are 0 to 1.

    `confidence` counts words that the recogniser does not know as 0, `word_confidence` leaves them out.
    """

    language: str
    text: str
    confidence: float
    word_confidence: float
    known: float
    understood: bool
    """The dialogue engine finds an intent in it."""

    @property
    def score(self) -> float:
        """0 to 1. Of the formulas tried, this product was wrong least often (docs/languages.md).

        A recogniser that knows only the bot's sentences hears one of them in anything: an intent proves little.
        """
        return self.word_confidence * (0.6 + 0.2 * self.known + 0.2 * self.understood) if self.text else 0.0


def word_confidence(words: Sequence[Word], otherwise: float) -> float:
    """The mean over the words that the recogniser knows; `otherwise` where it tells of none."""
    return sum(word.confidence for word in words) / len(words) if words else otherwise


def likelier(evidence: Sequence[Evidence]) -> Evidence:
    """The best one; at a tie the first."""
    return max(evidence, key=lambda one: one.score)


def choose(evidence: Sequence[Evidence], margin: float) -> Evidence | None:
    """The best one where it leads by `margin`, else None: ask the caller."""
    best = likelier(evidence)
    second = max((one.score for one in evidence if one is not best), default=0.0)
    return best if best.score > 0 and best.score - second >= margin else None


class Phase(StrEnum):
    """How sure the call is of its language."""

    OPEN = "open"
    ASKED = "asked"
    LOCKED = "locked"


class LanguageLock:
    """The machine drawn above. `detects`: two recognisers may be asked; without it nothing is ever open."""

    def __init__(self, language: str, *, by_number: bool, detects: bool) -> None:
        self.language = language
        self.phase = Phase.LOCKED if by_number or not detects else Phase.OPEN
        self._by_number = by_number
        self._detects = detects
        self._misses = 0  # turns in a row that were not understood
        self._reopened = False

    @property
    def locked(self) -> bool:
        """The language is known."""
        return self.phase is Phase.LOCKED

    def settle(self, language: str) -> None:
        """The language is `language` from here on."""
        self.language = language
        self.phase = Phase.LOCKED
        self._misses = 0

    def record(self, language: str) -> None:
        """The caller's record names a language; the dialled number goes before it."""
        if not self._by_number:
            self.settle(language)

    def weigh(self, evidence: Sequence[Evidence], margin: float) -> Evidence | None:
        """Settle on what was heard; None: unclear, so ask (the first time only)."""
        chosen = choose(evidence, margin)
        if chosen is None and self.phase is Phase.OPEN:
            self.phase = Phase.ASKED
            return None
        chosen = chosen or likelier(evidence)
        self.settle(chosen.language)
        return chosen

    def turn(self, *, understood: bool) -> bool:
        """Count a turn of speech; True: the language is to be asked again."""
        self._misses = 0 if understood else self._misses + 1
        if not self._detects or self._reopened or self._misses < MISSES:
            return False
        self._reopened = True
        self.phase = Phase.ASKED
        return True
