"""From the outputs of a network, each a piece of a word with its time, to words. Pure."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from voice.events import Word

UNTOLD = 0.75
"""Confidence of a word where the engine tells no probabilities: enough to be acted upon, not to be sure of."""
LONGEST_TOKEN_MS = 240
"""A token's time is its beginning: a word's end is where the next word begins, but no later than this after it."""
UNKNOWN = "<unk>"


@dataclass(frozen=True, slots=True)
class Token:
    """One output. `text` begins with a space where a word begins; `log_prob`: natural logarithm, None: not told."""

    text: str
    at_ms: float
    log_prob: float | None = None


def words_of(text: str, tokens: Sequence[Token]) -> list[tuple[Word, bool]]:
    """The words of `text`, each with "is it known?"; times and confidences come from the tokens.

    Where pieces and text do not fit together (a network that writes bytes), the times are spread evenly.
    """
    groups = _grouped(tokens)
    written = text.split()
    if len(groups) != len(written):
        groups = _spread(len(written), tokens)
    nexts = [*(group[0].at_ms for group in groups[1:]), math.inf]
    words = []
    for spelt, group, next_ms in zip(written, groups, nexts, strict=False):  # without words there is one too many
        plain = _without_marks(spelt)
        if plain:
            end_ms = min(next_ms, group[-1].at_ms + LONGEST_TOKEN_MS)
            word = Word(plain, _confidence(group), round(group[0].at_ms), round(max(end_ms, group[0].at_ms)))
            words.append((word, UNKNOWN not in spelt))
    return words


def _grouped(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each word; one that is nothing but a space belongs to none."""
    groups: list[list[Token]] = []
    begins = True
    for token in tokens:
        begins = begins or token.text.startswith((" ", "▁"))
        if not token.text.strip(" ▁"):
            continue
        if begins:
            groups.append([])
        groups[-1].append(token)
        begins = token.text.endswith(" ")
    return groups


def _spread(count: int, tokens: Sequence[Token]) -> list[list[Token]]:
    """So many words over the time of all tokens."""
    if not count or not tokens:
        return [[Token("", 0.0)] for _ in range(count)]
    first_ms, last_ms = tokens[0].at_ms, tokens[-1].at_ms + LONGEST_TOKEN_MS
    sure = [token.log_prob for token in tokens if token.log_prob is not None]
    mean = sum(sure) / len(sure) if sure else None
    return [[Token("", first_ms + (last_ms - first_ms) * at / count, mean)] for at in range(count)]


def _confidence(group: Sequence[Token]) -> float:
    """The geometric mean of its tokens' probabilities."""
    told = [token.log_prob for token in group if token.log_prob is not None]
    return min(1.0, math.exp(sum(told) / len(told))) if told else UNTOLD


def _without_marks(word: str) -> str:
    """Without punctuation around it, which some networks write and none of our rules expects."""
    if UNKNOWN in word:
        return UNKNOWN
    letters = [at for at, letter in enumerate(word) if not unicodedata.category(letter).startswith(("P", "Z"))]
    return word[letters[0] : letters[-1] + 1] if letters else ""
