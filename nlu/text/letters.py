"""One form a letter for all languages: what keyboards and recognisers write in several ways, written in one.

typed    «كتاب», «کتاب»    what two keyboards write for one letter
folded   «مسؤول», «مسوول»   as well what people write or leave out as they like, marks, joiners, digits

The result is for comparing, never for people or a voice.
"""

from __future__ import annotations

import unicodedata

from nlu.text.languages import ASCII_DIGITS, LANGUAGES

_TYPED = {**dict.fromkeys("يى", "ی"), "ك": "ک", **dict.fromkeys("ةۀ", "ه"), **dict.fromkeys("أإآٱ", "ا")}
_LETTERS = {
    **_TYPED,
    "ئ": "ی",
    **dict.fromkeys("ەھہ", "ه"),
    "ؤ": "و",
    "ء": "",
    "ـ": "",
    "\u200c": " ",
    "\u200d": "",
    "\u200e": "",
    "\u200f": "",
    "\u0670": "",
}
_MARKS = {chr(code): "" for code in (*range(0x064B, 0x0660), *range(0x0610, 0x061B))}
_DIGITS = {char: plain for one in LANGUAGES.values() for char, plain in zip(one.digits, ASCII_DIGITS, strict=True)}
_ONE_KEYBOARD = str.maketrans(_TYPED)
_FOLDED = str.maketrans({**_LETTERS, **_MARKS, **_DIGITS})


def typed(text: str) -> str:
    """`text` as one keyboard would have written it; marks, joiners and hamzas stay."""
    return text.translate(_ONE_KEYBOARD)


def fold(text: str) -> str:
    """Letters only: NFKC, one form a letter, no marks, ASCII digits, ZWNJ as a space. Idempotent."""
    return unicodedata.normalize("NFKC", text).translate(_FOLDED)
