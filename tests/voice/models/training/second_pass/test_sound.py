"""An example's sound and labels. Runs where scipy is installed."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

pytest.importorskip("scipy")

from tests.voice.models.training import small_voices
from voice.models.training.corpus import Engines
from voice.models.training.second_pass.people import DIGITS, SHORT, Clip, Reader
from voice.models.training.second_pass.plan import Example
from voice.models.training.second_pass.sound import LONGEST_S, SoundMaker


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> SoundMaker:
    folder = tmp_path_factory.mktemp("voices")
    engines = Engines(small_voices.kokoro(folder / "k"), small_voices.piper(folder / "p"), small_voices.espeak())
    return SoundMaker("ar", engines, [])


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader("ar")


def recording(folder: Path, label: int, seconds: float = 0.5) -> Clip:
    path = folder / f"{label}.flac"
    sound = 0.4 * np.sin(2 * np.pi * 100 * (label + 3) * np.arange(round(seconds * 16_000)) / 16_000)
    soundfile.write(path, sound, 16_000)
    return Clip(path, (label,), "digits", "a", label)


@pytest.mark.parametrize("number", range(6))
def test_a_persons_clip_keeps_its_labels(maker: SoundMaker, tmp_path: Path, number: int) -> None:
    line, labels = maker.make(Example(number, "people", (recording(tmp_path, 4),)))
    assert labels == (4,)
    assert 0.3 * 8_000 < len(line) < 3.5 * 8_000
    assert np.isfinite(line).all()
    assert line.any()


def test_a_row_has_the_labels_of_its_digits_in_their_order(maker: SoundMaker, tmp_path: Path) -> None:
    pieces = tuple(recording(tmp_path, label) for label in (3, 1, 2))
    line, labels = maker.make(Example(1, "rows", pieces))
    assert labels == (3, 1, 2)
    assert len(line) > 3 * 0.3 * 8_000


def test_the_number_alone_makes_the_sound(maker: SoundMaker, tmp_path: Path) -> None:
    clip = recording(tmp_path, 4)
    one, same, other = (maker.make(Example(number, "people", (clip,)))[0] for number in (5, 5, 6))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_no_example_is_longer_than_the_encoder_hears(maker: SoundMaker, tmp_path: Path) -> None:
    line, _ = maker.make(Example(1, "people", (recording(tmp_path, 2, 40.0),)))
    assert len(line) <= LONGEST_S * 8_000


@pytest.mark.parametrize("engine", ["kokoro", "piper", "espeak"])
@pytest.mark.parametrize("kind", ["sentence", "short", "spoken_row"])
def test_every_engine_says_every_kind(maker: SoundMaker, engine: str, kind: str) -> None:
    line, labels = maker.make(Example(3, kind, engine=engine))
    assert labels
    assert line.any()
    assert np.isfinite(line).all()


def sayings(reader: Reader, words: list[str]) -> set[tuple[int, ...]]:
    return {reader.labels(sound) for word in words for sound in reader.lexicon.plain(word)}


def test_short_answers_are_digits_or_yes_and_no(maker: SoundMaker, reader: Reader) -> None:
    allowed = sayings(reader, DIGITS["ar"] + SHORT["ar"])
    assert {maker.make(Example(number, "short", engine="espeak"))[1] for number in range(12)} <= allowed
