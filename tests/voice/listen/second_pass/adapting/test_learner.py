"""A head learns from a few clips, stays near what it was, and goes on where it was stopped."""

from pathlib import Path

import numpy as np
import pytest

from tests.voice.listen.second_pass.random_head import random_head
from voice.listen.second_pass.adapting.learner import Heard, Learner, Recipe, between, nats_of
from voice.listen.second_pass.encoder import WIDTH
from voice.listen.second_pass.mel import Floats

RECIPE = Recipe(passes=6, rate=3e-3, batch_frames=60)


@pytest.fixture
def clips() -> list[Heard]:
    """Five clips in each of which a sound is a direction of the frames."""
    rng = np.random.default_rng(4)
    sounds = rng.normal(size=(6, WIDTH)) * 2
    found = []
    for _ in range(5):
        labels = tuple(rng.integers(1, 6, 3).tolist())
        rows = np.repeat(sounds[[0, *(one for label in labels for one in (label, 0))]], 3, axis=0)
        found.append(Heard((rows + rng.normal(size=rows.shape) * 0.1).astype(np.float32), labels))
    return found


def learned(learner: Learner, clips: list[Heard]) -> Learner:
    while not learner.done:
        learner.one_pass(clips)
        learner.note(clips)
    return learner


def apart(one: dict[str, Floats], other: dict[str, Floats]) -> float:
    return float(sum(((one[name] - other[name]) ** 2).sum() for name in other))


def test_it_learns(clips: list[Heard]) -> None:
    first = random_head(outputs=6)
    done = learned(Learner(first, RECIPE), clips)
    assert done.best_nats < 0.7 * nats_of(first, clips)
    assert nats_of(done.best, clips) == pytest.approx(done.best_nats, rel=1e-4)


def test_the_pull_keeps_it_near_to_where_it_began(clips: list[Heard]) -> None:
    first = random_head(outputs=6)
    free, held = (learned(Learner(first, Recipe(6, 3e-3, pull=pull, batch_frames=60)), clips) for pull in (0.0, 30.0))
    assert apart(held.weights, first) < 0.9 * apart(free.weights, first)


def test_one_that_was_stopped_ends_where_an_unbroken_one_does(clips: list[Heard], tmp_path: Path) -> None:
    first, file = random_head(outputs=6), tmp_path / "learner.npz"
    unbroken = learned(Learner(first, RECIPE), clips)
    stopped = Learner(first, RECIPE)
    for _ in range(3):
        stopped.one_pass(clips)
        stopped.note(clips)
    stopped.save(file)
    again = Learner(first, RECIPE)
    assert again.restore(file) and again.passes == 3
    assert all(np.array_equal(learned(again, clips).best[name], unbroken.best[name]) for name in first)
    assert file.stat().st_mode & 0o077 == 0


def test_a_file_of_another_recipe_or_a_broken_one_is_not_gone_on_from(clips: list[Heard], tmp_path: Path) -> None:
    Learner(random_head(outputs=6), RECIPE).save(tmp_path / "learner.npz")
    other = Learner(random_head(outputs=6), Recipe(passes=9))
    assert not other.restore(tmp_path / "learner.npz")
    (tmp_path / "broken.npz").write_bytes((tmp_path / "learner.npz").read_bytes()[:1000])
    assert not other.restore(tmp_path / "broken.npz")
    assert not other.restore(tmp_path / "none.npz")


def test_between_two_heads() -> None:
    one, other = random_head(outputs=6, seed=1), random_head(outputs=6, seed=2)
    middle = between(one, other, 0.5)
    assert np.allclose(middle["out.bias"], (one["out.bias"] + other["out.bias"]) / 2)
    assert np.allclose(between(one, other, 0.0)["out.bias"], one["out.bias"])
