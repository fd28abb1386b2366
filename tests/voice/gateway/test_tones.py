"""Keypad tones by ITU-T Q.24: what must be heard, and what must not be taken for a key."""

import numpy as np
import pytest

from tests.voice.gateway.tones_made import COLUMNS, ROWS, Samples, keys_sound
from voice.audio import SAMPLE_RATE_HZ
from voice.gateway.tones import ToneEar

ALL = "123A456B789C*0#D"


def heard(sound: Samples, ear: ToneEar | None = None) -> str:
    ear = ear or ToneEar()
    pcm = np.clip(sound, -32768, 32767).astype("<i2").tobytes()
    return "".join(ear.feed(pcm[at : at + 320]) for at in range(0, len(pcm) - 319, 320))


def noise(count: int, rms: float, seed: int = 7) -> Samples:
    return np.random.default_rng(seed).normal(0, rms, count)


@pytest.mark.parametrize("lead", range(0, 160, 20))
@pytest.mark.parametrize("tone_ms", [40, 50, 100, 400])
def test_every_key_of_40_ms_wherever_it_begins(tone_ms: int, lead: int) -> None:
    assert heard(keys_sound(ALL, tone_ms, 40, lead)) == ALL


@pytest.mark.parametrize(
    "how",
    [{"twist_db": 7.0}, {"twist_db": -9.0}, {"off": 0.015}, {"off": -0.015}, {"peak": 150.0}, {"peak": 15000.0}],
    ids=str,
)
def test_lines_that_bend_the_tones(how: dict[str, float]) -> None:
    assert heard(keys_sound(ALL, how=how)) == ALL


@pytest.mark.parametrize("peak", [600.0, 6000.0])
def test_noise_of_15_db_below(peak: float) -> None:
    sound = keys_sound(ALL, how={"peak": peak})
    assert heard(sound + noise(len(sound), peak / 10 ** (15 / 20))) == ALL


def test_the_same_key_again_and_a_key_held_long() -> None:
    assert heard(keys_sound("5555", 50, 40)) == "5555"
    assert heard(keys_sound("5", 3000)) == "5"


@pytest.mark.parametrize("tone_ms", [10, 20])
def test_a_click_of_tones_is_no_key(tone_ms: int) -> None:
    assert heard(keys_sound(ALL, tone_ms)) == ""


def test_tones_out_of_tune_are_no_keys() -> None:
    assert heard(keys_sound(ALL, how={"off": 0.04})) == ""


def test_dial_tone_ringback_and_fax_are_no_keys() -> None:
    at_s = np.arange(SAMPLE_RATE_HZ * 2) / SAMPLE_RATE_HZ
    for tones in ((350, 440), (440, 480), (425,), (1100,), (2100,), (941,), (1336,), (697, 770), (1209, 1336)):
        assert heard(sum((4000 * np.sin(2 * np.pi * hz * at_s) for hz in tones), np.zeros(len(at_s)))) == ""


def test_tones_with_harmonics_are_voices_and_not_keys() -> None:
    """A voice whose harmonics pass over both tones of a key has more of them between and above."""
    at_s = np.arange(SAMPLE_RATE_HZ // 2) / SAMPLE_RATE_HZ
    for pitch in np.arange(85.0, 420.0, 2.5):
        parts = [np.sin(2 * np.pi * n * pitch * at_s + n) / n**0.5 for n in range(1, int(3600 / pitch))]
        assert heard(3000 * sum(parts, np.zeros(len(at_s)))) == ""


def test_chords_are_no_keys() -> None:
    """Three or four notes of a piano, as music on hold has them."""
    random = np.random.default_rng(3)
    at_s = np.arange(SAMPLE_RATE_HZ // 4) / SAMPLE_RATE_HZ
    for _ in range(200):
        notes = 220 * 2 ** (random.integers(0, 36, 4) / 12)
        partials = [np.sin(2 * np.pi * note * n * at_s) / n for note in notes for n in (1, 2, 3) if note * n < 3600]
        assert heard(2000 * sum(partials, np.zeros(len(at_s)))) == ""


def test_noise_and_silence_are_no_keys() -> None:
    assert heard(noise(SAMPLE_RATE_HZ * 20, 3000)) == ""
    assert heard(np.zeros(SAMPLE_RATE_HZ)) == ""


def test_a_key_below_the_voice_of_another_is_still_heard_when_it_is_loud() -> None:
    sound = keys_sound("74")
    at_s = np.arange(len(sound)) / SAMPLE_RATE_HZ
    assert heard(sound + 1200 * np.sin(2 * np.pi * 300 * at_s)) == "74"


def test_the_table_is_that_of_the_recommendation() -> None:
    assert "".join(ROWS) == ALL
    assert len(COLUMNS) == 4
