"""What machines that answer sound like, and people: real voices of the shipped set, tones, keys, quiet."""

import wave
from collections.abc import Iterable

import numpy as np
import pytest

from bot.callbacks.machine import GREETING_S, MachineEar
from bot.lab.demo.scenario import SOUNDS
from voice.softphone.speech import loud_span

FRAME = 320


def tones(length_s: float, *pitches_hz: float, amplitude: float = 6_000) -> bytes:
    at = np.arange(round(length_s * 8_000)) / 8_000
    return bytes(sum(amplitude * np.sin(2 * np.pi * hz * at) for hz in pitches_hz).astype("<i2").tobytes())  # type: ignore[union-attr]


def quiet(length_s: float) -> bytes:
    return bytes(round(length_s * 8_000) * 2)


def fed(*sounds: bytes) -> MachineEar:
    ear, pcm = MachineEar(), b"".join(sounds)
    for at in range(0, len(pcm) - FRAME + 1, FRAME):
        ear.feed(pcm[at : at + FRAME])
    return ear


def voices(pattern: str = "caller_*.wav") -> Iterable[bytes]:
    """Sentences of the shipped set, without the quiet around them."""
    for path in sorted(SOUNDS.glob(pattern)):
        with wave.open(str(path)) as source:
            pcm = source.readframes(source.getnframes())
        span = loud_span(pcm)
        assert span is not None
        yield pcm[round(span[0] * 50) * FRAME : round(span[1] * 50) * FRAME]


def test_quiet_is_no_machine() -> None:
    ear = fed(quiet(20))
    assert (ear.machine, ear.longest_s) == (False, 0.0)


def test_people_say_little_and_wait() -> None:
    """«الو؟ بله؟ شما؟»: words of under a second with pauses, for as long as they are asked for a key."""
    word = next(iter(voices()))[: 16_000 * 8 // 10]
    assert not fed(*[word, quiet(0.8)] * 12).machine


def test_a_greeting_goes_on_and_on() -> None:
    spoken = b"".join(voices())[: 16_000 * 8]
    ear = fed(quiet(1), spoken)
    assert ear.machine
    assert ear.longest_s > GREETING_S


def test_sentences_with_pauses_are_no_greeting() -> None:
    short = [one[: 16_000 * 3] for one in voices()]
    assert not fed(*[part for one in short for part in (one, quiet(0.7))]).machine


@pytest.mark.parametrize("pitch_hz", [520, 850, 1_000, 1_400, 2_000, 2_500])
def test_a_beep(pitch_hz: float) -> None:
    ear = fed(quiet(1), tones(0.4, pitch_hz))
    assert ear.beeped and ear.machine


def test_a_beep_is_told_once() -> None:
    told: list[int] = []
    ear = MachineEar(lambda: told.append(1))
    for _ in range(100):
        ear.feed(tones(0.02, 1_000))
    assert told == [1]


@pytest.mark.parametrize(
    "sound",
    [
        tones(0.2, 1_000),
        tones(1, 425),
        tones(1, 697, 1_209),
        tones(1, 941, 1_477),
        tones(1, 1_000, amplitude=50),
    ],
    ids=["a click", "a ringing tone", "key 1", "key #", "too soft"],
)
def test_what_is_no_beep(sound: bytes) -> None:
    assert not fed(quiet(1), sound, quiet(1), sound).beeped


def test_no_voice_of_the_shipped_set_beeps() -> None:
    heard = list(voices("*.wav"))
    assert len(heard) > 5
    assert [fed(one).beeped for one in heard] == [False] * len(heard)


def test_a_melody_of_short_notes_is_no_beep() -> None:
    assert not fed(*[tones(0.2, hz) for hz in (700, 900, 1_100, 900) * 3]).beeped
