"""From a voice's own sound to the line's: 8 kHz, one loudness, no clipping, no silence at the ends."""

import math

import numpy as np
import numpy.typing as npt
import soxr

from voice.audio import SAMPLE_RATE_HZ, to_samples

TARGET_DBFS = -20.0
KNEE = 0.7  # of full scale: above it peaks are bent, not cut
LEAST_GAIN, MOST_GAIN = 0.1, 10.0
QUIET = 150 / 32768  # -47 dBFS: below it there is no speech in a clean synthetic voice
LEAD_MS = 15
TAIL_MS = 60
BLOCK = SAMPLE_RATE_HZ // 50
RELATIVE_GATE_DB = -10.0

Floats = npt.NDArray[np.float32]


def speech_level_dbfs(samples: Floats) -> float:
    """Level of the speech in `samples` (n,), -1 to 1, dBFS: 20 ms blocks gated as in ITU-R BS.1770; -inf if silent."""
    blocks = samples[: len(samples) // BLOCK * BLOCK].reshape(-1, BLOCK)
    powers = np.mean(blocks.astype(np.float64) ** 2, axis=1)
    powers = powers[powers > QUIET**2 / 4]
    if not powers.size:
        return -math.inf
    gate = np.mean(powers) * 10 ** (RELATIVE_GATE_DB / 10)
    return 10 * math.log10(float(np.mean(powers[powers >= gate])))


def gain_to_target(samples: Floats) -> float:
    """The factor that brings `samples` to the common loudness; 1.0 for silence."""
    level = speech_level_dbfs(samples)
    if math.isinf(level):
        return 1.0
    return min(MOST_GAIN, max(LEAST_GAIN, 10 ** ((TARGET_DBFS - level) / 20)))


def limited(samples: Floats) -> Floats:
    """`samples` with everything above the knee bent towards full scale, which is never reached."""
    size = np.abs(samples)
    bent = KNEE + (1 - KNEE) * np.tanh((size - KNEE) / (1 - KNEE))
    return np.where(size > KNEE, np.copysign(bent, samples), samples).astype(np.float32)


class LineSound:
    """A stream: feed PCM at `rate_hz`, get s16 PCM at 8 kHz.

    Silence before the first sound is cut to LEAD_MS. A pause is held until sound follows, so that the last one can
    be cut to TAIL_MS.
    """

    def __init__(self, rate_hz: int, gain: float) -> None:
        self._resampler = soxr.ResampleStream(rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32")
        self._gain = gain
        self._begun = False
        self._held: Floats = np.zeros(0, np.float32)

    def feed(self, pcm: bytes) -> bytes:
        """The sound that `pcm` completes; may be empty."""
        return self._shaped(pcm, last=False)

    def finish(self) -> bytes:
        """What is left."""
        out = self._shaped(b"", last=True)
        tail = self._held[: SAMPLE_RATE_HZ * TAIL_MS // 1000] if self._begun else self._held[:0]
        return out + _pcm(tail)

    def _shaped(self, pcm: bytes, *, last: bool) -> bytes:
        samples = to_samples(pcm).astype(np.float32) / 32768
        fresh = self._resampler.resample_chunk(samples, last=last)
        sound = np.concatenate([self._held, limited(fresh * self._gain)])
        loud = np.flatnonzero(np.abs(sound) > QUIET)
        lead = SAMPLE_RATE_HZ * LEAD_MS // 1000
        if not loud.size:
            self._held = sound if self._begun else sound[-lead:]
            return b""
        start = 0 if self._begun else max(0, loud[0] - lead)
        self._begun = True
        self._held = sound[loud[-1] + 1 :]
        return _pcm(sound[start : loud[-1] + 1])


def _pcm(samples: Floats) -> bytes:
    return (samples * 32767).astype("<i2").tobytes()
