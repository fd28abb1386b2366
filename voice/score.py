"""How right a transcript is: word and character errors, and whole sentences, on letter-folded text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlu.text.letters import typed

_DROPPED = re.compile("[\u0640\u064b-\u0655\u0670\u200b-\u200f.,!?؟،؛:«»\"'()\\[\\]-]")


@dataclass(frozen=True)
class Score:
    """Errors over a set of utterances; rates are 0 to 1 (a rate of errors may exceed 1)."""

    word_errors: int
    words: int
    character_errors: int
    characters: int
    right_sentences: int
    sentences: int

    @property
    def word_error_rate(self) -> float:
        return self.word_errors / max(1, self.words)

    @property
    def character_error_rate(self) -> float:
        return self.character_errors / max(1, self.characters)

    @property
    def sentence_accuracy(self) -> float:
        return self.right_sentences / max(1, self.sentences)


def fold(text: str) -> str:
    """One spelling for what Persian and Arabic keyboards write differently; no marks, no joiners, single spaces."""
    return " ".join(typed(_DROPPED.sub("", text.replace("\u200c", ""))).lower().split())


def edit_distance(reference: Sequence[str], heard: Sequence[str]) -> int:
    """Least number of substitutions, insertions and deletions (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for at, wanted in enumerate(reference, 1):
        previous, row[0] = row[0], at
        for column, got in enumerate(heard, 1):
            cost = min(row[column] + 1, row[column - 1] + 1, previous + (wanted != got))
            previous, row[column] = row[column], cost
    return row[-1]


def score(pairs: Sequence[tuple[str, str]]) -> Score:
    """Score (reference, heard) pairs of texts."""
    folded = [(fold(reference), fold(heard)) for reference, heard in pairs]
    return Score(
        word_errors=sum(edit_distance(reference.split(), heard.split()) for reference, heard in folded),
        words=sum(len(reference.split()) for reference, _ in folded),
        character_errors=sum(
            edit_distance(reference.replace(" ", ""), heard.replace(" ", "")) for reference, heard in folded
        ),
        characters=sum(len(reference.replace(" ", "")) for reference, _ in folded),
        right_sentences=sum(reference == heard for reference, heard in folded),
        sentences=len(folded),
    )
