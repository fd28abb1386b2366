"""What callers hear between sentences."""

import asyncio

import numpy as np
import pytest

from handoff.acd.own.music import BYTES_A_SECOND, MELODY, NOTE_S, HoldMusic, next_key, own_music
from handoff.errors import CallerGone
from tests.handoff.doubles import OneCaller


class Listening(OneCaller):
    """Keeps the sound; hears so many seconds of it."""

    def __init__(self, hears_s: float = 0.0) -> None:
        super().__init__()
        self.pieces: list[bytes] = []
        self.hears_s = hears_s

    async def play(self, pcm: bytes) -> None:
        self.pieces.append(pcm)
        await asyncio.sleep(self.hears_s)


def test_our_own_melody_is_soft_whole_and_without_a_click_where_it_begins_again() -> None:
    sound = np.frombuffer(own_music(), dtype="<i2").astype(int)
    assert sound.size == round(len(MELODY) * NOTE_S * 8_000)
    assert 3_000 < np.max(np.abs(sound)) < 5_000
    # A note begins there as everywhere: the step over the seam is no larger than those inside.
    assert abs(sound[0] - sound[-1]) <= np.max(np.abs(np.diff(sound)))
    windows = sound[: sound.size // 4_000 * 4_000].reshape(-1, 4_000)
    assert np.min(np.sqrt(np.mean(windows**2, axis=1))) > 100  # nowhere silent for half a second


async def test_the_music_goes_on_where_a_sentence_cut_it() -> None:
    pcm = bytes(range(256)) * 200
    caller = Listening(hears_s=0.02)
    music = HoldMusic(caller, pcm)
    await music.play(1.0)
    await music.play(1.0)
    first, second = caller.pieces
    assert (len(first), len(second)) == (BYTES_A_SECOND, BYTES_A_SECOND)
    assert first == pcm[:BYTES_A_SECOND]
    at = (pcm * 3).find(second[:512], 1)
    assert at % 2 == 0 and second[:512] != first[:512]


async def test_a_short_recording_begins_again() -> None:
    caller = Listening()
    await HoldMusic(caller, bytes(range(200)) * 2).play(0.1)
    assert caller.pieces[0] == (bytes(range(200)) * 10)[:1600]


async def test_where_the_sound_fails_it_is_silent_for_as_long_and_a_caller_who_is_gone_is_told() -> None:
    class Broken(OneCaller):
        async def play(self, pcm: bytes) -> None:
            raise OSError

    class Gone(OneCaller):
        async def play(self, pcm: bytes) -> None:
            raise CallerGone

    await HoldMusic(Broken(), bytes(16_000)).play(0.01)
    with pytest.raises(CallerGone):
        await HoldMusic(Gone(), bytes(16_000)).play(0.01)


async def test_only_the_keys_that_are_offered_count() -> None:
    caller = OneCaller()
    for key in ("0", "#", "1"):
        caller.keys.put_nowait(key)
    assert await next_key(caller, "1") == "1"
