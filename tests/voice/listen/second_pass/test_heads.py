"""Heads of one's own: released, chosen, gone back to; what does not fit is not taken."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.voice.listen.second_pass.random_head import random_head
from voice.lexicon.phones import phone_table
from voice.listen.second_pass.head import Head
from voice.listen.second_pass.heads import SHIPPED, HeadStore, HeadUnfit, HeadUnknown, pack, unfit
from voice.listen.second_pass.models import head_of

OUTPUTS = len(phone_table("fa").phones) + 1


@pytest.fixture
def store(tmp_path: Path) -> HeadStore:
    return HeadStore(tmp_path / "heads", "fa")


def released(store: HeadStore, seed: int = 1) -> int:
    return store.release(random_head(OUTPUTS, seed), {"figures": {}}).number


def test_without_releases_the_shipped_head_hears(store: HeadStore) -> None:
    assert store.releases() == [] and store.chosen() == SHIPPED
    assert store.in_use().release is None and store.in_use().why == ""


def test_a_release_is_this_users_alone_and_says_what_it_is_for(store: HeadStore) -> None:
    number = released(store)
    (one,) = store.releases()
    assert (one.number, one.why) == (number, "") == (1, "")
    assert [path.stat().st_mode & 0o077 for path in (one.path, one.path.parent, store.folder)] == [0, 0, 0]
    assert set(one.manifest["made_for"]) == {"phones", "encoder"}
    frames = np.random.default_rng(1).normal(size=(20, 512)).astype(np.float32)
    assert np.allclose(Head.load(one.path)(frames), Head(random_head(OUTPUTS))(frames), atol=0.1)
    assert store.in_use().release is None, "it is chosen by `use` alone"


def test_choose_and_go_back(store: HeadStore) -> None:
    for seed in (1, 2):
        store.use(released(store, seed))
    assert store.chosen() == 2
    assert store.back() == 1
    assert store.back() == SHIPPED
    with pytest.raises(HeadUnknown, match="to go back to"):
        store.back()
    store.use(2)
    store.use(SHIPPED)
    assert store.in_use().release is None
    assert store.back() == 2


def test_what_is_not_there_cannot_be_chosen(store: HeadStore) -> None:
    with pytest.raises(HeadUnknown, match="no head 3"):
        store.use(3)


def test_a_changed_file_falls_back_to_the_shipped_head(store: HeadStore) -> None:
    store.use(released(store))
    (one,) = store.releases()
    one.path.write_bytes(pack(random_head(OUTPUTS, 2), "fa"))
    assert store.in_use().release is None
    assert "has changed" in store.in_use().why
    with pytest.raises(HeadUnfit, match="has changed"):
        store.use(1)


@pytest.mark.parametrize("name", ["head.npz", "manifest.json"])
def test_a_lost_file_falls_back_too(store: HeadStore, name: str) -> None:
    store.use(released(store))
    (store.folder / "1" / name).unlink()
    assert store.in_use().release is None and "cannot be read" in store.in_use().why


def test_going_back_passes_over_what_cannot_be_used(store: HeadStore) -> None:
    for seed in (1, 2):
        store.use(released(store, seed))
    (store.folder / "1" / "head.npz").unlink()
    assert store.back() == SHIPPED


def test_a_head_of_another_language_is_foreign(tmp_path: Path) -> None:
    (tmp_path / "head.npz").write_bytes(pack(random_head(OUTPUTS), "ar"))
    assert "other sounds" in unfit(tmp_path / "head.npz", "fa")


@pytest.mark.parametrize(
    ("arrays", "why"),
    [
        (random_head(OUTPUTS + 3), "outputs"),
        ({**random_head(OUTPUTS), "into.bias": np.zeros(5, np.float32)}, "do not fit together"),
        ({**random_head(OUTPUTS), "out.bias": np.full(OUTPUTS, np.nan, np.float32)}, "no numbers"),
        ({"out.bias": np.zeros(OUTPUTS, np.float32)}, "no head"),
    ],
)
def test_what_is_no_head_is_told(tmp_path: Path, arrays: dict[str, np.ndarray], why: str) -> None:
    (tmp_path / "head.npz").write_bytes(pack(arrays, "fa"))
    assert why in unfit(tmp_path / "head.npz", "fa")


def test_a_cut_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "head.npz").write_bytes(pack(random_head(OUTPUTS), "fa")[:5000])
    assert "no head" in unfit(tmp_path / "head.npz", "fa")


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_the_shipped_heads_fit(language: str) -> None:
    path = head_of(language)
    assert path is not None and unfit(path, language) == ""


@pytest.mark.parametrize("text", ["", "[]", '{"in_use": "x", "before": []}', json.dumps({"in_use": 1})])
def test_a_broken_choice_is_the_shipped_head(store: HeadStore, text: str) -> None:
    released(store)
    (store.folder / "choice.json").write_text(text)
    assert store.in_use().release is None
