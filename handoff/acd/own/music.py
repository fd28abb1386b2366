"""What callers hear between two sentences in a built-in queue: a recording of the company's, or our own slow melody."""

import time
from functools import cache

import numpy as np

from handoff.acd.company import sounding
from handoff.acd.port import CallerLeg

RATE_HZ = 8_000
BYTES_A_SECOND = 2 * RATE_HZ
LEVEL = 0.12
"""Peak, of 1: below speech, and never tiring."""
NOTE_S = 0.75
FADES_S = 0.55
"""By then a note has a third of its loudness."""
ATTACK_S = 0.012
LOWEST_HZ = 220.0
SCALE = (0, 2, 5, 7, 9)
"""Half tones of the pentatonic scale: whichever two sound together, they agree."""
MELODY = (0, 2, 4, 7, 5, 4, 2, 3, 1, 3, 5, 8, 7, 5, 3, 4, 2, 4, 6, 9, 7, 6, 4, 2, 5, 3, 2, 1, 3, 2, 0, 1)
"""Steps of that scale."""


@cache
def own_music() -> bytes:
    """The melody that we made, 8 kHz mono s16; its end fits its beginning."""
    length = round(len(MELODY) * NOTE_S * RATE_HZ)
    sound = np.zeros(length)
    seconds = np.arange(round(6 * NOTE_S * RATE_HZ)) / RATE_HZ
    envelope = np.minimum(seconds / ATTACK_S, 1.0) * np.exp(-seconds / FADES_S)
    for place, step in enumerate(MELODY):
        hertz = LOWEST_HZ * 2 ** ((SCALE[step % len(SCALE)] + 12 * (step // len(SCALE))) / 12)
        tone = np.sin(2 * np.pi * hertz * seconds) + 0.25 * np.sin(4 * np.pi * hertz * seconds)
        start = round(place * NOTE_S * RATE_HZ)
        # What sounds on behind the end sounds on at the beginning of the next round.
        np.add.at(sound, (start + np.arange(seconds.size)) % length, envelope * tone)
    pcm = sound / np.max(np.abs(sound)) * LEVEL * 32767
    return bytes(pcm.astype("<i2").tobytes())


class HoldMusic:
    """One caller's music: it goes on where a sentence cut it. `pcm`: 8 kHz mono s16, a second at least."""

    def __init__(self, caller: CallerLeg, pcm: bytes) -> None:
        self._caller = caller
        self._pcm = pcm
        self._at = 0

    async def play(self, length_s: float) -> None:
        """So many seconds of it; silence of that length where the sound fails. Raises CallerGone."""
        began_s = time.monotonic()
        try:
            await sounding(self._caller.play(self._piece(length_s)), length_s)
        finally:
            played = round((time.monotonic() - began_s) * RATE_HZ) * 2
            self._at = (self._at + played) % len(self._pcm)

    def _piece(self, length_s: float) -> bytes:
        wanted = round(length_s * RATE_HZ) * 2
        rounds = (self._at + wanted) // len(self._pcm) + 1
        return (self._pcm * rounds)[self._at : self._at + wanted]


async def next_key(caller: CallerLeg, wanted: str) -> str:
    """The first key of `wanted` that the caller presses; others do nothing. Raises CallerGone."""
    key = ""
    while not key or key not in wanted:
        key = await caller.key()
    return key
