"""How much of what was to be said was played, in words: estimated from the sound that left and the sound there is."""

import re

from voice.audio import FRAME_BYTES, FRAME_MS

CUT_MARK = " …"
"""Stands where the caller heard no further."""
DIGIT_LETTERS = 5
"""A digit takes as long as so many letters («۳۴۵» is four words)."""
MS_A_LETTER = 100
"""A guess for sound that was not made to its end before the saying stopped (espeak-ng: 75 Arabic, 110 Persian)."""


class Script:
    """Texts that are said one after the other, and the sound that was made of each so far."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._bytes = [0] * len(texts)
        self._made = 0
        """How many texts have all their sound."""

    def sound(self, pcm: bytes) -> None:
        """A piece of the present text's sound."""
        self._bytes[self._made] += len(pcm)

    def next(self) -> None:
        """The present text has all its sound."""
        self._made += 1

    def played(self, played_ms: int) -> str:
        """The words that `played_ms` of sound hold, cut behind a whole one and marked; "" when that is none."""
        heard: list[str] = []
        left_ms = float(played_ms)
        for place, text in enumerate(self._texts):
            lasts_ms = self._lasts_ms(place)
            if left_ms < lasts_ms:
                rest = " ".join([text, *self._texts[place + 1 :]])
                heard.append(_words(text, left_ms / lasts_ms))
                told = " ".join(filter(None, heard))
                return told + CUT_MARK if told and any(letter.isalnum() for letter in rest) else told
            heard.append(text)
            left_ms -= lasts_ms
        return " ".join(heard)

    def _lasts_ms(self, place: int) -> float:
        made_ms = self._bytes[place] / FRAME_BYTES * FRAME_MS
        return made_ms if place < self._made else max(made_ms, _letters(self._texts[place]) * MS_A_LETTER)


def _letters(text: str) -> int:
    return sum(DIGIT_LETTERS if letter.isdigit() else not letter.isspace() for letter in text)


def _words(text: str, share: float) -> str:
    """The words that end within that share of the text's letters."""
    within, letters, end = share * _letters(text), 0, 0
    for word in re.finditer(r"\S+", text):
        letters += _letters(word.group())
        if letters > within:
            break
        end = word.end()
    return text[:end]
