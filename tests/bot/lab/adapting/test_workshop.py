"""A head of a few shipped clips, whole: encoded, spelt, learned, written as candidates."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.lab.adapting.clips import Parts, check
from bot.lab.adapting.workshop import HeadTooNew, Order, Workshop, clear, make
from bot.lab.evaluation.utterances import read_set
from tests.lexicons import LEXICONS
from voice.lexicon.pronounce import Lexicon
from voice.listen.second_pass import models
from voice.listen.second_pass.adapting.learner import Recipe, nats_of
from voice.listen.second_pass.head import read_arrays
from voice.listen.second_pass.heads import unfit

ROOT = Path(__file__).parents[4]
SET = ROOT / "data" / "sets" / "fa-calls"


@pytest.fixture(scope="module")
def parts() -> Parts:
    if models.lack():
        pytest.skip(models.lack())
    short = sorted(read_set(SET), key=lambda sample: sample.path.stat().st_size)[:3]
    clips = check(short, "fa", Lexicon.load("fa", LEXICONS)).clips
    return Parts(clips[:2], clips[2:], (), callers=False)


def nothing(what: str, done: int, of: int) -> None:
    """Nobody wants to know."""


def new_order(heads: Path) -> Order:
    head = models.head_of("fa")
    assert head is not None
    return Order(heads, "fa", head, None, LEXICONS, Recipe(passes=2))


@pytest.fixture(scope="module")
def encoded(parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clips' frames, made once."""
    shop = Workshop(new_order(tmp_path_factory.mktemp("encoded")))
    shop.spell(parts, Lexicon.load("fa", LEXICONS), nothing)
    return shop.folder / "frames"


@pytest.fixture
def order(tmp_path: Path, encoded: Path) -> Order:
    shutil.copytree(encoded, tmp_path / "heads" / "fa" / "making" / "frames")
    return new_order(tmp_path / "heads")


def test_candidates_lie_between_the_shipped_head_and_the_learned_one(order: Order, parts: Parts) -> None:
    shop = Workshop(order)
    spelled = shop.spell(parts, Lexicon.load("fa", LEXICONS), nothing)
    assert len(spelled.learn) == 8 and len(spelled.choose) == 1 and spelled.misfits == ()
    candidates = shop.learn(spelled, nothing)
    assert [unfit(path, "fa") for path in candidates] == ["", "", "", ""]
    shipped = read_arrays(order.first)
    costs = [nats_of(arrays, spelled.learn) for arrays in (shipped, *map(read_arrays, candidates))]
    assert costs[1] < costs[4] < costs[0]
    assert all(path.stat().st_mode & 0o077 == 0 for path in shop.folder.rglob("*") if path.is_file())
    clear(shop.folder, learned=False)
    assert [path.suffix for path in shop.folder.iterdir()] == [".npz"], "no sound of the set stays"


def test_a_stopped_run_goes_on_in_another_process(order: Order, parts: Parts) -> None:
    shop = Workshop(order)
    told: list[tuple[str, int]] = []

    def stop_in_time(what: str, done: int, of: int) -> None:
        told.append((what, done))
        if (what, done) == ("learning", 1):
            raise KeyboardInterrupt

    spelled = shop.spell(parts, Lexicon.load("fa", LEXICONS), stop_in_time)
    with pytest.raises(KeyboardInterrupt):
        shop.learn(spelled, stop_in_time)
    made = make(order, parts)
    candidates = Workshop(replace(order, heads=order.heads.with_name("other"))).learn(spelled, nothing)
    for one, other in zip(made.candidates, candidates, strict=True):
        mine, theirs = read_arrays(one), read_arrays(other)
        assert all(np.allclose(mine[name], theirs[name], atol=2e-3) for name in mine)


def test_a_text_that_is_not_said_is_left_out(order: Order, parts: Parts) -> None:
    wrong = replace(parts.learn[0], sample=replace(parts.learn[0].sample, text="قژقژژ خخخخ پژواک غژغژ ژاژخایی ژرف"))
    spelled = Workshop(order).spell(
        replace(parts, learn=(wrong, parts.learn[1])), Lexicon.load("fa", LEXICONS), nothing
    )
    assert spelled.misfits == (wrong.sample.path.name,)


def test_a_head_with_layers_that_the_learner_does_not_know_is_refused(
    order: Order, parts: Parts, tmp_path: Path
) -> None:
    shop = Workshop(replace(order, first=Path(shutil.copy(order.first, tmp_path / "head.npz"))))
    shop._head._near = shop._head._near * 0.5  # as if the product computed something else
    with pytest.raises(HeadTooNew):
        shop.spell(parts, Lexicon.load("fa", LEXICONS), nothing)
