"""Words that are written with all their vowels, to sounds: nothing is guessed.

«اِستارت» is e s t ɒ r t, «وَاتْسَاب» w aː t s aː b: a consonant without a mark has no vowel after it. Foreign words and
the names of letters are written so (nlu/latin); everyday spelling leaves vowels out and wants letter_rules.py.
"""

from __future__ import annotations

import re

from voice.lexicon.letter_rules import RULES, LetterRules
from voice.lexicon.phones import VOWELS, Sound, undouble

_BORDER = re.compile("[\\s\u200c\u200d-]+")
_GLIDES = "یيو"
_ALEFS = "اآ"
_REST = "\u0652"  # sukun: no vowel; a waw or ya behind it is a consonant
_NUNATED = "\u064b\u064c\u064d"
_LENGTHENED = {("a", "aː"), ("i", "iː"), ("u", "uː")}


def marked_sound(text: str, language: str) -> Sound:
    """The sound of one word of "fa" or "ar"; spaces and joiners inside it («واتس‌اَپ») begin a new part."""
    phones: list[str] = []
    for part in _BORDER.split(text):
        phones += undouble(tuple(_part(part, RULES[language])))
    return undouble(tuple(phones))


def _part(letters: str, rules: LetterRules) -> list[str]:
    phones: list[str] = []
    for at, letter in enumerate(letters):
        last = phones[-1] if phones else ""
        if letter in rules.marks:
            phones += list(rules.marks[letter]) if letter in _NUNATED else [rules.marks[letter]]
        elif letter in _GLIDES:
            _glide(letters, at, phones, rules)
        elif at == 0 and letter in rules.openings and letter != "آ":
            phones += [] if _silent(letter, letters[1:2], rules) else [rules.openings[letter]]
        elif letter in rules.long_vowels:
            _lengthen(rules.long_vowels[letter], phones)
        elif at == len(letters) - 1 and letter in "هة" and letter in rules.endings:
            phones += rules.endings[letter] if last not in VOWELS else ()
        elif letter in rules.consonants:
            phones.append(rules.consonants[letter])
    return phones


def _silent(letter: str, follower: str, rules: LetterRules) -> bool:
    """Whether an alef at the start only carries the vowel that follows."""
    return follower in tuple(rules.marks) or letter == "ا" and follower in tuple(_GLIDES)


def _lengthen(long: str, phones: list[str]) -> None:
    """Add a long vowel; the short one of its kind before it is a part of it."""
    if phones and (phones[-1], long) in _LENGTHENED:
        phones[-1] = long
    else:
        phones.append(long)


def _glide(letters: str, at: int, phones: list[str], rules: LetterRules) -> None:
    """A waw or a ya: a consonant at the start, before a vowel, after a sukun, and after a vowel of another kind."""
    letter, before, after = letters[at], letters[:at], letters[at + 1 :]
    last, long = phones[-1] if phones else "", rules.long_vowels[letter]
    starts_vowel = after[:1] in (*rules.marks, *_ALEFS)
    waw_vowel = letter != "و" and after[:1] == "و" and after[1:2] not in (*rules.marks, *_ALEFS)
    closes = last in VOWELS and (last, long) not in _LENGTHENED
    if at == 0 or starts_vowel or waw_vowel or before.endswith(_REST) or closes:
        hiatus = letter != "و" and last and last not in VOWELS and after[:1] == "ا" and not before.endswith(_REST)
        phones += [long, rules.glides[letter]] if hiatus else [rules.glides[letter]]
    else:
        _lengthen(long, phones)
