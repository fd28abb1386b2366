"""Shards are read as they were written, and cut into batches that lose nothing."""

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from voice.models.training.clips import KINDS
from voice.models.training.shards import (
    BINS,
    CENTRE,
    FLOOR,
    SPREAD,
    Example,
    batches,
    levelled,
    read_shard,
    write_shard,
)

SHAPES = [
    [(1, 0, 0)],
    [(5, 3, 0), (1, 0, 1), (12, 7, 3)],
    [(9, 2, 2)] * 4,
    [(3, 0, 0), (3, 0, 0)],
]
"""(frames, labels, kind) of the examples of a shard."""


def made(shape: Sequence[tuple[int, int, int]], seed: int = 1) -> list[Example]:
    rng = np.random.default_rng(seed)
    return [
        (rng.uniform(0, 20, (frames, BINS)).astype(np.float32), rng.integers(1, 40, labels).astype(np.int16), kind)
        for frames, labels, kind in shape
    ]


def test_quiet_is_cut_and_speech_lies_around_zero() -> None:
    given = np.array([[-30.0, FLOOR, FLOOR + CENTRE, FLOOR + CENTRE + SPREAD]])
    assert np.allclose(levelled(given), [[-CENTRE / SPREAD, -CENTRE / SPREAD, 0, 1]])
    assert levelled(given.astype(np.float16)).dtype == np.float32


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_written_is_read_levelled(tmp_path: Path, shape: list[tuple[int, int, int]]) -> None:
    examples = made(shape)
    write_shard(tmp_path / "shard_00001.npz", examples)
    found = read_shard(tmp_path / "shard_00001.npz")
    assert len(found) == len(examples)
    for (frames, labels, kind), (read_frames, read_labels, read_kind) in zip(examples, found, strict=True):
        assert np.allclose(read_frames, levelled(frames), atol=0.01)
        assert np.array_equal(read_labels, labels)
        assert read_kind == kind


def test_a_shard_appears_whole_under_its_name(tmp_path: Path) -> None:
    write_shard(tmp_path / "shard_00001.npz", made(SHAPES[1]))
    assert [path.name for path in tmp_path.iterdir()] == ["shard_00001.npz"]
    write_shard(tmp_path / "shard_00001.npz", made(SHAPES[0]))
    assert len(read_shard(tmp_path / "shard_00001.npz")) == 1


def test_a_maker_that_fails_leaves_no_shard(tmp_path: Path) -> None:
    def failing() -> object:
        yield made(SHAPES[0])[0]
        raise OSError("no clip")

    with pytest.raises(OSError, match="no clip"):
        write_shard(tmp_path / "shard_00001.npz", failing())
    assert list(tmp_path.iterdir()) == []


def mixed(count: int, seed: int) -> list[Example]:
    rng = np.random.default_rng(seed)
    kinds, lengths = rng.integers(0, len(KINDS), count).tolist(), rng.integers(1, 900, count).tolist()
    return made([(frames, 1, kind) for frames, kind in zip(lengths, kinds, strict=True)], seed)


@pytest.mark.parametrize("size", [1, 7, 24])
def test_every_example_is_in_one_batch_of_its_kind(size: int) -> None:
    examples = mixed(100, 3)
    groups = batches(examples, size, np.random.default_rng(1))
    assert sorted(id(one) for group in groups for one in group) == sorted(map(id, examples))
    assert all(len({kind for _, _, kind in group}) == 1 for group in groups)
    assert max(map(len, groups)) <= size


def test_a_batch_has_examples_of_like_length() -> None:
    groups = batches(mixed(400, 4), 8, np.random.default_rng(1))
    spreads = [max(lengths) - min(lengths) for group in groups if (lengths := [len(frames) for frames, _, _ in group])]
    assert np.mean(spreads) < 150


def test_batches_come_in_an_order_that_the_seed_tells() -> None:
    examples = mixed(60, 5)

    def order(seed: int) -> list[list[int]]:
        return [[id(one) for one in group] for group in batches(examples, 4, np.random.default_rng(seed))]

    assert order(1) == order(1)
    assert order(1) != order(2)
    lengths = [len(group[0][0]) for group in batches(examples, 4, np.random.default_rng(1))]
    assert lengths != sorted(lengths)


def test_a_shard_in_another_folder_is_read_without_holding_it_open() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "shard_00001.npz"
        write_shard(path, made(SHAPES[0]))
        frames, _, _ = read_shard(path)[0]
        path.unlink()
        assert frames.shape == (1, BINS)


def test_a_shard_that_is_being_written_is_not_taken_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[Path]] = []
    replace = os.replace

    def looking(source: Path, target: Path) -> None:
        seen.append(list(tmp_path.glob("shard_*.npz")))
        replace(source, target)

    monkeypatch.setattr(os, "replace", looking)
    write_shard(tmp_path / "shard_00001.npz", made(SHAPES[0]))
    assert seen == [[]]
    assert len(list(tmp_path.glob("shard_*.npz"))) == 1
