"""A clean voice becomes a call. Runs where scipy is installed."""

import numpy as np
import pytest

pytest.importorskip("scipy")

from voice.models.training.augment import call, coloured, microphone, room
from voice.models.training.line import LINE_HZ


def tone(hz: float, seconds: float = 1.0) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(round(seconds * LINE_HZ)) / LINE_HZ)).astype(np.float32)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("seed", range(5))
def test_a_room_leaves_the_direct_path_and_rings_on(seed: int) -> None:
    click = np.zeros(4_000, np.float32)
    click[100] = 1.0
    heard = room(click, rng(seed))
    assert (len(heard), heard.dtype) == (4_000, np.float32)
    assert np.abs(heard[:99]).max() < 1e-5
    assert heard[100] == pytest.approx(1.0, abs=1e-4)
    early, late = np.sum(heard[101:900] ** 2), np.sum(heard[3_000:] ** 2)
    assert early > late


@pytest.mark.parametrize("size", [1, 1_000, 12_345])
def test_noise_has_the_length_that_is_asked_for_and_about_unit_power(size: int) -> None:
    noise = coloured(size, rng())
    assert (len(noise), noise.dtype) == (size, np.float32)
    assert np.isfinite(noise).all()
    if size > 1:
        assert 0.9 < np.std(noise) < 1.5


def test_noises_differ_in_colour() -> None:
    shares = []
    for seed in range(12):
        spectrum = np.abs(np.fft.rfft(coloured(8_000, rng(seed)))) ** 2
        shares.append(float(spectrum[:1_000].sum() / spectrum.sum()))
    assert max(shares) - min(shares) > 0.3


@pytest.mark.parametrize("seed", range(5))
def test_a_microphone_keeps_the_middle_of_the_band_and_cuts_its_edges(seed: int) -> None:
    def through(hz: float) -> float:
        return float(np.std(microphone(tone(hz), rng(seed))) / np.std(tone(hz)))

    assert 10 ** (-10 / 20) < through(1_500) < 10 ** (10 / 20)
    assert through(10) < 0.1


@pytest.mark.parametrize("seed", range(8))
def test_a_call_stays_within_full_scale_and_is_the_same_for_the_same_seed(seed: int) -> None:
    heard = call(tone(440), None, rng(seed))
    assert heard.dtype == np.float32
    assert len(heard) in (8_000, 8_000 // 160 * 160)
    assert np.abs(heard).max() <= 1.0 + 1e-6
    assert np.array_equal(heard, call(tone(440), None, rng(seed)))


def test_calls_are_loud_and_quiet() -> None:
    peaks = [20 * np.log10(np.abs(call(tone(440), None, rng(seed))).max()) for seed in range(40)]
    assert min(peaks) < -20
    assert max(peaks) > -6


def test_others_who_talk_are_heard_in_some_calls() -> None:
    babble = tone(2_000)

    def share(seed: int, noise: np.ndarray | None) -> float:
        spectrum = np.abs(np.fft.rfft(call(tone(440), noise, rng(seed)), 8_000)) ** 2
        return float(spectrum[1_950:2_050].sum() / spectrum.sum())

    louder = [share(seed, babble) > 5 * share(seed, None) for seed in range(60)]
    assert 5 < sum(louder) < 35


def test_an_easy_call_is_nearer_to_what_was_said() -> None:
    def likeness(hard: float) -> float:
        return float(
            np.mean([abs(np.corrcoef(call(tone(440), None, rng(s), hard), tone(440))[0, 1]) for s in range(40)])
        )

    assert likeness(0.0) > likeness(1.0)
