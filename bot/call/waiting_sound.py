"""What a caller hears between two sentences while somebody is fetched: a soft ringing tone, as telephones know it."""

from functools import cache

import numpy as np

from voice.audio import SAMPLE_RATE_HZ

TONE_HZ = 425.0
"""The ringing tone of Iran and of most of the Arab world (ITU-T E.180, supplement 2)."""
LEVEL = 0.06
"""Peak, of 1: well below speech, above line noise."""
ON_S, OFF_S = 1.0, 2.0
EDGE_S = 0.02


@cache
def waiting_sound(length_s: float) -> bytes:
    """The tone for so long, a pause first; 8 kHz mono s16."""
    seconds = np.arange(round(length_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    place_s = (seconds - OFF_S / 2) % (ON_S + OFF_S)
    # Soft edges: a tone that is cut clicks.
    envelope = np.clip(np.minimum(place_s, ON_S - place_s) / EDGE_S, 0.0, 1.0)
    tone = LEVEL * envelope * np.sin(2 * np.pi * TONE_HZ * seconds)
    return bytes((tone * 32767).astype("<i2").tobytes())
