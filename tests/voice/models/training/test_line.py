"""What a line does to a voice, heard on made sound."""

import numpy as np
import pytest

from voice.models.training.line import (
    LINE_HZ,
    add_noise,
    codec,
    lose_packets,
    mu_law,
    recoded,
    stretch,
    throat,
    trimmed,
)


def tone(hz: float, seconds: float = 1.0, rate_hz: int = LINE_HZ, level: float = 0.5) -> np.ndarray:
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    return (level * np.sin(2 * np.pi * hz * times)).astype(np.float32)


def pitch_hz(audio: np.ndarray) -> float:
    """The loudest frequency at LINE_HZ."""
    spectrum = np.abs(np.fft.rfft(audio * np.hanning(len(audio))))
    return float(np.fft.rfftfreq(len(audio), 1 / LINE_HZ)[np.argmax(spectrum)])


def power_db(audio: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(audio.astype(np.float64) ** 2)))


@pytest.mark.parametrize("factor", [0.8, 1.0, 1.25])
@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 24_000])
def test_another_throat_is_higher_and_quicker_by_the_same_factor(factor: float, rate_hz: int) -> None:
    line = throat(tone(600, rate_hz=rate_hz), rate_hz, factor)
    assert line.dtype == np.float32
    assert len(line) == pytest.approx(LINE_HZ / factor, abs=2)
    assert pitch_hz(line) == pytest.approx(600 * factor, abs=4)


def test_what_a_line_cannot_carry_is_gone() -> None:
    assert power_db(throat(tone(6_000, rate_hz=16_000), 16_000, 1.0)[400:-400]) < -60


def test_silence_is_cut_to_60_ms_on_both_sides() -> None:
    voice = np.full(800, 0.5, np.float32)
    padded = np.concatenate([np.zeros(4_000, np.float32), voice, np.zeros(3_000, np.float32)])
    cut = trimmed(padded)
    assert len(cut) == 480 + 800 + 479
    assert np.flatnonzero(cut)[0] == 480


def test_a_voice_without_silence_and_silence_without_a_voice_stay_whole() -> None:
    voice, silence = np.full(800, 0.5, np.float32), np.zeros(800, np.float32)
    assert np.array_equal(trimmed(voice), voice)
    assert np.array_equal(trimmed(silence), silence)


def test_hiss_below_three_hundredths_of_the_peak_counts_as_silence() -> None:
    audio = np.full(10_000, 0.01, np.float32)
    audio[5_000:5_100] = 1.0
    assert len(trimmed(audio)) == 480 + 100 + 479


@pytest.mark.parametrize("snr_db", [0.0, 10.0, 25.0])
def test_noise_lies_below_the_speech_by_what_is_asked_for(snr_db: float) -> None:
    speech, noise = tone(500), np.random.default_rng(1).standard_normal(LINE_HZ).astype(np.float32)
    added = add_noise(speech, noise, snr_db) - speech
    assert power_db(speech) - power_db(added) == pytest.approx(snr_db, abs=0.2)


def test_pauses_do_not_make_speech_quieter_in_the_eyes_of_the_noise() -> None:
    noise = np.random.default_rng(1).standard_normal(2 * LINE_HZ).astype(np.float32)
    half = np.concatenate([tone(500), np.zeros(LINE_HZ, np.float32)])
    added = add_noise(half, noise, 10) - half
    assert power_db(tone(500)) - power_db(added) == pytest.approx(10, abs=0.3)


def test_a_snippet_shorter_than_a_frame_gets_noise_too() -> None:
    snippet = np.full(100, 0.1, np.float32)
    assert np.isfinite(add_noise(snippet, np.ones(100, np.float32), 10)).all()


def test_g711_has_eight_bits_and_is_finest_where_it_is_quiet() -> None:
    audio = np.linspace(-1, 1, 20_001, dtype=np.float32)
    heard = mu_law(audio)
    assert len(np.unique(heard)) <= 255
    wrong = np.abs(heard - audio)
    assert wrong[np.abs(audio) < 0.01].max() < 0.0005
    assert 0.005 < wrong[np.abs(audio) > 0.9].max() < 0.03


def test_g711_twice_is_g711_once_and_louder_than_full_scale_is_clipped() -> None:
    audio = np.random.default_rng(2).uniform(-1, 1, 1_000).astype(np.float32)
    once = mu_law(audio)
    assert np.allclose(mu_law(once), once, atol=1e-6)
    assert np.allclose(mu_law(np.array([-3.0, 0.0, 3.0], np.float32)), [-1, 0, 1], atol=1e-6)


@pytest.mark.parametrize("subtype", ["GSM610", "IMA_ADPCM"])
@pytest.mark.parametrize("size", [8_000, 7_777])
def test_a_codec_keeps_length_and_voice_but_not_the_samples(subtype: str, size: int) -> None:
    voice = tone(440)[:size]
    heard = recoded(voice, subtype)
    assert len(heard) == size
    assert pitch_hz(heard) == pytest.approx(440, abs=5)
    assert not np.array_equal(heard, voice)
    assert abs(power_db(heard) - power_db(voice)) < 1.5


def test_a_call_mostly_goes_through_g711_and_sometimes_through_nothing() -> None:
    voice = tone(440, 0.2)
    heard = [codec(voice, np.random.default_rng(seed)) for seed in range(60)]
    g711 = sum(np.array_equal(one, mu_law(voice)) for one in heard)
    clean = sum(np.array_equal(one, voice) for one in heard)
    assert 20 <= g711 <= 45
    assert 8 <= clean <= 30
    assert g711 + clean < 60


def test_lost_packets_are_silent_or_repeat_what_came_before() -> None:
    sound = np.random.default_rng(4).uniform(0.1, 0.9, 160 * 1_000).astype(np.float32)
    sent = sound.reshape(-1, 160)
    heard = lose_packets(sound, np.random.default_rng(5)).reshape(-1, 160)
    lost = [at for at in range(len(sent)) if not np.array_equal(sent[at], heard[at])]
    assert 5 <= len(lost) <= 70
    silent = [at for at in lost if not heard[at].any()]
    repeated = [at for at in lost if at and np.allclose(heard[at], heard[at - 1] * 0.7)]
    assert silent and repeated
    assert len({*silent, *repeated}) == len(lost)


def test_packets_are_lost_of_a_copy_and_an_unfinished_one_goes() -> None:
    sound = np.ones(160 * 50 + 30, np.float32)
    assert len(lose_packets(sound, np.random.default_rng(1))) == 160 * 50
    assert sound.all()


@pytest.mark.parametrize("factor", [0.75, 1.0, 1.2])
def test_another_pace_keeps_the_pitch(factor: float) -> None:
    slow = stretch(tone(310), factor)
    assert len(slow) == pytest.approx(LINE_HZ * factor, abs=300)
    assert pitch_hz(slow) == pytest.approx(310, abs=5)


def test_a_pause_grows_with_the_pace() -> None:
    audio = np.concatenate([tone(310, 0.5), np.zeros(4_000, np.float32), tone(310, 0.5)])
    slow = stretch(audio, 1.2)
    frames = np.abs(slow[: len(slow) // 80 * 80]).reshape(-1, 80).max(axis=1)
    assert np.sum(frames < 0.01) * 10 == pytest.approx(600, abs=60)
