"""Keypad tones for tests, made by the tables of ITU-T Q.23 and not by the code under test."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice.audio import SAMPLE_RATE_HZ

ROWS = {"123A": 697, "456B": 770, "789C": 852, "*0#D": 941}
COLUMNS = (1209, 1336, 1477, 1633)
Samples = NDArray[np.float64]


def key_sound(key: str, tone_ms: int = 60, peak: float = 6000.0, twist_db: float = 0.0, off: float = 0.0) -> Samples:
    """One key; `twist_db` makes the high tone stronger, `off` is the share by which both are out of tune."""
    row = next(row for row in ROWS if key in row)
    at_s = np.arange(tone_ms * SAMPLE_RATE_HZ // 1000) / SAMPLE_RATE_HZ
    gain = 10 ** (twist_db / 40)
    low = np.sin(2 * np.pi * ROWS[row] * (1 + off) * at_s + 0.4) / gain
    high = np.sin(2 * np.pi * COLUMNS[row.index(key)] * (1 + off) * at_s + 1.1) * gain
    made: Samples = peak * (low + high)
    return made


def keys_sound(
    keys: str, tone_ms: int = 60, pause_ms: int = 60, lead: int = 0, how: Mapping[str, float] | None = None
) -> Samples:
    """Keys with pauses, `lead` samples of silence before, filled up to whole frames."""
    pause = np.zeros(pause_ms * SAMPLE_RATE_HZ // 1000)
    bent: dict[str, Any] = dict(how or {})
    parts = [np.zeros(lead), *(part for key in keys for part in (key_sound(key, tone_ms, **bent), pause))]
    sound = np.concatenate(parts)
    return np.concatenate([sound, np.zeros(-len(sound) % 160)])


def as_alaw(sound: Samples) -> bytes:
    """ITU-T G.711 A-law."""
    pcm = np.clip(sound, -32768, 32767).astype(np.int64)
    sign = np.where(pcm >= 0, 0x80, 0)
    size = np.where(pcm >= 0, pcm, -pcm - 1) >> 3
    exponent = np.maximum(np.floor(np.log2(np.maximum(size, 1))).astype(np.int64) - 4, 0)
    mantissa = np.where(exponent > 0, size >> np.maximum(exponent, 1), size >> 1) & 0x0F
    segment = np.where(size >= 32, exponent, 0)
    return bytes(((sign | (segment << 4) | mantissa) ^ 0x55).astype(np.uint8).tolist())
