"""Messages made for tests: an ear that hears speech in loud frames, and files as they stand in the folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.recordings.facts import Facts
from bot.recordings.writing import Writing
from tests.bot.recordings.made import KEY
from voice.audio import FRAME_SAMPLES, SILENCE_FRAME, level_dbfs
from voice.gateway.tap import Tap, Tick

PACKET = "00a1b2c3d4e5"
LOUD = np.random.default_rng(1).integers(-9_000, 9_000, FRAME_SAMPLES, dtype="<i2").tobytes()
"""Noise: FLAC makes nothing of a constant."""


@dataclass
class Frame:
    """One frame, judged."""

    probability: float
    duration_ms: float = 20.0


class LevelEar:
    """A `SpeechEar` to which whatever is loud is speech."""

    def feed(self, pcm: bytes, at_s: float) -> Iterator[Frame]:
        yield Frame(1.0 if level_dbfs(pcm) > -40 else 0.0)


def message_file(
    folder: Path, packet_id: str = PACKET, *, loud: int = 100, quiet: int = 50, whole: bool = True
) -> Path:
    """So many frames of speech and of silence behind it; not `whole`: as a killed Hatef leaves it."""
    writing = Writing(folder, KEY, Facts(packet_id, 1_700_000_000_000))
    writing.feed([*[Tick(LOUD)] * loud, *[Tick(SILENCE_FRAME)] * quiet])
    if whole:
        return writing.finish(Tap(), handed=False)
    writing.close()
    return writing.path
