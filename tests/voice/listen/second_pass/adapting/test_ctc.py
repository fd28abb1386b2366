"""The cost against all paths written out, its gradient against differences."""

import itertools
import math

import numpy as np
import pytest

from voice.listen.second_pass.adapting.ctc import cost, frames_needed, nats
from voice.listen.second_pass.mel import Floats


def distributions(examples: int, frames: int, outputs: int, seed: int = 1) -> Floats:
    logits = np.random.default_rng(seed).normal(0, 1.5, (examples, frames, outputs))
    return np.asarray(logits - np.log(np.exp(logits).sum(2, keepdims=True)), np.float32)


def by_all_paths(log_probs: Floats, labels: tuple[int, ...]) -> float:
    """-log of the sum over every path that collapses to `labels`."""
    total = 0.0
    for path in itertools.product(range(log_probs.shape[1]), repeat=len(log_probs)):
        collapsed = tuple(one for one, _ in itertools.groupby(path) if one)
        if collapsed == labels:
            total += float(np.exp(sum(log_probs[at, one] for at, one in enumerate(path))))
    return -math.log(total)


@pytest.mark.parametrize("labels", [(1,), (1, 2), (2, 2), (1, 2, 1), (3, 3, 1)])
def test_it_sums_over_all_paths(labels: tuple[int, ...]) -> None:
    log_probs = distributions(1, 5, 4)[0]
    assert nats(log_probs, [labels])[0] == pytest.approx(by_all_paths(log_probs, labels), rel=1e-4)


def test_several_spellings_of_one_sound() -> None:
    log_probs = distributions(1, 5, 4)[0]
    spellings = [(1, 2, 3), (2,), (1, 1)]
    assert nats(log_probs, spellings) == pytest.approx([by_all_paths(log_probs, one) for one in spellings], rel=1e-4)


def test_examples_of_different_length_do_not_mix() -> None:
    log_probs = distributions(2, 6, 4)
    told = cost(log_probs, np.array([6, 4]), [(1, 2), (3, 3, 2)]).nats
    wanted = [by_all_paths(log_probs[0], (1, 2)), by_all_paths(log_probs[1, :4], (3, 3, 2))]
    assert told == pytest.approx(wanted, rel=1e-4)


def test_too_few_frames_cost_infinitely_much_and_teach_nothing() -> None:
    told = cost(distributions(1, 3, 4), np.array([3]), [(1, 1, 1)])
    assert np.isinf(told.nats[0]) and not told.gradient.any()
    assert frames_needed((1, 1, 1)) == 5


def test_the_gradient_is_that_of_small_differences() -> None:
    lengths, labels = np.array([6, 4]), [(1, 2), (3, 3, 2)]
    logits = np.random.default_rng(3).normal(0, 1.5, (2, 6, 4))

    def normal(given: np.ndarray) -> Floats:
        return np.asarray(given - np.log(np.exp(given).sum(2, keepdims=True)), np.float32)

    found = cost(normal(logits), lengths, labels).gradient
    for place in [(0, 0, 1), (0, 5, 0), (1, 1, 3), (1, 3, 2), (1, 5, 1)]:
        moved = np.zeros_like(logits)
        moved[place] = 1e-2
        up, down = (float(cost(normal(logits + way * moved), lengths, labels).nats.sum()) for way in (1, -1))
        assert found[place] == pytest.approx((up - down) / 2e-2, abs=2e-3)
