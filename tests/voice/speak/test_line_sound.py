"""Loudness, ends and rates of what goes to the line."""

import math

import numpy as np
import numpy.typing as npt
import pytest

from voice.audio import SAMPLE_RATE_HZ, to_samples
from voice.speak.limiter import CEILING_DBTP, true_peak_dbtp
from voice.speak.line_sound import (
    ASIDE_DB,
    LEAD_MS,
    MOST_GAIN,
    TAIL_MS,
    TARGET_LUFS,
    LineSound,
    SentenceSound,
    at_line_rate,
    gain_to_target,
    levelled,
    line_pcm,
)
from voice.speak.loudness import integrated_lufs

RATE_HZ = 22050
Floats = npt.NDArray[np.float32]


def tone(ms: float, amplitude: float = 0.3, hz: float = 440, rate_hz: int = RATE_HZ) -> Floats:
    times = np.arange(int(ms * rate_hz / 1000)) / rate_hz
    return (amplitude * np.sin(2 * np.pi * hz * times)).astype(np.float32)


def pcm_of(samples: Floats) -> bytes:
    return (samples * 32767).astype("<i2").tobytes()


def heard(pcm: bytes) -> Floats:
    return (to_samples(pcm) / 32768).astype(np.float32)


def lufs(samples: Floats) -> float:
    return integrated_lufs(samples, SAMPLE_RATE_HZ)


def through(*sentences: Floats, usual_gain: float = 0.3) -> Floats:
    line = SentenceSound(RATE_HZ, TARGET_LUFS, usual_gain)
    return heard(b"".join(line.sentence(pcm_of(sentence)) for sentence in sentences) + line.finish())


def streamed(sound: Floats, gain: float = 1.0, piece: int = 1324) -> Floats:
    line, pcm = LineSound(RATE_HZ, gain), pcm_of(sound)
    return heard(b"".join(line.feed(pcm[i : i + piece]) for i in range(0, len(pcm), piece)) + line.finish())


@pytest.mark.parametrize("amplitude", [0.01, 0.14, 0.99])
def test_any_level_comes_to_the_target(amplitude: float) -> None:
    sound = tone(1000, amplitude, rate_hz=SAMPLE_RATE_HZ)
    assert lufs(levelled(sound, TARGET_LUFS)) == pytest.approx(TARGET_LUFS, abs=0.1)


def test_the_target_is_a_setting() -> None:
    assert lufs(levelled(tone(1000, rate_hz=SAMPLE_RATE_HZ), -18.0)) == pytest.approx(-18.0, abs=0.1)


def test_sound_with_high_peaks_comes_near_the_target_and_stays_below_the_ceiling() -> None:
    sound = tone(2000, 0.01, rate_hz=SAMPLE_RATE_HZ)
    sound[::800] = 0.5
    out = levelled(sound, -16.0)
    assert true_peak_dbtp(out) <= CEILING_DBTP + 0.15
    assert lufs(out) == pytest.approx(-16.0, abs=3)


def test_a_sentence_goes_only_so_far_from_what_its_voice_needs() -> None:
    breath = tone(500, 0.001, rate_hz=SAMPLE_RATE_HZ)
    assert np.max(np.abs(levelled(breath, TARGET_LUFS, 2.0))) == pytest.approx(0.002 * 10 ** (ASIDE_DB / 20), rel=0.02)
    shout = tone(500, 0.9, rate_hz=SAMPLE_RATE_HZ)
    assert np.max(np.abs(levelled(shout, TARGET_LUFS, 0.9))) == pytest.approx(0.81 / 10 ** (ASIDE_DB / 20), rel=0.02)


def test_silence_stays_and_needs_no_gain() -> None:
    silence = np.zeros(8000, np.float32)
    assert gain_to_target(silence) == 1.0
    assert not np.any(levelled(silence, TARGET_LUFS, 3.0))


def test_the_gain_is_bounded() -> None:
    assert gain_to_target(tone(1000, 0.001, rate_hz=SAMPLE_RATE_HZ)) == MOST_GAIN


def test_every_sentence_is_as_loud_as_the_others() -> None:
    assert lufs(through(tone(1000, 0.2))) == pytest.approx(TARGET_LUFS, abs=0.2)
    assert lufs(through(tone(1000, 0.2), tone(1000, 0.5))) == pytest.approx(TARGET_LUFS, abs=0.2)


def test_a_tone_in_the_band_passes_and_one_above_it_does_not_alias() -> None:
    for passed in (at_line_rate(pcm_of(tone(1000, 0.3, 1000)), RATE_HZ), streamed(tone(1000, 0.3, 1000))):
        assert len(passed) == pytest.approx(8000, abs=100)
        assert np.sqrt(np.mean(passed[800:-800] ** 2)) == pytest.approx(0.3 / math.sqrt(2), rel=0.02)
    above = at_line_rate(pcm_of(tone(1000, 0.3, 5000)), RATE_HZ)
    assert np.sqrt(np.mean(above[800:-800] ** 2)) < 0.001


def test_silence_at_the_ends_is_cut_and_a_pause_inside_is_kept() -> None:
    gap = np.zeros(RATE_HZ // 2, np.float32)
    sound = np.concatenate([gap, tone(300), gap, tone(300), gap])
    for out in (through(sound), streamed(sound), heard(line_pcm(at_line_rate(pcm_of(sound), RATE_HZ)))):
        loud = np.flatnonzero(np.abs(out) > 0.02)
        assert loud[0] <= SAMPLE_RATE_HZ * (LEAD_MS + 5) // 1000
        assert len(out) - loud[-1] <= SAMPLE_RATE_HZ * (TAIL_MS + 20) // 1000
        assert len(out) == pytest.approx(SAMPLE_RATE_HZ * (1.1 + 0.075), rel=0.03)


def test_the_pause_between_two_sentences_is_kept() -> None:
    gap = np.zeros(RATE_HZ // 2, np.float32)
    out = through(np.concatenate([tone(300), gap]), tone(300))
    assert len(out) == pytest.approx(SAMPLE_RATE_HZ * (1.1 + 0.04), rel=0.04)


def test_silence_alone_is_nothing() -> None:
    silence = np.zeros(RATE_HZ, np.float32)
    assert through(silence).size == streamed(silence).size == len(line_pcm(silence)) == 0


def test_pieces_of_any_size_give_the_same_sound() -> None:
    sound = tone(700, 0.25)
    one, many = streamed(sound, piece=1 << 20), streamed(sound, piece=202)
    assert len(one) == len(many)
    assert np.max(np.abs(one - many)) < 0.01


def test_no_sample_wraps_when_the_gain_is_too_high() -> None:
    out = streamed(tone(500, 0.3), gain=4.0)
    assert 0.9 < np.max(np.abs(out)) <= 1.0
    assert np.max(np.abs(np.diff(out[200:-200]))) < 0.5
