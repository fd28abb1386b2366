"""The limiter: true peaks, and what it leaves alone."""

import math

import numpy as np
import pytest

from voice.speak.limiter import CEILING_DBTP, limited, true_peak_dbtp


def test_a_peak_between_the_samples_is_found() -> None:
    """BS.1770-4, Annex 2: a quarter of the rate, 45 degrees off, shows 3 dB too little on the samples."""
    sound = np.sin(np.pi / 2 * np.arange(4000) + np.pi / 4).astype(np.float32)
    assert 20 * math.log10(np.max(np.abs(sound))) == pytest.approx(-3.01, abs=0.01)
    assert true_peak_dbtp(sound[: len(sound)] * np.hanning(4000).astype(np.float32)) == pytest.approx(0, abs=0.2)


def test_silence_has_no_peak() -> None:
    assert true_peak_dbtp(np.zeros(100, np.float32)) == -math.inf
    assert true_peak_dbtp(np.zeros(0, np.float32)) == -math.inf
    assert limited(np.zeros(0, np.float32)).size == 0


def test_what_is_low_enough_is_not_touched() -> None:
    sound = (0.5 * np.sin(np.arange(8000) / 5)).astype(np.float32)
    assert limited(sound) is sound


@pytest.mark.parametrize("seed", range(4))
def test_no_true_peak_is_above_the_ceiling(seed: int) -> None:
    rng = np.random.default_rng(seed)
    bursts = rng.normal(0, 1, 8000) * np.repeat(rng.uniform(0, 1.5, 20), 400)
    voice = np.convolve(bursts, np.hanning(9) / 4, "same").astype(np.float32)
    assert true_peak_dbtp(voice) > 3
    assert true_peak_dbtp(limited(voice)) <= CEILING_DBTP + 0.15


def test_one_peak_turns_down_only_what_is_about_it() -> None:
    sound = (0.3 * np.sin(np.arange(8000) / 3)).astype(np.float32)
    sound[4000] = 3.0
    out = limited(sound)
    assert np.array_equal(out[:3800], sound[:3800])
    assert np.array_equal(out[4200:], sound[4200:])
    assert abs(out[4000]) < 0.9


def test_a_single_sample() -> None:
    assert abs(limited(np.array([4.0], np.float32))[0]) <= 0.9
