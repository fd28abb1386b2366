"""The back-off model: probabilities add up, and what was seen is cheaper than what was not."""

import math

import pytest

from voice.graphs.language_model import END, START, START_HISTORY, estimate

LINES = [("a b c".split(), 2.0), ("a b d".split(), 1.0), ("c".split(), 1.0)]


@pytest.mark.parametrize("order", [1, 2, 3])
def test_probabilities_add_up_after_every_history(order: int) -> None:
    model = estimate(LINES, order)
    vocabulary = [*"abcd", END]
    for history in model.after:
        total = sum(math.exp(-model.cost(history, word)) for word in vocabulary)
        assert total >= 1 - 1e-9
        assert total < 2.0


def test_unigrams_are_a_distribution() -> None:
    assert sum(estimate(LINES, 3).after[()].values()) == pytest.approx(1.0)


def test_seen_continuations_are_cheaper() -> None:
    model = estimate(LINES, 3)
    assert model.cost((START, "a"), "b") < model.cost((START, "a"), "c")
    assert model.cost(("a", "b"), "c") < model.cost(("a", "b"), "d")


def test_words_never_seen_are_impossible() -> None:
    assert estimate(LINES, 2).cost((), "zzz") == math.inf


def test_next_history_is_the_longest_known() -> None:
    model = estimate(LINES, 3)
    assert model.next_history(START_HISTORY, "a") == (START, "a")
    assert model.next_history(("b", "c"), "a") == ("a",)
    assert model.next_history(("a",), "zzz") == ()


def test_the_background_takes_its_share_where_no_history_helps() -> None:
    plain = estimate(LINES, 3)
    model = estimate(LINES, 3, {"zzz": 3.0, "a": 1.0}, 0.1)
    assert sum(model.after[()].values()) == pytest.approx(1.0)
    assert model.after[()]["zzz"] == pytest.approx(0.075)
    assert model.after[()]["a"] == pytest.approx(0.9 * plain.after[()]["a"] + 0.025)
    assert model.after[START_HISTORY].keys() == plain.after[START_HISTORY].keys()
    assert model.cost(("a", "b"), "zzz") > model.cost((), "zzz")
