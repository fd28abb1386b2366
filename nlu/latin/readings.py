"""How a word in Latin letters is said in Persian or Arabic, in that language's own letters with all vowels marked.

"WhatsApp" ─▶ the table of usual words ─▶ «واتساپ»        known
"VPN"      ─▶ the names of the letters ─▶ «وی پی اِن»      known
"SnappPay" ─▶ parts at inner capitals, each as above; else read by rule (english.py)   guessed
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice, product

from nlu.latin import english
from nlu.latin.letters import is_spelt, spellings
from nlu.latin.table import parts, words

WORD = r"(?:https?://)?[A-Za-z\d]+(?:['’._@+-]+[A-Za-z\d]+)*"
"""A word in Latin letters, with its digits and an address's signs; it may be a number alone."""
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[A-Z]|\d+")
_DIGITS = {
    "fa": dict(zip("0123456789", "صِفر یِک دُ سِه چِهار پَنج شیش هَفت هَشت نُه".split(), strict=True)),
    "ar": dict(zip("0123456789", "صِفْر وَاحِد اِثْنَيْن ثَلَاثَة أَرْبَعَة خَمْسَة سِتَّة سَبْعَة ثَمَانِيَة تِسْعَة".split(), strict=True)),
}
_DOT = {"fa": "دات", "ar": "دُوت"}
_AT = {"fa": "اَت", "ar": "آت"}
_COUNTRY = 2
"""Letters of a country's domain: .ir and .sa are spelt."""
_MOST = 6


@dataclass(frozen=True)
class Reading:
    """Ways to say one written word, the usual one first; `sure` where none of its parts was read by rule."""

    said: tuple[str, ...]
    sure: bool


@cache
def reading(word: str, language: str) -> Reading:
    """How `word` (Latin letters, digits, signs between them; at least one letter) is said in "fa" or "ar"."""
    if found := words(language).get(parts(word)):
        return Reading(found, True)
    pieces = [piece for part in _split(word) for piece in _pieces(part, language)]
    said = tuple(" ".join(one) for one in islice(product(*(piece.said for piece in pieces)), _MOST))
    return Reading(said, all(piece.sure for piece in pieces))


def without_known(text: str, language: str) -> str:
    """`text` without its words in Latin letters that are not read by rule: what is left of them is a guess."""

    def left(match: re.Match[str]) -> str:
        return match[0] if match[0].isdigit() or not reading(match[0], language).sure else ""

    return re.sub(WORD, left, text)


def _split(word: str) -> list[str]:
    """An address at its signs, which are said: hatef.ir, info@hatef.ir."""
    plain = re.sub(r"^https?://", "", word)
    found = [part for part in re.split(r"(\.(?=[A-Za-z])|@)", plain) if part]
    return [
        part.upper() if before == "." and len(part) == _COUNTRY else part
        for before, part in zip(["", *found], found, strict=False)
    ]


def _pieces(part: str, language: str) -> list[Reading]:
    """One part of an address or a whole word: runs that the table knows, and what is between them."""
    if part in (".", "@"):
        return [Reading(((_DOT if part == "." else _AT)[language],), True)]
    if whole := words(language).get(parts(part)):
        return [Reading(whole, True)]
    pieces, found, at = _PIECE.findall(part), [], 0
    while at < len(pieces):
        count, said = _known(pieces[at:], language)
        found.append(Reading(said, True) if said else _piece(pieces[at], language))
        at += count
    return found


def _known(pieces: list[str], language: str) -> tuple[int, tuple[str, ...]]:
    """How many pieces from the first on are one entry of the table, and how it is said; nothing where none is."""
    for count in range(len(pieces), 0, -1):
        for between in ("", " "):
            if said := words(language).get(parts(between.join(pieces[:count]))):
                return count, said
    return 1, ()


def _piece(piece: str, language: str) -> Reading:
    if piece.isdigit():
        return Reading((" ".join(_DIGITS[language][digit] for digit in piece),), True)
    if is_spelt(piece):
        return Reading(spellings(piece, language), True)
    return Reading(english.readings(piece.casefold(), language), False)
