"""What a far side that presses no key sounds like: a person, or a machine that answers.

«الو؟ بله؟»  short, then silence        a greeting: seconds without a pause, often a beep behind it
"""

from collections.abc import Callable

import numpy as np

from voice.audio import SAMPLE_RATE_HZ

LOUD_DBFS = -45.0
PAUSE_S = 0.6
"""A pause as long as this ends a stretch of speech."""
GREETING_S = 4.0
"""No person says so much without a pause to a telephone that asks for a key."""
BEEP_S = 0.3
BEEP_SHARE = 0.95
"""Of the power, within a bin of the peak; two keys pressed at once, and voices, have several peaks."""
BEEP_FROM_HZ, BEEP_TO_HZ = 500.0, 2_600.0
"""Below it are ringing tones (425 Hz) and voices that hum."""


def _nobody() -> None:
    """Nobody wants to know."""


class MachineEar:
    """Fed with every 20 ms frame (320 bytes, 8 kHz s16) that comes; light enough for the media thread.

    `on_beep` is told of the first beep, by whoever feeds.
    """

    def __init__(self, on_beep: Callable[[], object] = _nobody) -> None:
        self._on_beep = on_beep
        self.beeped = False
        """A tone was heard as before a recording."""
        self.longest_s = 0.0
        """The longest stretch of speech."""
        self._begun_s = 0.0
        self._loud_s = -PAUSE_S
        """Where the last loud frame ended."""
        self._now_s = 0.0
        self._tone_s = 0.0
        self._tone_bin = -1

    @property
    def machine(self) -> bool:
        """Whether it sounds like one."""
        return self.beeped or self.longest_s >= GREETING_S

    def feed(self, pcm: bytes) -> None:
        """One frame."""
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
        length_s = samples.size / SAMPLE_RATE_HZ
        self._now_s += length_s
        if not samples.size or not _is_loud(samples):
            self._tone_s = 0.0
            return
        if self._now_s - length_s - self._loud_s >= PAUSE_S:
            self._begun_s = self._now_s - length_s
        self._loud_s = self._now_s
        self.longest_s = max(self.longest_s, self._now_s - self._begun_s)
        self._tone(samples, length_s)

    def _tone(self, samples: np.ndarray, length_s: float) -> None:
        found = tone_of(samples)
        near = found >= 0 and abs(found - self._tone_bin) <= 1
        self._tone_s = self._tone_s + length_s if near else length_s if found >= 0 else 0.0
        self._tone_bin = found
        if self._tone_s >= BEEP_S and not self.beeped:
            self.beeped = True
            self._on_beep()


def tone_of(samples: np.ndarray) -> int:
    """The bin of the spectrum that holds a pure tone, or -1."""
    power = np.abs(np.fft.rfft(samples * np.hanning(samples.size))) ** 2
    peak = int(np.argmax(power))
    pitch_hz = peak * SAMPLE_RATE_HZ / samples.size
    total = float(power.sum())
    share = float(power[max(0, peak - 2) : peak + 3].sum()) / total if total else 0.0
    return peak if BEEP_FROM_HZ <= pitch_hz <= BEEP_TO_HZ and share >= BEEP_SHARE else -1


def _is_loud(samples: np.ndarray) -> bool:
    return bool(np.mean(samples**2) > 32768.0**2 * 10 ** (LOUD_DBFS / 10))
