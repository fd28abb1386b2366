"""Codes of Latin letters and digits: AB-12345, A4, INV-2024-0015. They are spelt. For both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SPELT_LETTERS = 4  # longer words are words: COVID-19
SHORT_DIGITS = 2  # so many digits are a number: A4, COVID-19
# No part of these may be read in two ways: a long code must not be tried in all of them.
_LETTERS_FIRST = re.compile(r"(?<![\w.@/#*-])[A-Za-z][A-Za-z\d]*(?:[-_/\u2010-\u2015][A-Z\d]+)*(?![\w@]|[.,:-]\d)")
_DASHED = re.compile(r"(?<![\w.@/#*-])\d+-(?!AM|PM)[A-Z][A-Z\d]*(?:-[A-Z\d]+)*(?![\w@-])")
_APART = re.compile(r"(?<![\w.@/#*-])[A-Z]{1,3} \d{4,8}(?![\w@]|[.,:/]\d| \d)")
_DIGITS_FIRST = re.compile(r"(?<![\w])\d+[A-Za-z][A-Za-z\d]*(?!\w)")


@dataclass(frozen=True)
class Spelling:
    """How a language spells: its names of the letters, digits one by one, a small number; `kept` are no codes."""

    letters: Mapping[str, str]
    singly: Callable[[str], str]
    number: Callable[[int], str]
    kept: frozenset[str] = frozenset()


def spelt(text: str, spelling: Spelling) -> str:
    """`text` (ASCII digits) with the codes that begin with a letter in words."""
    said = text
    for pattern in (_DASHED, _APART):
        said = pattern.sub(lambda match: _spelt(match[0], spelling), said)
    return _LETTERS_FIRST.sub(lambda match: _spelt(match[0], spelling), said)


def spelt_later(text: str, spelling: Spelling) -> str:
    """`text` with what begins with a digit in words; to be called when units and currencies are words: 4G."""
    return _DIGITS_FIRST.sub(lambda match: _spelt(match[0], spelling), text)


def _spelt(code: str, spelling: Spelling) -> str:
    parts = re.findall(r"[A-Za-z]+|\d+", code)
    if {code, parts[0]} & spelling.kept or not any(map(str.isdigit, code)):
        return code
    said = ""
    for before, part in zip(["", *parts], parts):  # noqa: B905
        short = part.isdigit() and len(part) <= SHORT_DIGITS and not part.startswith("0")
        close = part.isalpha() or short and before.isalpha()
        said += ("" if not said else " " if close else "، ") + (
            _letters(part, spelling) if part.isalpha() else _digits(part, short, spelling)
        )
    return said


def _digits(part: str, short: bool, spelling: Spelling) -> str:
    return spelling.number(int(part)) if short else spelling.singly(part)


def _letters(part: str, spelling: Spelling) -> str:
    if len(part) > SPELT_LETTERS or not part.isupper() and len(part) > 1:
        return part
    return " ".join(spelling.letters[letter] for letter in part.upper())
