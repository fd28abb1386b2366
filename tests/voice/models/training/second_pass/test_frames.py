"""Examples on disk as frames: written once, gone on with after a stop, read as they were written."""

import os
from pathlib import Path

import numpy as np
import pytest

from voice.models.training.second_pass.frames import SHARD, Framed, encode, read
from voice.models.training.second_pass.people import Clip
from voice.models.training.second_pass.plan import Example

WIDTH = 4


class Tones:
    """A maker whose example number n is n + 1 samples of n, said as n % 5 times the label n % 7."""

    def __init__(self, last: int = 10**9) -> None:
        self.made: list[int] = []
        self._last = last

    def make(self, example: Example) -> tuple[np.ndarray, tuple[int, ...]]:
        if example.number > self._last:
            raise KeyboardInterrupt
        self.made.append(example.number)
        return np.full(example.number % 9 + 1, example.number, np.float32), (example.number % 7,) * (example.number % 5)


def encoder(line: np.ndarray) -> np.ndarray:
    """A frame a sample."""
    return np.repeat(line[:, None], WIDTH, axis=1)


def examples(count: int) -> list[Example]:
    return [Example(number, "sentence", engine="espeak") for number in range(count)]


def written(folder: Path, count: int) -> list[Framed]:
    encode(examples(count), Tones(), encoder, folder)
    return list(read(folder, "fa"))


@pytest.mark.parametrize("count", [1, SHARD, SHARD + 1])
def test_every_example_is_read_as_it_was_written(tmp_path: Path, count: int) -> None:
    found = written(tmp_path, count)
    assert len(found) == count
    for number, one in enumerate(found):
        assert one.frames.shape == (number % 9 + 1, WIDTH)
        assert one.frames.dtype == np.float16
        assert (one.frames == number).all()
        assert one.labels.tolist() == [number % 7] * (number % 5)
        assert (one.kind, one.engine, one.language) == ("sentence", "espeak", "fa")


def test_frames_stay_on_disk_until_they_are_used(tmp_path: Path) -> None:
    assert isinstance(written(tmp_path, 3)[0].frames, np.memmap)


def test_shards_that_are_there_are_not_made_again(tmp_path: Path) -> None:
    encode(examples(SHARD), Tones(), encoder, tmp_path)
    again = Tones()
    encode(examples(SHARD + 3), again, encoder, tmp_path)
    assert again.made == [SHARD, SHARD + 1, SHARD + 2]
    assert len(list(read(tmp_path, "fa"))) == SHARD + 3


def test_a_run_that_is_stopped_in_a_shard_makes_that_shard_anew(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        encode(examples(SHARD + 10), Tones(last=SHARD + 4), encoder, tmp_path)
    assert len(list(read(tmp_path, "fa"))) == SHARD
    again = Tones()
    encode(examples(SHARD + 10), again, encoder, tmp_path)
    assert again.made[0] == SHARD
    assert len(list(read(tmp_path, "fa"))) == SHARD + 10


def test_frames_without_their_index_are_no_shard(tmp_path: Path) -> None:
    written(tmp_path, 2)
    (tmp_path / "0000.npz").unlink()
    assert list(read(tmp_path, "fa")) == []
    assert len(written(tmp_path, 2)) == 2


def test_a_persons_example_tells_its_source(tmp_path: Path) -> None:
    clip = Clip(Path("a.flac"), (1,), "stories", "someone")
    encode([Example(0, "people", (clip,)), Example(1, "short")], Tones(), encoder, tmp_path)
    assert [one.engine for one in read(tmp_path, "ar")] == ["stories", ""]


def test_a_folder_that_was_never_written_has_no_examples(tmp_path: Path) -> None:
    assert list(read(tmp_path / "none", "fa")) == []


def test_an_index_that_is_being_written_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(source: Path, target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(os, "replace", stopped)
        written(tmp_path, 2)
    assert list(read(tmp_path, "fa")) == []
    assert len(written(tmp_path, 2)) == 2
