"""The one audio format inside Hatef: 8 kHz, mono, signed 16-bit little-endian PCM, in frames of 20 ms."""

import math
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

SAMPLE_RATE_HZ = 8000
FRAME_MS = 20
FRAME_SAMPLES = SAMPLE_RATE_HZ * FRAME_MS // 1000
FRAME_BYTES = 2 * FRAME_SAMPLES
SILENCE_FRAME = bytes(FRAME_BYTES)

Samples = npt.NDArray[np.int16]


def to_samples(pcm: bytes) -> Samples:
    """PCM bytes as an int16 array of shape (n,), sharing the memory."""
    return np.frombuffer(pcm, dtype="<i2")


def duration_ms(pcm: bytes) -> int:
    """How long `pcm` plays."""
    return len(pcm) * 1000 // (2 * SAMPLE_RATE_HZ)


def level_dbfs(pcm: bytes) -> float:
    """Root mean square level, dB relative to full scale; -inf for digital silence."""
    samples = to_samples(pcm).astype(np.float64)
    power = float(np.mean(samples**2)) if samples.size else 0.0
    return 10 * math.log10(power / 32768.0**2) if power > 0 else -math.inf


def whole_frames(pcm: bytes) -> bytes:
    """`pcm` padded with silence to a whole number of frames."""
    rest = len(pcm) % FRAME_BYTES
    return pcm if not rest else pcm + bytes(FRAME_BYTES - rest)


def write_wav(path: Path, pcm: bytes, rate_hz: int = SAMPLE_RATE_HZ) -> None:
    """Write mono 16-bit PCM as a WAV file."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate_hz)
        out.writeframes(pcm)
