"""Letter folding for matching: one alphabet for Persian and Arabic, and colloquial words brought to their written form.

The result is a key for comparing, never a text for people or for the voice. Order in a turn:
recogniser's text -> language -> fold -> this key -> understanding.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from nlu.latin import keys
from nlu.text.colloquial import DIALECT_AR, WORDS_FA, colloquial_verb
from nlu.text.languages import FALLBACK
from nlu.text.letters import fold

_SOUNDS_AR = str.maketrans("گچپڤڭ", "کجبفک")
"""Letters for sounds of spoken Arabic, and what stands for them where a keyboard has none: «گال» is «كال»."""

# A word: Arabic letters with their marks, or Latin letters; a number is a token of its own.
_TOKEN = re.compile(
    r"\d+|[A-Za-z]+(?:['’][a-z])?|[^\W\d_a-zA-Z](?:[^\W\d_a-zA-Z]|[\u0610-\u061a\u064b-\u065f\u0670\u200d])*"
)
_LATIN = re.compile("[a-z'’]+")
_ARTICLES = frozenset("ال بال وال لل فال ب ل و".split())
_PREFIXES = ("می", "نمی")
_RUN_MOST = 6
"""Tokens of the longest foreign word: «دابلیو دابلیو دابلیو», «یو اس اس دی»."""
_ROUNDS = 4  # joining may make a word that the table knows; one round is the most seen in the training data
_SUFFIXES = {"ها", "های", "هایی", "ام", "ات", "اش", "ای", "تر", "ترین", "مان", "تان", "شان"}


@dataclass(frozen=True)
class Token:
    """A matching key and where its letters stand in the text that was given."""

    key: str
    start: int
    end: int


def _words(text: str) -> list[Token]:
    found = [Token(fold(match.group()).lower(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    return [token for token in found if token.key]


def _native(tokens: list[Token], language: str) -> list[Token]:
    """Usual foreign words, however they are written, with one key each; an ending or article is joined to them."""
    found: list[Token] = []
    at, open_end = 0, False
    while at < len(tokens):
        match = keys.match([token.key for token in tokens[at : at + _RUN_MOST]], language, fold)
        first, last = tokens[at], tokens[at + (match.count if match else 1) - 1]
        is_latin = bool(_LATIN.fullmatch(first.key))
        key = match.key if match else keys.by_rule(first.key, language, fold) if is_latin else first.key
        written_on = bool(found) and found[-1].end == first.start
        article = is_latin and bool(found) and language == "ar" and found[-1].key in _ARTICLES
        if article or written_on and (open_end or is_latin) and not first.key.isdigit():
            before = found.pop()
            found.append(Token(before.key + key, before.start, last.end))
        else:
            found.append(Token(key, first.start, last.end))
        open_end = bool(_LATIN.fullmatch(last.key))
        at += match.count if match else 1
    return found


def _joined(tokens: list[Token], fits: Callable[[str, str], bool]) -> list[Token]:
    found: list[Token] = []
    for token in tokens:
        if found and fits(found[-1].key, token.key):
            before = found.pop()
            token = Token(before.key + token.key, before.start, token.end)
        found.append(token)
    return found


def _verb_parts(before: str, word: str) -> bool:
    return before in _PREFIXES and not word.startswith(_PREFIXES) and not word.isdigit()


def _suffix(before: str, word: str) -> bool:
    return word in _SUFFIXES and not before.isdigit() and len(before) > 1


def _plain(word: str, language: str) -> str:
    """The written form of a colloquial word; applied until nothing changes, so that folding twice is folding once."""
    if language == "ar":
        word = word.translate(_SOUNDS_AR)
    for _ in range(_ROUNDS):
        new = DIALECT_AR.get(word, word) if language == "ar" else colloquial_verb(WORDS_FA.get(word, word))
        if new == word:
            break
        word = new
    return word


def tokens(text: str, language: str = FALLBACK) -> list[Token]:
    """The matching keys of `text` in order, each with its offsets in `text`.

    Persian: «می خواهم», «می‌خواهم», «میخواهم» and «می‌خوام» give one key. Arabic: dialect words give the written one.
    """
    found = _native(_words(text), language)
    if language == "fa":
        found = _joined(_joined(found, _verb_parts), _suffix)
    return [Token(_plain(token.key, language), token.start, token.end) for token in found]


def match_key(text: str, language: str = FALLBACK) -> str:
    """`text` as a key for comparing: its tokens with one space between. Idempotent."""
    key = text
    for _ in range(_ROUNDS):  # bounded: two entries of a table that undo each other must not hang a call
        again = " ".join(token.key for token in tokens(key, language))
        if again == key:
            break
        key = again
    return key
