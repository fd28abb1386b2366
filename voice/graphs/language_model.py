"""A small back-off word model over weighted sentences, smoothed after Witten and Bell."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

History = tuple[str, ...]
START, END = "<s>", "</s>"
START_HISTORY: History = (START,)


@dataclass(frozen=True)
class BackoffModel:
    """Probabilities of the words seen after each history, and the share left for the shorter history."""

    after: Mapping[History, Mapping[str, float]]
    """History -> next word or END -> probability."""
    left_over: Mapping[History, float]
    weight: Mapping[History, float]
    """How often each history is met: the sum of the weights of its sentences."""

    def next_history(self, history: History, word: str) -> History:
        """The longest known history that ends in `word`."""
        longest = (*history, word)
        while longest and longest not in self.after:
            longest = longest[1:]
        return longest

    def cost(self, history: History, word: str) -> float:
        """Negative natural logarithm of P(word | history); infinite for a word never seen."""
        spent = 0.0
        while True:
            probability = self.after[history].get(word, 0.0)
            if probability > 0:
                return spent - math.log(probability)
            if not history:
                return math.inf
            spent -= math.log(self.left_over[history])
            history = history[1:]


def estimate(
    lines: Iterable[tuple[Sequence[str], float]],
    order: int,
    background: Mapping[str, float] | None = None,
    background_share: float = 0.0,
) -> BackoffModel:
    """Count up to `order` words; each count is a sum of sentence weights.

    `background` are words with counts that may come anywhere in place of what the lines know: they get
    `background_share` (0 to 1) of the probability where no history helps.
    """
    counts: dict[History, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for words, weight in lines:
        tokens = (START, *words, END)
        for at in range(1, len(tokens)):
            for size in range(min(order - 1, at) + 1):
                counts[tokens[at - size : at]][tokens[at]] += weight
    vocabulary = len(counts[()])
    after: dict[History, dict[str, float]] = {}
    left_over: dict[History, float] = {}
    met: dict[History, float] = {}
    for history in sorted(counts, key=lambda history: (len(history), history)):
        seen = counts[history]
        total, kinds = sum(seen.values()), len(seen)
        met[history], smooth = total, float(kinds)
        shorter = after.get(history[1:], {}) if history else {}
        after[history] = {
            word: (count + smooth * (shorter.get(word, 0.0) if history else 1 / vocabulary)) / (total + smooth)
            for word, count in sorted(seen.items())
        }
        left_over[history] = smooth / (total + smooth)
        if not history and background:
            after[()] = _mixed(after[()], background, background_share)
    return BackoffModel(after, left_over, met)


def _mixed(words: Mapping[str, float], background: Mapping[str, float], share: float) -> dict[str, float]:
    """`words` with 1 - `share` of the probability, `background` with the rest of it."""
    total = sum(background.values())
    mixed = {word: (1 - share) * probability for word, probability in words.items()}
    for word, count in sorted(background.items()):
        mixed[word] = mixed.get(word, 0.0) + share * count / total
    return mixed
