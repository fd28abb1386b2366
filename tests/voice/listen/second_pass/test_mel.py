"""The sound as the encoder takes it."""

import numpy as np
import pytest

from voice.listen.second_pass.mel import BANDS, LONGEST_S, PEAK, RATE_HZ, encoder_sound, log_mel


def tone(hz: float, seconds: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return 3000 * np.sin(2 * np.pi * hz * np.arange(int(8000 * seconds)) / 8000)


def test_the_line_is_raised_to_16_khz_at_one_level() -> None:
    sound = encoder_sound(tone(500, 1.0))
    assert len(sound) == RATE_HZ
    assert np.abs(sound).max() == pytest.approx(PEAK, rel=0.1)


def test_silence_stays_finite() -> None:
    assert np.isfinite(log_mel(encoder_sound(np.zeros(8000)))).all()


@pytest.mark.parametrize(("seconds", "frames"), [(0.3, 200), (2.0, 200), (2.1, 300), (5.0, 500)])
def test_turns_are_filled_up_to_whole_seconds(seconds: float, frames: int) -> None:
    assert log_mel(encoder_sound(tone(500, seconds))).shape == (BANDS, frames)


def test_a_turn_beyond_the_encoder_is_cut() -> None:
    assert len(encoder_sound(tone(500, LONGEST_S + 3))) == LONGEST_S * RATE_HZ


def test_higher_tones_are_in_higher_bands() -> None:
    low, high = (int(log_mel(encoder_sound(tone(hz, 2.0)))[:, 50].argmax()) for hz in (400, 2500))
    assert low < high
