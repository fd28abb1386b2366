"""Keypad tones in the sound (ITU-T Q.23, Q.24), for far sides that offer no telephone-event (RFC 4733); numpy only.

Windows of 20 ms, one each 5 ms. A window holds a key if one low and one high tone carry nearly all of its energy, with
no more twist than telephone lines make. Speech and music fail in that share: they have harmonics and neighbours; and
what passes for a moment does not stay steady for as long as a key does.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voice.audio import FRAME_BYTES, SAMPLE_RATE_HZ

LOW_HZ = (697, 770, 852, 941)
HIGH_HZ = (1209, 1336, 1477, 1633)
KEYS = ("123A", "456B", "789C", "*0#D")
WINDOW, HOP = 160, 40  # samples
DETUNED = (0.985, 1.0, 1.015)  # Q.24: 1.5 % off must be heard
SHARE_LEAST = 0.85  # of a window's energy, in its two tones
SHARE_SURE = 0.92  # of some of them: three hours of speech held it for one window at the most
SURE_LEAST = 2  # windows
RIVAL_MOST = 0.25  # of a tone's power, in the next strongest of its group
LOUD_LEAST = 60.0  # RMS of s16, about -55 dBFS
TWIST_HIGH_MOST = 6.3  # 8 dB: the high tone stronger
TWIST_LOW_MOST = 12.6  # 11 dB: the low tone stronger, as lines and loudspeakers do
STEADY_LEAST = 4  # windows in a row: 35 ms, so that any key of 40 ms is heard
BREAK_LEAST = 3  # windows without it, until the same key counts anew

Samples = NDArray[np.float32]


def _waves() -> Samples:
    """Cosines and sines of all tones, for one product with the windows."""
    hz = np.array([tone * off for tone in (*LOW_HZ, *HIGH_HZ) for off in DETUNED])
    angle = 2 * np.pi * np.outer(np.arange(WINDOW), hz) / SAMPLE_RATE_HZ
    return np.hstack([np.cos(angle), np.sin(angle)]).astype(np.float32)


_WAVES = _waves()
_TAIL = WINDOW - HOP
_WINDOWS = np.arange(0, FRAME_BYTES // 2, HOP)[:, None] + np.arange(WINDOW)  # of a frame behind its tail
_SILENT = (("", False),) * len(_WINDOWS)


class ToneEar:
    """Frames in, keys out, each once: when it has been steady for 35 ms."""

    def __init__(self) -> None:
        self._tail: Samples = np.zeros(_TAIL, dtype=np.float32)  # what the next windows begin with
        self._candidate = ""
        self._steady = 0  # windows in a row with the candidate
        self._sure = 0  # of them, those that are sure
        self._absent = BREAK_LEAST  # windows in a row without the key that was told
        self._told = ""

    def feed(self, frame: bytes) -> str:
        """20 ms of 8 kHz s16; the keys that became certain in it."""
        sound = np.concatenate([self._tail, np.frombuffer(frame, dtype="<i2").astype(np.float32)])
        self._tail = sound[-_TAIL:]
        return "".join(filter(None, (self._step(key, sure) for key, sure in keys_of(sound[_WINDOWS]))))

    def _step(self, key: str, sure: bool) -> str:
        """Take one window's key; returns it where it became certain."""
        if not key or key != self._candidate:
            self._steady = self._sure = 0
        self._steady += bool(key)
        self._sure += sure
        self._candidate = key
        self._absent = 0 if key and key == self._told else self._absent + 1
        if self._absent >= BREAK_LEAST:
            self._told = ""
        if self._steady < STEADY_LEAST or self._sure < SURE_LEAST or key == self._told:
            return ""
        self._told, self._absent = key, 0
        return key


def keys_of(windows: Samples) -> Sequence[tuple[str, bool]]:
    """The key of each window (a row), empty where there is none, and whether it is sure."""
    energy = np.einsum("ij,ij->i", windows, windows)
    if energy.max() < WINDOW * LOUD_LEAST**2:
        return _SILENT
    parts = (windows @ _WAVES) ** 2
    power = (parts[:, : len(parts[0]) // 2] + parts[:, len(parts[0]) // 2 :]) * (2 / WINDOW)  # a pure tone: all energy
    tones = power.reshape(len(windows), 8, len(DETUNED)).max(axis=2)
    share = tones[:, :4].max(axis=1) + tones[:, 4:].max(axis=1)
    sure = share >= SHARE_SURE * energy
    likely = (share >= SHARE_LEAST * energy) & (energy >= WINDOW * LOUD_LEAST**2)
    if not likely.any():
        return _SILENT
    keys = [_key(row[:4], row[4:]) if good else "" for row, good in zip(tones, likely, strict=True)]
    return [(key, bool(key and certain)) for key, certain in zip(keys, sure, strict=True)]


def _key(low: Samples, high: Samples) -> str:
    row, column = int(low.argmax()), int(high.argmax())
    strong_low, strong_high = float(low[row]), float(high[column])
    if strong_high > TWIST_HIGH_MOST * strong_low or strong_low > TWIST_LOW_MOST * strong_high:
        return ""
    return KEYS[row][column] if _lonely(low, row) and _lonely(high, column) else ""


def _lonely(group: Samples, best: int) -> bool:
    return all(power < RIVAL_MOST * group[best] for n, power in enumerate(group) if n != best)
