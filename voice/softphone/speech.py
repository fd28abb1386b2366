"""When the far side began and stopped to speak, by energy; pure."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

THRESHOLD_DBFS = -45.0
END_SILENCE_S = 0.400  # this much quiet ends speech; also more than the 200 ms wanted before a new start
FRAME_S = 0.020
TONE_HZ = 425.0  # of telephones in Europe and the Middle East (ITU-T E.180)
TONE_SHARE = 0.8  # of a frame's power near that pitch; no voice has it for long
TONE_S = 0.2


@dataclass(frozen=True, slots=True)
class SpeechEdge:
    """Speech of the far side began or ended at `t`, monotonic seconds, dated back to when it happened."""

    kind: Literal["far_speech_started", "far_speech_ended"]
    t: float


class SpeechEdges:
    """Turns the levels of 20 ms frames into edges."""

    def __init__(self) -> None:
        self._speaking = False
        self._loud_s = 0.0  # start of the last loud frame

    def feed(self, at_s: float, pcm: bytes) -> SpeechEdge | None:
        """One frame that came at `at_s`."""
        if is_loud(pcm):
            self._loud_s = at_s
            if not self._speaking:
                self._speaking = True
                return SpeechEdge("far_speech_started", at_s)
        elif self._speaking and at_s - self._loud_s >= END_SILENCE_S:
            return self.finish()
        return None

    def finish(self) -> SpeechEdge | None:
        """The end of the call ends speech too."""
        if not self._speaking:
            return None
        self._speaking = False
        return SpeechEdge("far_speech_ended", self._loud_s + FRAME_S)


class ToneStarts:
    """Finds the starts of tones (ringing, please wait) in 20 ms frames."""

    def __init__(self) -> None:
        self._frames = 0

    def feed(self, at_s: float, pcm: bytes) -> float | None:
        """One frame that came at `at_s`; when a tone began that has lasted for `TONE_S`, told once."""
        self._frames = self._frames + 1 if is_loud(pcm) and is_tone(pcm) else 0
        return at_s - TONE_S + FRAME_S if self._frames == round(TONE_S / FRAME_S) else None


def is_tone(pcm: bytes) -> bool:
    """Whether most of the power of 8 kHz s16 PCM is near `TONE_HZ` (one bin of a Fourier sum)."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
    turns = np.exp(-2j * np.pi * TONE_HZ / 8000 * np.arange(samples.size))
    power = float(np.sum(samples**2))
    return power > 0 and float(2 * abs(np.sum(samples * turns)) ** 2 / samples.size) > TONE_SHARE * power


def is_loud(pcm: bytes) -> bool:
    """Whether a piece of s16 PCM is above -45 dBFS RMS."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
    if not samples.size:
        return False
    return bool(np.mean(samples**2) > 32768.0**2 * 10 ** (THRESHOLD_DBFS / 10))


def loud_span(pcm: bytes, frame_bytes: int = 320) -> tuple[float, float] | None:
    """Seconds from the start of `pcm` to its first loud frame, and to the end of its last."""
    loud = [n for n, at in enumerate(range(0, len(pcm), frame_bytes)) if is_loud(pcm[at : at + frame_bytes])]
    return (loud[0] * FRAME_S, (loud[-1] + 1) * FRAME_S) if loud else None
