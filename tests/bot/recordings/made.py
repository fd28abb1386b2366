"""Recordings made for tests: calls of known sound, keys that are never used elsewhere."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bot.recordings.facts import Facts
from bot.recordings.keys import Key, Keyring, parse_keys
from bot.recordings.recording import Recording
from bot.recordings.writing import Writing
from voice.audio import FRAME_SAMPLES, SILENCE_FRAME
from voice.gateway.tap import Item, Tap, Tick

SECRET = "00112233445566778899aabbccddeeff" * 2
KEYS: Keyring = parse_keys(SECRET)
OTHER_KEYS: Keyring = parse_keys("ffeeddccbbaa99887766554433221100" * 2)
KEY: Key = KEYS.present
FACTS = Facts("c1", 1_700_000_000_000)


def frame(number: int) -> bytes:
    """A frame that tells its number."""
    return number.to_bytes(2, "little", signed=True) * FRAME_SAMPLES


def ticks(count: int, first: int = 1) -> list[Item]:
    """So many ticks: the caller says their numbers, and hears them a thousand higher."""
    return [Tick(frame(number), frame(number + 1000)) for number in range(first, first + count)]


def speak(recording: Recording, count: int, first: int = 1) -> None:
    """The media thread brings so many ticks to a recording under way."""
    for number in range(first, first + count):
        recording.tap.sent(frame(number + 1000))
        recording.tap.caller(frame(number))


def silence(tap: Tap, count: int) -> None:
    """So many ticks in which nobody speaks."""
    for _ in range(count):
        tap.sent(SILENCE_FRAME)
        tap.caller(None)


def numbers(sound: "np.ndarray[tuple[int, int], np.dtype[np.int16]]") -> list[tuple[int, int]]:
    """Both channels, a number a tick."""
    return [(int(left), int(right)) for left, right in sound[::FRAME_SAMPLES]]


def kept_file(folder: Path, facts: Facts = FACTS, count: int = 250, keys: Keyring = KEYS) -> Path:
    """A whole recording on the disk."""
    writing = Writing(folder, keys.present, facts)
    writing.feed(ticks(count))
    return writing.finish(Tap(), handed=facts.handed)


def left_file(folder: Path, facts: Facts = FACTS, count: int = 250, consent_ms: int | None = None) -> Path:
    """What a killed Hatef leaves: whole pieces, no end."""
    writing = Writing(folder, KEY, facts)
    if consent_ms is not None:
        writing.consented(consent_ms)
    writing.feed(ticks(count))
    writing.close()
    return writing.path


def until(look: Callable[[], object], timeout_s: float = 10.0) -> None:
    """Wait for another thread."""
    deadline_s = time.monotonic() + timeout_s
    while not look():
        assert time.monotonic() < deadline_s, "waited in vain"
        time.sleep(0.02)
