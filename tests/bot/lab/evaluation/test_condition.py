"""Conditions: the same every time, as strong as they say, as long as the clip."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lab.evaluation.condition import (
    STANDARD,
    ConditionError,
    Step,
    degrade,
    parse_conditions,
    speech_power,
    steps,
)
from voice.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ, to_samples


def speech(seconds: float = 1.0, level: float = 0.2) -> bytes:
    """A voiced sound of 120 Hz with harmonics between two pauses as long."""
    times_s = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    voiced = sum(np.sin(2 * np.pi * 120 * k * times_s) / k for k in range(1, 25))
    wave = np.concatenate((np.zeros_like(voiced), level * voiced, np.zeros_like(voiced)))
    return (wave * 32767).astype("<i2").tobytes()


def power(pcm: bytes) -> float:
    return float(np.mean((to_samples(pcm) / 32768.0) ** 2))


def test_all_is_the_standard_list_and_nothing_comes_twice() -> None:
    assert parse_conditions(" ALL, noise15 ,noise15+gsm") == (*STANDARD, "noise15+gsm")


@pytest.mark.parametrize("name", ["noise", "noise-5", "loss", "gsm7", "noise15+", "mp3", "", "clean+gsm", "noise100"])
def test_what_is_no_condition_is_told_with_what_is(name: str) -> None:
    with pytest.raises(ConditionError, match="is no condition; say clean, noise15"):
        parse_conditions(name)


def test_steps_go_in_order() -> None:
    assert steps("noise10+gsm+loss3") == (Step("noise", 10.0), Step("gsm"), Step("loss", 3.0))
    assert steps("clean") == ()


def test_clean_is_the_clip_itself() -> None:
    assert degrade(speech(), "clean", "a") == speech()


@pytest.mark.parametrize("name", [name for name in STANDARD if name != "clean"])
def test_a_condition_changes_the_clip_the_same_way_every_time(name: str) -> None:
    once = degrade(speech(), name, "a.wav")
    assert once == degrade(speech(), name, "a.wav") != speech()
    assert len(once) == len(speech())


def test_another_clip_gets_another_noise() -> None:
    assert degrade(speech(), "noise15", "a.wav") != degrade(speech(), "noise15", "b.wav")


@pytest.mark.parametrize("snr_db", [20, 15, 10, 5])
@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_noise_lies_below_the_speech_and_not_below_the_pauses(snr_db: int, seed: str) -> None:
    clip = speech(level=0.05)
    added = power(degrade(clip, f"noise{snr_db}", seed)[: len(clip) // 3])
    wanted = speech_power(to_samples(clip) / 32768.0) / 10 ** (snr_db / 10)
    assert abs(10 * np.log10(added / wanted)) < 1.0


def test_a_faint_voice_is_as_much_weaker_as_said() -> None:
    pcm = speech()
    assert 10 * np.log10(power(pcm) / power(degrade(pcm, "faint30", "a"))) == pytest.approx(30, abs=0.3)


def test_loud_speech_with_noise_is_not_clipped() -> None:
    assert np.abs(to_samples(degrade(speech(level=0.5), "noise5", "a")).astype(int)).max() <= 0.96 * 32768


def test_lost_packets_are_whole_frames_of_silence_and_as_many_as_said() -> None:
    wave = np.ones(1000 * FRAME_SAMPLES, "<i2") * 1000
    frames = to_samples(degrade(wave.tobytes(), "loss5", "a")).reshape(-1, FRAME_SAMPLES)
    lost = np.all(frames == 0, axis=1)
    assert np.all(frames[~lost] == 1000)
    assert 35 <= lost.sum() <= 65


def test_codecs_keep_the_speech_and_lose_some_of_it() -> None:
    clip = to_samples(speech()).astype(float)
    quality = {}
    for codec in ("gsm", "pcmu", "pcma"):
        error = to_samples(degrade(speech(), codec, "a")) - clip
        quality[codec] = 10 * np.log10(np.mean(clip**2) / np.mean(error**2))
    assert quality["pcmu"] > 30 and quality["pcma"] > 30  # G.711 specifies about 38 dB
    assert 3 < quality["gsm"] < quality["pcmu"]


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=800).map(lambda pcm: pcm[: len(pcm) // 2 * 2]))
def test_any_clip_however_short_bears_every_condition(pcm: bytes) -> None:
    assert len(degrade(pcm, "noise5+loss5+gsm+pcmu", "a")) == len(pcm)
