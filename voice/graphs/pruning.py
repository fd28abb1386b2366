"""Leaving out of a back-off model what the shorter history tells nearly as well.

A. Stolcke, "Entropy-based pruning of backoff language models", 1998: a word after a history goes where its loss, the
relative entropy between the models with and without it, is below a threshold.
"""

import math

from voice.graphs.language_model import BackoffModel, History

TINY = 1e-9
"""Of rounding: no probability that is left over may be 0."""


def pruned(model: BackoffModel, threshold: float) -> BackoffModel:
    """`model` without the words after histories whose loss, in nats a word of text, is below `threshold`.

    A word that leads to a longer history stays as long as that does; after every history probabilities sum to 1.
    """
    kept: dict[History, dict[str, float]] = {}
    for history in sorted(model.after, key=lambda history: (-len(history), history)):
        words = dict(model.after[history])
        if history:
            losses = _losses(model, history)
            words = {word: p for word, p in words.items() if (*history, word) in kept or losses[word] >= threshold}
        if words or history in kept:
            kept[history] = words
            kept.setdefault(history[1:], {})  # where longer histories fall back to
    after = {history: kept[history] for history in sorted(kept, key=lambda history: (len(history), history))}
    left_over: dict[History, float] = {(): 1.0}
    result = BackoffModel(after, left_over, model.weight)
    for history in after:
        if history:
            left_over[history] = _left_over(result, history)
    return result


def _losses(model: BackoffModel, history: History) -> dict[str, float]:
    """What each word after `history` would cost if the shorter history told it."""
    share, back = model.weight[history] / model.weight[()], model.left_over[history]
    free = max(TINY, 1 - sum(model.after[history].values()))
    losses = {}
    for word, probability in model.after[history].items():
        shorter = math.exp(-model.cost(history[1:], word))
        new_back = (free + probability) / (free / back + shorter)
        lost = probability * math.log(probability / (new_back * shorter)) + free * math.log(back / new_back)
        losses[word] = share * lost
    return losses


def _left_over(model: BackoffModel, history: History) -> float:
    """The share of what is free after `history` in what is free after the shorter one."""
    words = model.after[history]
    shorter = sum(math.exp(-model.cost(history[1:], word)) for word in words)
    return max(TINY, 1 - sum(words.values())) / max(TINY, 1 - shorter)
