"""The meter against what ITU-R BS.1770-4 and EBU Tech 3341 say it must show (one channel: 3.01 LU less than two)."""

import math

import numpy as np
import numpy.typing as npt
import pytest

from voice.speak.loudness import integrated_lufs, k_response

ONE_OF_TWO_LU = 10 * math.log10(2)


def tone(seconds: float, dbfs: float, rate_hz: int = 8000, hz: float = 1000.0) -> npt.NDArray[np.float32]:
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    return (10 ** (dbfs / 20) * np.sin(2 * np.pi * hz * times)).astype(np.float32)


@pytest.mark.parametrize("rate_hz", [8000, 16000, 22050, 44100, 48000])
def test_a_full_scale_sine_at_997_hz_is_minus_3_01(rate_hz: int) -> None:
    """BS.1770-4, Annex 1: the sentence that calibrates every meter."""
    assert integrated_lufs(tone(5, 0.0, rate_hz, 997.0), rate_hz) == pytest.approx(-3.01, abs=0.01)


@pytest.mark.parametrize(
    ("hz", "db"),
    [(20, -13.3), (100, -1.1), (1000, 0.7), (2000, 3.1), (3400, 3.9), (10_000, 4.0), (24_000, 4.0)],
)
def test_the_weighting_has_the_published_shape(hz: float, db: float) -> None:
    """Annex 1: a shelf of 4 dB above 2 kHz, nothing left of rumble."""
    assert 20 * math.log10(abs(k_response([hz])[0])) == pytest.approx(db, abs=0.1)


@pytest.mark.parametrize("rate_hz", [8000, 22050])
@pytest.mark.parametrize("hz", [120.0, 440.0, 1700.0, 2500.0, 3300.0])
def test_the_weighting_is_the_same_at_every_rate(rate_hz: int, hz: float) -> None:
    expected = integrated_lufs(tone(2, -20, 48_000, hz), 48_000)
    assert integrated_lufs(tone(2, -20, rate_hz, hz), rate_hz) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(
    "parts",
    [
        [(20, -23)],
        [(20, -33)],
        [(10, -36), (60, -23), (10, -36)],
        [(10, -72), (10, -36), (60, -23), (10, -36), (10, -72)],
        [(20, -26), (20.1, -20), (20, -26)],
    ],
    ids=["1", "2", "3", "4", "5"],
)
def test_the_cases_of_ebu_tech_3341(parts: list[tuple[float, float]]) -> None:
    """Table 1: -23 LUFS but for the second, -33; within 0.1 LU."""
    sound = np.concatenate([tone(seconds, dbfs) for seconds, dbfs in parts])
    expected = -33 if parts == [(20, -33)] else -23
    assert integrated_lufs(sound, 8000) == pytest.approx(expected - ONE_OF_TWO_LU, abs=0.1)


def test_pauses_do_not_count() -> None:
    speech, pause = tone(5, -14), np.zeros(80_000, np.float32)
    alone = integrated_lufs(speech, 8000)
    assert integrated_lufs(np.concatenate([speech, pause, speech]), 8000) == pytest.approx(alone, abs=0.2)


@pytest.mark.parametrize("samples", [0, 1, 8000])
def test_silence_has_no_loudness(samples: int) -> None:
    assert integrated_lufs(np.zeros(samples, np.float32), 8000) == -math.inf


def test_a_word_shorter_than_a_block_has_one() -> None:
    assert integrated_lufs(tone(0.2, -20), 8000) == pytest.approx(integrated_lufs(tone(2, -20), 8000), abs=0.2)
