"""The command that trains heads, on frames made here. Runs in the training environment."""

import argparse
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("scipy")

from voice.listen.second_pass.encoder import WIDTH  # noqa: E402 - behind the skips
from voice.listen.second_pass.head import Head  # noqa: E402
from voice.models.training.second_pass.__main__ import KINDS, arguments, train_heads  # noqa: E402
from voice.models.training.second_pass.frames import encode  # noqa: E402
from voice.models.training.second_pass.plan import Example  # noqa: E402


def parsed(monkeypatch: pytest.MonkeyPatch, *words: str) -> argparse.Namespace:
    monkeypatch.setattr("sys.argv", ["second_pass", *words, "--data", "d", "--work", "w"])
    return arguments()


def test_kinds_are_left_out_of_all_languages_or_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    given = parsed(monkeypatch, "fa", "ar", "--without", "rows", "fa:short")
    assert given.without == ["rows", "fa:short"]
    assert given.languages == ["fa", "ar"]


@pytest.mark.parametrize("words", [("xx",), ("fa", "--without", "noise"), ("fa", "--without", "xx:rows")])
def test_what_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        parsed(monkeypatch, *words)


class Voices:
    """Two sounds an example, in noise."""

    def make(self, example: Example) -> tuple[np.ndarray, tuple[int, ...]]:
        return np.random.default_rng(example.number).standard_normal(30).astype(np.float32), (1, 2)


def encoder(line: np.ndarray) -> np.ndarray:
    return np.repeat(line[:, None], WIDTH, axis=1)


def test_a_head_a_language_is_written_and_the_product_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("fa", "ar"):
        some = [Example(number, KINDS[number % len(KINDS)]) for number in range(6)]
        encode(some, Voices(), encoder, tmp_path / language / "frames")
    given = parsed(monkeypatch, "fa", "ar", "--epochs", "1")
    given.work = tmp_path
    train_heads(given)
    for language in ("fa", "ar"):
        heard = Head.load(tmp_path / "heads" / f"{language}.npz")(np.zeros((20, WIDTH), np.float32))
        assert heard.shape[0] == 20
        assert np.isfinite(heard).all()
    assert (tmp_path / "heads" / "checkpoint.pt").exists()


def test_mixes_of_start_and_end_are_written_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encode([Example(number, "short") for number in range(6)], Voices(), encoder, tmp_path / "fa" / "frames")
    first, on = parsed(monkeypatch, "fa", "--epochs", "1"), parsed(monkeypatch, "fa", "--epochs", "2")
    first.work = on.work = tmp_path
    train_heads(first)
    on.start, on.mix, on.run = [tmp_path / "heads" / "fa.npz"], [0.25, 1.0], "on"
    train_heads(on)
    assert sorted(path.name for path in (tmp_path / "on").glob("*.npz")) == ["fa.0.25.npz", "fa.1.npz", "fa.npz"]
    assert (tmp_path / "on" / "fa.1.npz").read_bytes() == (tmp_path / "on" / "fa.npz").read_bytes()


def test_another_seed_plans_other_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parsed(monkeypatch, "fa").seed == 1
    assert parsed(monkeypatch, "fa", "--seed", "8").seed == 8
