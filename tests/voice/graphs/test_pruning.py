"""Pruning: what the shorter history tells goes, what it does not tell stays, and probabilities add up."""

import math
import random

import pytest

from voice.graphs.language_model import END, START, START_HISTORY, BackoffModel, estimate
from voice.graphs.pruning import pruned

WORDS = "abcdefgh"
draw = random.Random(1)
LINES = [([draw.choice(WORDS) for _ in range(draw.randint(1, 6))], draw.uniform(0.2, 2)) for _ in range(300)]
LINES += [("a b c d".split(), 40.0)]


def _entropy(model: BackoffModel) -> float:
    """Mean cost of a word of LINES, nats."""
    spent = read = 0.0
    for words, weight in LINES:
        history = START_HISTORY
        for word in (*words, END):
            spent += weight * model.cost(history, word)
            read += weight
            history = model.next_history(history, word)
    return spent / read


def _arcs(model: BackoffModel) -> int:
    return sum(map(len, model.after.values()))


@pytest.mark.parametrize("threshold", [1e-5, 1e-3, 1e-1])
def test_probabilities_add_up_after_every_history(threshold: float) -> None:
    model = pruned(estimate(LINES, 3), threshold)
    for history in model.after:
        total = sum(math.exp(-model.cost(history, word)) for word in (*WORDS, END))
        assert total == pytest.approx(1.0)


def test_the_more_may_be_lost_the_smaller_it_is_and_the_dearer_the_text() -> None:
    whole = estimate(LINES, 3)
    models = [whole, *(pruned(whole, threshold) for threshold in (1e-5, 1e-3, 1e-2))]
    sizes, entropies = [_arcs(model) for model in models], [_entropy(model) for model in models]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0]
    assert entropies == sorted(entropies)


def test_what_the_shorter_history_does_not_tell_stays() -> None:
    model = pruned(estimate(LINES, 3), 1e-3)
    assert "d" in model.after["b", "c"]
    assert model.cost(("b", "c"), "d") < model.cost(("h", "c"), "d")


def test_without_a_threshold_nothing_is_lost() -> None:
    whole = estimate(LINES, 3, {"zzz": 1.0}, 0.02)
    model = pruned(whole, -math.inf)
    assert model.after == whole.after
    assert model.cost((START, "a"), "zzz") == pytest.approx(whole.cost((START, "a"), "zzz"), rel=0.01)


def test_every_history_has_the_shorter_one_to_fall_back_to() -> None:
    model = pruned(estimate(LINES, 4), 3e-3)
    assert all(history[1:] in model.after for history in model.after if history)
    assert model.next_history(("zzz",), "a") in model.after
