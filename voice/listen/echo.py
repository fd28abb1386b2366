"""Takes our own voice out of what comes back on the line. Pure: frames in, frames out.

A partitioned-block frequency-domain Kalman filter (Enzner and Vary, Signal Processing 86, 2006; partitions after
Kuech, Mabande and Enzner, ICASSP 2014): it learns the echo's path of up to 220 ms, whatever its delay, keeps its own
uncertainty a frequency, and so neither forgets the path while the caller talks into it nor needs a detector for that.
"""

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from voice.audio import FRAME_MS, FRAME_SAMPLES, to_samples

Floats = npt.NDArray[np.float32]
Spectra = npt.NDArray[np.complex64]

BINS = FRAME_SAMPLES + 1


@dataclass(frozen=True, slots=True)
class EchoRules:
    """Constants of the filter; gains are powers relative to what was played."""

    path_ms: int = 220
    # uncertainty of each partition's gain at the start of a call, and what it never falls below: a path may change
    first_doubt: float = 0.03
    least_doubt: float = 2e-6
    # share of the path that is kept from frame to frame
    kept: float = 0.9998
    error_memory: float = 0.6
    # the expected rest of the echo is told this much too high; a nonlinear line bears some echo no filter reaches
    unreachable: float = 10 ** (-30 / 10)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One frame without the echo, and how loud the echo may still be in it."""

    pcm: bytes
    rest_dbfs: float


class EchoCanceller:
    """The echo of one call. Arrays are (partition, bin)."""

    def __init__(self, rules: EchoRules | None = None) -> None:
        self._rules = rules or EchoRules()
        shape = (self._rules.path_ms // FRAME_MS, BINS)
        self._played = np.zeros(shape, np.complex64)  # spectra of what was played, newest first
        self._path = np.zeros(shape, np.complex64)
        self._doubt = np.full(shape, self._rules.first_doubt, np.float32)
        self._error = np.zeros(BINS, np.float32)  # power of what the filter does not explain
        self._last = np.zeros(FRAME_SAMPLES, np.float32)
        self._turn = 0  # the partition whose wrapped half is cleared next
        self._idle_frames = shape[0]
        self._waiting: deque[bytes] = deque(maxlen=shape[0])  # sent, and not yet paired with a frame heard
        self._owed = False  # the last frame heard found none waiting

    @property
    def idle(self) -> bool:
        """Nothing that was played can still come back."""
        return self._idle_frames >= len(self._path)

    def sent(self, played: bytes) -> None:
        """20 ms (s16) leave for the caller, in the same beat as the next frame heard; silence need not be told."""
        self._waiting.append(played)

    def clean(self, heard: bytes) -> Cleaned:
        """The next 20 ms heard (s16) without the echo of what was sent."""
        played = self._paired()
        self._idle_frames = 0 if played is not None else self._idle_frames + 1
        if self.idle:
            self._played[:] = 0
            self._last[:] = 0
            return Cleaned(heard, -np.inf)
        self._push(played)
        power = self._played.real**2 + self._played.imag**2
        echo = np.fft.irfft(np.sum(self._played * self._path, axis=0))[FRAME_SAMPLES:]
        samples = to_samples(heard).astype(np.float32)
        clean = samples - echo
        rest = np.sum(power * self._doubt, axis=0) + self._rules.unreachable * np.mean(power, axis=0)
        self._learn(clean, power)
        if np.dot(clean, clean) > np.dot(samples, samples):  # not learned yet, or there is no echo: do not add one
            return Cleaned(heard, _level_dbfs(rest))
        return Cleaned(np.clip(clean, -32768, 32767).astype("<i2").tobytes(), _level_dbfs(rest))

    def _paired(self) -> bytes | None:
        """The frame sent in the same beat, None for silence. The learned path holds only while both stay in step."""
        while len(self._waiting) > 1:
            if self._owed:
                self._waiting.popleft()  # it came late: silence has taken its place
                self._owed = False
            else:
                self._push(self._waiting.popleft())  # the frame heard in its beat was lost
        self._owed = not self._waiting
        return self._waiting.popleft() if self._waiting else None

    def _push(self, played: bytes | None) -> None:
        samples = np.zeros(FRAME_SAMPLES, np.float32) if played is None else to_samples(played).astype(np.float32)
        self._played[1:] = self._played[:-1]
        self._played[0] = np.fft.rfft(np.concatenate((self._last, samples)))
        self._last = samples

    def _learn(self, clean: Floats, power: Floats) -> None:
        rules = self._rules
        error = _late_half(clean)
        self._error *= rules.error_memory
        self._error += (1 - rules.error_memory) * (error.real**2 + error.imag**2)
        spread = np.sum(power * self._doubt, axis=0) + 2 * self._error + 1.0
        step = self._doubt / spread
        self._path += step * np.conj(self._played) * error
        self._doubt *= 1 - 0.5 * step * power
        np.maximum(self._doubt, rules.least_doubt, out=self._doubt)
        self._doubt += np.float32(1 - rules.kept**2) * (self._path.real**2 + self._path.imag**2)
        # A partition is a path of 160 samples; clearing what wraps beyond it, one partition a frame, is enough.
        self._turn = (self._turn + 1) % len(self._path)
        taps = np.fft.irfft(self._path[self._turn])
        taps[FRAME_SAMPLES:] = 0
        self._path[self._turn] = np.fft.rfft(taps)


def _late_half(signal: Floats) -> Spectra:
    padded = np.zeros(2 * FRAME_SAMPLES, np.float32)
    padded[FRAME_SAMPLES:] = signal
    spectrum: Spectra = np.fft.rfft(padded)
    return spectrum


def _level_dbfs(power: npt.NDArray[np.floating[Any]]) -> float:
    """Level of the 160 new samples in a block whose one-sided power spectrum (of 320 samples) is `power`."""
    total = 2 * float(np.sum(power)) / (2 * FRAME_SAMPLES) ** 2
    return 10 * float(np.log10(total / 32768.0**2 + 1e-12))
