"""Whisper base's encoder, frozen: a turn's sound to frames, 50 a second, of 512 numbers."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from voice.listen.second_pass import weights
from voice.listen.second_pass.mel import HOP, RATE_HZ, Floats, encoder_sound, log_mel

WIDTH = 512
FRAME_MS = 2000 * HOP // RATE_HZ
"""The encoder halves the rate of the mel frames."""


class Encoder:
    """One copy serves all calls of a process. About 0.03 core seconds a second of sound (int8)."""

    def __init__(self, folder: Path | None = None, *, threads: int = 1) -> None:
        """Load the weights from `folder`, or from the installed packages. Raises ModelBroken."""
        import ctranslate2

        self._ct2 = ctranslate2
        self._model: Any = ctranslate2.models.Whisper(
            "base", device="cpu", compute_type="int8", intra_threads=threads, files=dict(weights.read(folder))
        )

    def __call__(self, line: npt.NDArray[Any]) -> Floats:
        """(frames, WIDTH) of samples at 8 kHz; the frames beyond the sound's end are left out, two seconds at least."""
        mel = np.ascontiguousarray(log_mel(encoder_sound(line))[None])
        frames = self._model.encode(self._ct2.StorageView.from_array(mel), to_cpu=True)
        found: Floats = np.asarray(frames, dtype=np.float32)[0]
        return found
