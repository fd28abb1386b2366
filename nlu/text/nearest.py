"""Which of some questions is nearest to what was said: cosine of TF-IDF over runs of letters, words and pairs of words.

How rare a run is, is counted among the questions and in a background of other sentences: «چقدره» tells little,
«گارانتی» much. Runs forgive endings and spellings; folding (`fold.match_key`) forgives the rest.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nlu.text.fold import match_key

RUNS = range(2, 5)
"""Lengths of the runs of letters, inside words with a blank at both ends."""
WORD = "="
"""What a word or a pair begins with, so that none is taken for a run of letters."""


@dataclass(frozen=True)
class Near:
    """A question, the name that it stands under, and how near it is: 0 (nothing in common) to 1 (the same)."""

    similarity: float
    name: str
    question: str


@dataclass(frozen=True)
class Rarity:
    """In how many of `texts` sentences each gram stands; one that is not here stands in none."""

    texts: int
    counts: Mapping[str, int]

    def weight(self, gram: str) -> float:
        """The inverse document frequency, smoothed."""
        return math.log((1 + self.texts) / (1 + self.counts.get(gram, 0))) + 1


def rarity(keys: Iterable[str], least: int = 1) -> Rarity:
    """Counted in folded sentences; grams of fewer than `least` of them are left out."""
    texts, counts = 0, Counter[str]()
    for key in keys:
        texts += 1
        counts.update(set(grams(key)))
    return Rarity(texts, {gram: count for gram, count in counts.items() if count >= least})


def grams(key: str) -> Iterator[str]:
    """Runs of letters, words and pairs of neighbours of a folded text."""
    words = key.split()
    for word in words:
        padded = f" {word} "
        for length in RUNS:
            yield from (padded[at : at + length] for at in range(len(padded) - length + 1))
        yield WORD + word
    yield from (f"{WORD}{one}{WORD}{two}" for one, two in zip(words, words[1:], strict=False))


class Nearest:
    """Questions of one language, ready to be compared."""

    def __init__(self, questions: Iterable[tuple[str, str]], language: str, background: Rarity | None = None) -> None:
        """`questions`: pairs of name and question; `background`: of the language, without the questions."""
        self._language = language
        self._questions = tuple(questions)
        keys = [match_key(question, language) for _, question in self._questions]
        own, behind = rarity(keys), background or Rarity(0, {})
        together = Counter(behind.counts)
        together.update(own.counts)
        self._rarity = Rarity(own.texts + behind.texts, together)
        self._places: dict[str, list[tuple[int, float]]] = defaultdict(list)  # of each gram: question and weight
        for number, key in enumerate(keys):
            for gram, weight in self._vector(key).items():
                self._places[gram].append((number, weight))

    def ranked(self, text: str) -> list[Near]:
        """The nearest question of each name that has anything in common with `text`, the nearest first."""
        sums: dict[int, float] = defaultdict(float)
        for gram, weight in self._vector(match_key(text, self._language)).items():
            for number, other in self._places.get(gram, ()):
                sums[number] += weight * other
        best: dict[str, Near] = {}
        for number, similarity in sums.items():
            name, question = self._questions[number]
            if name not in best or similarity > best[name].similarity:
                best[name] = Near(min(similarity, 1.0), name, question)
        return sorted(best.values(), key=lambda near: (-near.similarity, near.name))

    def _vector(self, key: str) -> dict[str, float]:
        weights = {gram: (1 + math.log(n)) * self._rarity.weight(gram) for gram, n in Counter(grams(key)).items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {gram: weight / norm for gram, weight in weights.items()}
