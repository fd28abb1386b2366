"""Steady noise goes, speech stays."""

import numpy as np
import numpy.typing as npt
import pytest

from voice.listen.second_pass.denoise import DEEPEST_DB, HOP, WINDOW, denoised

RATE_HZ = 8000
Sound = npt.NDArray[np.float32]


def noise(seconds: float, level: float = 300.0) -> Sound:
    draw = np.random.default_rng(3)
    return (level * draw.standard_normal(int(seconds * RATE_HZ))).astype(np.float32)


def syllables(seconds: float) -> Sound:
    """Harmonics of 120 Hz that gliding formants shape, in bursts of 150 ms with 100 ms of quiet between them."""
    at = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    formant_hz = 700 + 300 * np.sin(2 * np.pi * 1.3 * at)
    tones = [np.exp(-(((120 * n - formant_hz) / 250) ** 2)) * np.sin(2 * np.pi * 120 * n * at) for n in range(1, 30)]
    open_mouth = np.clip(np.sin(2 * np.pi * at / 0.25) + 0.3, 0, 1)
    return np.asarray(6000 * open_mouth * np.sum(tones, axis=0), np.float32)


def db(one: Sound, other: Sound) -> float:
    """Power of `one` over that of `other`."""
    return 10 * float(np.log10(np.mean(one.astype(np.float64) ** 2) / np.mean(other.astype(np.float64) ** 2)))


def test_white_noise_is_lowered_by_almost_all_that_is_allowed() -> None:
    given = noise(3.0)
    assert -DEEPEST_DB <= db(denoised(given), given) < 1.5 - DEEPEST_DB


def test_clean_speech_passes_as_it_is() -> None:
    given = syllables(3.0) + noise(3.0, 5.0)
    assert (denoised(given) == given).all()


def test_noisy_speech_comes_nearer_to_the_clean_one() -> None:
    clean = syllables(3.0)
    given = clean + noise(3.0, 600.0)
    before, after = db(clean, given - clean), db(clean, denoised(given) - clean)
    assert 10 < before < 20
    assert after > before + 3


def test_the_level_of_the_sound_does_not_matter() -> None:
    given = syllables(2.0) + noise(2.0)
    assert np.allclose(denoised(given / 32768) * 32768, denoised(given), rtol=1e-3, atol=1.0)


def test_lost_packets_and_padding_are_not_taken_for_a_quiet_line() -> None:
    given = np.concatenate([noise(2.0), np.zeros(RATE_HZ, np.float32)])
    assert db(denoised(given)[: RATE_HZ + RATE_HZ // 2], given[: RATE_HZ + RATE_HZ // 2]) < 1.5 - DEEPEST_DB


def test_silence_stays_silence() -> None:
    assert not denoised(np.zeros(RATE_HZ, np.int16)).any()


@pytest.mark.parametrize("size", [0, 1, HOP, WINDOW, 3 * WINDOW + 7, RATE_HZ + 1])
def test_as_many_samples_come_out(size: int) -> None:
    found = denoised(noise(2.0)[:size])
    assert found.dtype == np.float32
    assert found.shape == (size,)
    assert np.isfinite(found).all()


def test_a_sound_too_short_to_tell_its_noise_passes() -> None:
    given = noise(0.08)
    assert (denoised(given) == given).all()


def test_the_samples_given_are_left_alone() -> None:
    given = noise(1.0)
    kept = given.copy()
    denoised(given)
    assert (given == kept).all()
