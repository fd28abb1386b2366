"""The learner's head against the product's, its gradient against differences (torch's: see the training's tests)."""

import numpy as np
import pytest

from tests.voice.listen.second_pass.random_head import random_head
from voice.listen.second_pass.adapting.gradient import LEARNED, Batch, Step
from voice.listen.second_pass.encoder import WIDTH
from voice.listen.second_pass.head import Head
from voice.listen.second_pass.mel import Floats

LABELS = [(1, 2, 2, 3), (4, 1), (5,)]
LENGTHS = np.array([14, 11, 6])


def batch() -> Batch:
    frames = np.random.default_rng(2).normal(size=(3, 14, WIDTH)).astype(np.float32)
    for row, size in zip(frames, LENGTHS, strict=True):
        row[size:] = 0
    return Batch(frames, LENGTHS, LABELS)


def mean_nats(weights: dict[str, Floats]) -> float:
    nats, _ = Step(weights, batch()).gradients()
    return float(np.mean(nats / [len(one) for one in LABELS]))


def test_a_batch_is_heard_as_each_clip_alone() -> None:
    weights, given = random_head(outputs=6), batch()
    told, head = Step(weights, given).log_probs, Head(weights)
    for frames, size, mine in zip(given.frames, LENGTHS, told, strict=True):
        assert np.allclose(head(frames[:size]), mine[:size], atol=1e-4)


@pytest.mark.parametrize("name", LEARNED)
def test_the_gradient_is_that_of_small_differences(name: str) -> None:
    weights = random_head(outputs=6)
    _, grown = Step(weights, batch()).gradients()
    way = grown[name] / np.linalg.norm(grown[name])  # uphill, where a difference is largest against float32
    step = np.float32(0.02)
    up, down = (mean_nats({**weights, name: weights[name] + sign * step * way}) for sign in (1, -1))
    assert (up - down) / (2 * step) == pytest.approx(float((grown[name] * way).sum()), rel=0.03)
