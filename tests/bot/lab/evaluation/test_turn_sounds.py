"""The sounds of the scripted calls."""

from pathlib import Path

import numpy as np
import pytest

from bot.lab.evaluation.turn_sounds import (
    Signal,
    TurnSounds,
    after,
    at_level,
    echo_path,
    mixed,
    ms_of,
    silence,
    telephone,
)

CLIPS = Path(__file__).resolve().parents[4] / "data/sets/fa-voices"


def level_dbfs(signal: Signal) -> float:
    return float(10 * np.log10(np.mean((signal / 32768) ** 2)))


@pytest.fixture
def sounds() -> TurnSounds:
    return TurnSounds(CLIPS)


def test_levels_and_lengths(sounds: TurnSounds) -> None:
    for sound in (sounds.noise(1000, -20), sounds.tone(1000, 425, -20), sounds.music(1000, -20)):
        assert ms_of(sound) == 1000
        assert level_dbfs(sound) == pytest.approx(-20, abs=0.1)
    assert level_dbfs(sounds.cough(-16)) == pytest.approx(-16, abs=0.1)


def test_the_same_every_time(sounds: TurnSounds) -> None:
    again = TurnSounds(CLIPS)
    assert np.array_equal(sounds.noise(100, -20), again.noise(100, -20))
    assert np.array_equal(sounds.clicks(2), again.clicks(2))


def test_placing_and_mixing() -> None:
    tone = at_level(np.ones(80), -20)
    placed = after(100, tone, silence(10))
    assert (ms_of(placed), np.flatnonzero(placed)[0]) == (120, 800)
    both = mixed(tone, placed)
    assert (len(both), both[0], both[800]) == (960, tone[0], tone[0])


@pytest.mark.parametrize(("gain_db", "delay_ms"), [(-6, 20), (-30, 150)])
def test_an_echo_has_its_gain_and_its_delay(gain_db: float, delay_ms: float) -> None:
    path = echo_path(gain_db, delay_ms, seed=1)
    assert np.flatnonzero(path)[0] == 8 * delay_ms
    assert 10 * np.log10(np.sum(path**2)) == pytest.approx(gain_db)


def test_a_line_of_8_bits_adds_its_noise_and_no_more() -> None:
    voice = at_level(np.random.default_rng(1).normal(size=8000), -20)
    assert -45 < level_dbfs(telephone(voice) - voice) - level_dbfs(voice) < -30
    assert not telephone(silence(20)).any()


def test_a_clip_begins_and_ends_with_speech(sounds: TurnSounds) -> None:
    clip = sounds.clip("caller_no.wav")
    assert level_dbfs(clip) == pytest.approx(-22, abs=0.1)
    assert level_dbfs(clip[:320]) > -60
    assert level_dbfs(clip[-320:]) > -60
