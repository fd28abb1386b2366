"""Which language a call is held in: pure rules, no waiting.

dialled number ─┐
caller's record ┼─▶ LOCKED ◀─────────────── asked for by words, key 1 or 2
no detection  ──┘     │ ▲ clear                    ▲
                      │ └──── OPEN ── unclear ──▶ ASKED (once; what is still unclear goes to the likelier one)
                      └── two turns in a row not understood, once a call ──▶ ASKED
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

from bot.call.language.evidence import Evidence, choose, likelier, probabilities
from nlu.text.languages import LANGUAGES
from nlu.text.letters import fold
from nlu.training.corpus import vocabulary

KEYS: Mapping[str, str] = {one.key: code for code, one in LANGUAGES.items()}
"""The keypad's way to choose, as the prompts `choose` say it."""
MISSES = 2
"""So many turns in a row not understood open the question of the language again."""

_NAMES = {code: re.compile(one.named) for code, one in LANGUAGES.items()}
_REFUSALS = re.compile("نیستم|نیست|بلد|نمی.*|ندارم|لا|ما|مو|مش|لست|لیس|غیر|افهم|اعرف")
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
    """The folded words of each language's training data, for `bot.call.language.evidence.known_share`."""
    return {language: frozenset(fold(word) for word in vocabulary(data, language)) for language in languages}


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
        self._doubtful: Mapping[str, float] = {}  # how likely each language was when the caller was asked

    @property
    def locked(self) -> bool:
        """The language is known."""
        return self.phase is Phase.LOCKED

    def settle(self, language: str) -> None:
        """The language is `language` from here on."""
        self.language = language
        self.phase = Phase.LOCKED
        self._misses = 0
        self._doubtful = {}

    def record(self, language: str) -> None:
        """The caller's record names a language; the dialled number goes before it."""
        if not self._by_number:
            self.settle(language)

    def weigh(self, evidence: Sequence[Evidence], certainty: float, *, complete: bool = True) -> Evidence | None:
        """Settle on what was heard; None: unclear, so ask (the first time only).

        `complete`: every recogniser that listens has told; one alone is no comparison.
        """
        chosen = choose(evidence, certainty) if complete else None
        if chosen is None and self.phase is Phase.OPEN:
            self.phase = Phase.ASKED
            self._doubtful = probabilities(evidence) if complete else {}
            return None
        chosen = chosen or likelier(evidence, self._doubtful)
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
