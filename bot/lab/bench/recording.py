"""`hatef bench recording`: what a minute of a recorded call costs, as FLAC and as Opus: bytes, and processor time.

The sound is made of the shipped sentences, as a call has them: both sides by turns, through G.711, in room noise. FLAC
goes the recorder's own way, from ticks to locked parts on the disk; Opus is encoded as it would be in its place.
"""

import asyncio
import io
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import soundfile
from rich.table import Table

from bot.lab.demo.scenario import SOUNDS
from bot.recordings.facts import Facts
from bot.recordings.keys import Key
from bot.recordings.writing import Writing
from bot.terminal import console
from voice.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ
from voice.gateway.tap import Item, Stereo, Tap, Tick

PAUSE_S = 0.5
NOISE = 100.0
"""Standard deviation of the room's noise, of 32,768."""
SEED = 3
OPUS_LEVEL = 0.95
"""libsndfile's: some 37 kbit/s for two channels."""
KEY = Key(bytes(range(32)))
"""Of files that are thrown away."""


@dataclass(frozen=True)
class Cost:
    """Of one minute of a call."""

    name: str
    kilobytes: float
    processor_ms: float

    @property
    def share_of_30(self) -> float:
        """Of a core, with 30 calls at once."""
        return 30 * self.processor_ms / 60_000


async def bench_recording(minutes: int, json_file: Path | None) -> None:
    """Measure, print, and write `json_file`."""
    costs = await asyncio.to_thread(measure, minutes)
    table = Table("one minute of a call, both sides", "KB", "processor, ms", "30 calls: share of a core")
    for cost in costs:
        table.add_row(cost.name, f"{cost.kilobytes:.0f}", f"{cost.processor_ms:.0f}", f"{100 * cost.share_of_30:.1f} %")
    console.print(table)
    if json_file is not None:
        content = json.dumps([asdict(cost) for cost in costs], indent=2) + "\n"
        await asyncio.to_thread(json_file.write_text, content, encoding="utf-8")


def measure(minutes: int) -> list[Cost]:
    """The recorder's way, and Opus in its place."""
    sound = call_sound(minutes)
    return [
        _cost("FLAC, as Hatef records: locked, on disk", minutes, lambda: _recorded(sound)),
        _cost("Ogg/Opus, encoding alone", minutes, lambda: _encoded(sound)),
    ]


def call_sound(minutes: int) -> Stereo:
    """Sentences by turns, a pause between them."""
    sentences = [soundfile.read(path, dtype="int16")[0] for path in sorted(SOUNDS.glob("caller_*.wav"))]
    sound = np.zeros((60 * minutes * SAMPLE_RATE_HZ, 2), dtype=np.int16)
    at, number = 0, 0
    while at < len(sound):
        words = sentences[number % len(sentences)][: len(sound) - at]
        sound[at : at + len(words), number % 2] = words
        at += len(words) + round(PAUSE_S * SAMPLE_RATE_HZ)
        number += 1
    noise = np.random.default_rng(SEED).normal(0, NOISE, sound.shape)
    return _through_g711((sound + noise).clip(-32_768, 32_767).astype(np.int16))


def _through_g711(sound: Stereo) -> Stereo:
    packed = io.BytesIO()
    soundfile.write(packed, sound, SAMPLE_RATE_HZ, format="WAV", subtype="ALAW")
    packed.seek(0)
    heard, _ = soundfile.read(packed, dtype="int16", always_2d=True)
    return heard  # type: ignore[no-any-return]


def _recorded(sound: Stereo) -> int:
    with tempfile.TemporaryDirectory() as folder:
        writing = Writing(Path(folder), KEY, Facts("bench", 0))
        for start in range(0, len(sound), 12 * FRAME_SAMPLES):  # a quarter of a second, as the recorder takes it
            writing.feed(_ticks(sound[start : start + 12 * FRAME_SAMPLES]))
        return writing.finish(Tap(), handed=False).stat().st_size


def _ticks(sound: Stereo) -> list[Item]:
    frames = (sound[at : at + FRAME_SAMPLES] for at in range(0, len(sound), FRAME_SAMPLES))
    return [Tick(frame[:, 0].tobytes(), frame[:, 1].tobytes()) for frame in frames]


def _encoded(sound: Stereo) -> int:
    packed = io.BytesIO()
    with soundfile.SoundFile(packed, "w", SAMPLE_RATE_HZ, 2, "OPUS", format="OGG", compression_level=OPUS_LEVEL) as out:
        for start in range(0, len(sound), SAMPLE_RATE_HZ):
            out.write(sound[start : start + SAMPLE_RATE_HZ])
    return len(packed.getvalue())


def _cost(name: str, minutes: int, work: Callable[[], int]) -> Cost:
    began_s = time.thread_time()
    size = work()
    return Cost(name, size / 1024 / minutes, 1000 * (time.thread_time() - began_s) / minutes)
