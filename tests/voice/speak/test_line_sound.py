"""Loudness, limits, ends and rates."""

import math

import numpy as np
import numpy.typing as npt
import pytest

from voice.audio import SAMPLE_RATE_HZ, to_samples
from voice.speak.line_sound import (
    LEAD_MS,
    TAIL_MS,
    TARGET_DBFS,
    LineSound,
    gain_to_target,
    limited,
    speech_level_dbfs,
)

RATE_HZ = 22050


def tone(ms: float, amplitude: float = 0.3, hz: float = 440, rate_hz: int = RATE_HZ) -> npt.NDArray[np.float32]:
    times = np.arange(int(ms * rate_hz / 1000)) / rate_hz
    return (amplitude * np.sin(2 * np.pi * hz * times)).astype(np.float32)


def pcm(samples: npt.NDArray[np.float32]) -> bytes:
    return (samples * 32767).astype("<i2").tobytes()


def through(line: LineSound, sound: bytes, piece: int = 1324) -> npt.NDArray[np.float32]:
    out = b"".join(line.feed(sound[i : i + piece]) for i in range(0, len(sound), piece)) + line.finish()
    return (to_samples(out) / 32768).astype(np.float32)


def test_pauses_do_not_count_for_loudness() -> None:
    speech = tone(1000, 0.2, rate_hz=SAMPLE_RATE_HZ)
    pause = np.zeros(SAMPLE_RATE_HZ * 3, np.float32)
    alone = speech_level_dbfs(speech)
    assert alone == pytest.approx(20 * math.log10(0.2 / math.sqrt(2)), abs=0.1)
    assert speech_level_dbfs(np.concatenate([speech, pause, speech])) == pytest.approx(alone, abs=0.2)


def test_silence_has_no_level_and_gets_no_gain() -> None:
    silence = np.zeros(8000, np.float32)
    assert speech_level_dbfs(silence) == -math.inf
    assert gain_to_target(silence) == 1.0


@pytest.mark.parametrize("amplitude", [0.05, 0.14, 0.8])
def test_the_gain_brings_speech_to_the_target(amplitude: float) -> None:
    sound = tone(1000, amplitude, rate_hz=SAMPLE_RATE_HZ)
    assert speech_level_dbfs(sound * gain_to_target(sound)) == pytest.approx(TARGET_DBFS, abs=0.1)


def test_the_gain_is_bounded() -> None:
    assert gain_to_target(tone(1000, 0.006, rate_hz=SAMPLE_RATE_HZ)) == 10.0


def test_the_limiter_bends_peaks_and_leaves_the_rest() -> None:
    samples = np.linspace(-3, 3, 601, dtype=np.float32)
    out = limited(samples)
    inside = np.abs(samples) <= 0.7
    assert np.array_equal(out[inside], samples[inside])
    assert np.all(np.abs(out) <= 1.0)
    assert np.all(np.diff(out) >= 0)


def test_no_sample_wraps_when_the_gain_is_too_high() -> None:
    out = through(LineSound(RATE_HZ, 4.0), pcm(tone(500, 0.3)))
    assert 0.9 < np.max(np.abs(out)) <= 1.0
    assert np.max(np.abs(np.diff(out[200:-200]))) < 0.5


def test_a_tone_in_the_band_passes_and_one_above_it_does_not_alias() -> None:
    passed = through(LineSound(RATE_HZ, 1.0), pcm(tone(1000, 0.3, 1000)))
    assert len(passed) == pytest.approx(8000, abs=100)
    assert np.sqrt(np.mean(passed[800:-800] ** 2)) == pytest.approx(0.3 / math.sqrt(2), rel=0.02)
    above = through(LineSound(RATE_HZ, 1.0), pcm(tone(1000, 0.3, 5000)))
    assert np.sqrt(np.mean(above[800:-800] ** 2)) < 0.001


def test_silence_at_the_ends_is_cut_and_a_pause_inside_is_kept() -> None:
    gap = np.zeros(RATE_HZ // 2, np.float32)
    sound = np.concatenate([gap, tone(300), gap, tone(300), gap])
    out = through(LineSound(RATE_HZ, 1.0), pcm(sound))
    loud = np.flatnonzero(np.abs(out) > 0.02)
    assert loud[0] <= SAMPLE_RATE_HZ * (LEAD_MS + 5) // 1000
    assert len(out) - loud[-1] <= SAMPLE_RATE_HZ * (TAIL_MS + 20) // 1000
    assert len(out) == pytest.approx(SAMPLE_RATE_HZ * (1.1 + 0.075), rel=0.03)


def test_silence_alone_is_nothing() -> None:
    assert through(LineSound(RATE_HZ, 1.0), bytes(RATE_HZ)).size == 0


def test_pieces_of_any_size_give_the_same_sound() -> None:
    sound = pcm(tone(700, 0.25))
    one = through(LineSound(RATE_HZ, 1.0), sound, piece=len(sound))
    many = through(LineSound(RATE_HZ, 1.0), sound, piece=202)
    assert len(one) == len(many)
    assert np.max(np.abs(one - many)) < 0.01
