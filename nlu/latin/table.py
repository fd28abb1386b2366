"""The table of usual words: words_fa.txt and words_ar.txt, found by their small letters and digits."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

Key = tuple[str, ...]
"""The parts of a written word: "Wi-Fi" is ("wi", "fi"), "4G" ("4", "g")."""

_PART = re.compile(r"[A-Za-z]+|\d+")


def parts(text: str) -> Key:
    """`text` as a key; what is neither a Latin letter nor a digit stands between parts."""
    return tuple(part.casefold() for part in _PART.findall(text.replace("'", "").replace("’", "")))


@cache
def words(language: str) -> dict[Key, tuple[str, ...]]:
    """How each usual word is said in "fa" or "ar", vowels marked, the first for the voice."""
    found: dict[Key, tuple[str, ...]] = {}
    text = Path(__file__).with_name(f"words_{language}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        written, equals, said = line.partition("#")[0].partition("=")
        if equals:
            found[parts(written)] = tuple(one.strip() for one in said.split(","))
    return found


@cache
def longest(language: str) -> int:
    """How many parts the longest key has."""
    return max(map(len, words(language)))
