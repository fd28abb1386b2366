"""When the far side began and stopped to speak, by energy; pure."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

THRESHOLD_DBFS = -45.0
END_SILENCE_S = 0.400  # this much quiet ends speech; also more than the 200 ms wanted before a new start
FRAME_S = 0.020


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
