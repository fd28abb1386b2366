"""Clips through the encoder, as they are and as other calls might bring them; kept on disk while the work goes on."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soxr

from bot.lab.adapting.clips import Clip
from bot.lab.evaluation.condition import degrade
from bot.lab.evaluation.second_reading import PAUSE
from voice.audio import SAMPLE_RATE_HZ, to_samples
from voice.listen.second_pass.encoder import Encoder
from voice.listen.second_pass.mel import Floats

AS_IT_IS = (1.0, "clean")
VARIANTS = (AS_IT_IS, (0.92, "noise15"), (1.08, "gsm"), (1.0, "noise10"))
"""Pace (pitch with it), then a condition of `hatef evaluate speech`."""


class Frames:
    """`folder` holds a file a clip and variant. As personal as the sound, it is deleted with the work."""

    def __init__(self, folder: Path, encoder: Callable[[], Encoder]) -> None:
        self._folder = folder
        self._make = encoder
        self._encoder: Encoder | None = None

    def of(self, clip: Clip, variant: tuple[float, str]) -> Floats:
        """(frames, WIDTH), from the disk or made now. Raises ModelBroken, OSError."""
        name = hashlib.sha256(f"{clip.key} {variant}".encode()).hexdigest()
        path = self._folder / f"{name}.npy"
        if path.is_file():
            kept: Floats = np.load(path).astype(np.float32)
            return kept
        self._encoder = self._encoder or self._make()
        frames = self._encoder(to_samples(sound(clip, variant)).astype(np.float32)).astype(np.float16)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(".part")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            np.save(file, frames)
        part.replace(path)
        return frames.astype(np.float32)


def sound(clip: Clip, variant: tuple[float, str]) -> bytes:
    """PCM of a clip at another pace and under a condition, between the pauses that a turn has."""
    pace, condition = variant
    pcm = clip.pcm
    if pace != 1.0:
        paced = soxr.resample(to_samples(pcm).astype(np.float32), SAMPLE_RATE_HZ * pace, SAMPLE_RATE_HZ)
        pcm = np.clip(np.round(paced), -32768, 32767).astype("<i2").tobytes()
    return PAUSE + degrade(pcm, condition, clip.key) + PAUSE
