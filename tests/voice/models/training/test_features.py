"""Examples are drawn, called and turned into features. Runs in the training environment."""

from itertools import islice
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
import soundfile

pytest.importorskip("scipy")
pytest.importorskip("kaldi_native_fbank")

from voice.models.training.clips import KINDS, Clip
from voice.models.training.features import FBANK_CONF, Mixer, drawn, fbank, feed
from voice.models.training.shards import BINS, read_shard

WEIGHTS = {("fa", "espeak"): 1.0, ("ar", "human"): 2.0, ("en", "prompts"): 1.0}


def tone(hz: float, seconds: float = 1.0) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(round(seconds * 8_000)) / 8_000)).astype(np.float32)


def test_a_frame_every_10_ms_of_forty_bins() -> None:
    frames = fbank(tone(500))
    assert frames.shape == (98, BINS)
    assert np.isfinite(frames).all()


def test_a_higher_tone_is_in_a_higher_bin() -> None:
    loudest = [int(fbank(tone(hz))[50].argmax()) for hz in (200, 600, 1_500, 3_000)]
    assert loudest == sorted(set(loudest))


def test_ten_times_the_amplitude_is_a_constant_in_every_bin() -> None:
    noise = 0.05 * np.random.default_rng(1).standard_normal(8_000).astype(np.float32)
    assert np.allclose(fbank(noise * 10) - fbank(noise), 2 * np.log(10), atol=0.01)


def test_vosk_is_told_the_same_settings() -> None:
    told = dict(line.removeprefix("--").split("=") for line in FBANK_CONF.split())
    assert told == {
        "sample-frequency": "8000",
        "num-mel-bins": str(BINS),
        "low-freq": "80",
        "high-freq": "3800",
        "dither": "0",
    }


@pytest.fixture
def clips(tmp_path: Path) -> list[Clip]:
    found = []
    for at, (language, source, kept) in enumerate(
        [("fa", "espeak", False), ("ar", "human", False), ("ar", "human", True), ("en", "prompts", False)]
    ):
        path = tmp_path / f"{at}.flac"
        soundfile.write(path, tone(300 + 100 * at, 0.6), 8_000)
        found.append(Clip(path, (at + 1, at + 2), source, language, kept))
    return found


def test_an_example_has_whole_clips_of_one_source(clips: list[Clip]) -> None:
    mixer = Mixer(clips, WEIGHTS, 1)
    allowed = {"fa": {1}, "people": {2}, "ar": {2, 3}, "foreign": {4}}
    for _ in range(20):
        audio, labels, kind = mixer.example()
        assert np.isfinite(audio).all()
        assert set(labels[::2]) <= allowed[kind]
        assert all(second == first + 1 for first, second in zip(labels[::2], labels[1::2], strict=True))


def test_examples_last_some_seconds_and_ten_at_most(clips: list[Clip]) -> None:
    mixer = Mixer(clips, WEIGHTS, 2)
    lengths = [len(mixer.example()[0]) / 8_000 for _ in range(25)]
    assert 2 < np.mean(lengths) < 8
    assert max(lengths) < 12


def test_what_is_kept_from_the_persian_head_is_arabic_and_not_people(clips: list[Clip]) -> None:
    mixer = Mixer([clip for clip in clips if clip.kept_from_persian], WEIGHTS, 3)
    assert {kind for _, labels, kind in (mixer.example() for _ in range(30)) if labels} == {"ar"}


def test_sources_are_drawn_by_their_weight(clips: list[Clip]) -> None:
    mixer = Mixer(clips, {("fa", "espeak"): 9.0, ("en", "prompts"): 1.0}, 4)
    kinds = [kind for _, labels, kind in (mixer.example() for _ in range(100)) if labels]
    assert kinds.count("fa") > 75
    assert set(kinds) == {"fa", "foreign"}


def test_now_and_then_a_call_has_no_speech(clips: list[Clip]) -> None:
    mixer = Mixer(clips, WEIGHTS, 5)
    empty = [kind for _, labels, kind in (mixer.example() for _ in range(150)) if not labels]
    assert 1 <= len(empty) <= 15
    assert set(empty) == {"fa"}


def test_the_same_seed_mixes_the_same(clips: list[Clip]) -> None:
    one, other = (Mixer(clips, WEIGHTS, 6) for _ in range(2))
    assert all(np.array_equal(one.example()[0], other.example()[0]) for _ in range(10))


def test_an_example_is_stored_as_features_labels_and_kind(clips: list[Clip]) -> None:
    mixer = Mixer(clips, WEIGHTS, 7)
    for frames, labels, kind in islice(iter(lambda: drawn(mixer), None), 5):
        assert frames.shape[1] == BINS
        assert labels.dtype == np.int16
        assert kind in KINDS.values()


def test_shards_are_kept_waiting_and_numbered_on(tmp_path: Path, clips: list[Clip]) -> None:
    (tmp_path / "shards").mkdir()
    (tmp_path / "shards" / "shard_00006.npz").touch()
    seeds: list[int] = []

    def make(seed: int) -> Mixer:
        seeds.append(seed)
        return Mixer(clips, WEIGHTS, seed)

    Thread(target=feed, args=(make, tmp_path / "shards", 2, 3), daemon=True).start()
    wanted = {"shard_00006.npz", "shard_00007.npz", "shard_00008.npz"}
    while {path.name for path in (tmp_path / "shards").glob("shard_*.npz")} < wanted:
        pass
    assert seeds == [7]
    assert len(read_shard(tmp_path / "shards" / "shard_00007.npz")) == 2
