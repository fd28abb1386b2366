"""Words in Latin letters inside Persian and Arabic: SMS, WhatsApp, Wi-Fi, hatef.ir.

One owner of how they are said, in native letters with all vowels marked: the voice speaks them (spoken.py), the
recogniser's lexicon takes their sounds (`Latin`), and matching keys make «VPN» and «وی پی ان» one (keys.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from nlu.latin.readings import reading


@dataclass(frozen=True)
class Latin:
    """How one language, "fa" or "ar", reads words in Latin letters."""

    language: str

    def known(self, word: str) -> tuple[str, ...]:
        """Ways to say a word that the table or the names of its letters tell; none for any other."""
        found = reading(word, self.language)
        return found.said if found.sure else ()

    def guessed(self, word: str) -> tuple[str, ...]:
        """Ways to say any word with a Latin letter, by rule at last."""
        return reading(word, self.language).said
