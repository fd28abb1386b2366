"""Playback as the media thread sees it: frame by frame, without a clock."""

import asyncio
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.audio import FRAME_BYTES, SILENCE_FRAME
from voice.gateway.playback import Playback, Played

LOUD = b"\x01\x02" * 160


def drain(playback: Playback, limit: int = 1000) -> bytes:
    """All that leaves until the playback is over."""
    out = b""
    for _ in range(limit):
        frame = playback.next_frame()
        if playback.over:
            return out
        out += frame
    raise AssertionError("never over")


async def test_everything_fed_leaves_in_order() -> None:
    playback = Playback(asyncio.get_running_loop())
    playback.feed(b"\x01\x00" * 100)
    playback.feed(b"\x02\x00" * 100)
    playback.end()
    assert drain(playback) == b"\x01\x00" * 100 + b"\x02\x00" * 100 + bytes(2 * 120)


async def test_done_comes_one_frame_time_after_the_last_frame_left() -> None:
    playback = Playback(asyncio.get_running_loop())
    playback.feed(LOUD)
    playback.end()
    playback.next_frame()
    assert not playback.over
    playback.next_frame()
    assert playback.over
    played = await playback.done()
    assert played.completed
    assert played.played_ms == 20


async def test_the_first_sound_not_the_first_silence_is_the_start() -> None:
    playback = Playback(asyncio.get_running_loop())
    playback.feed(SILENCE_FRAME + LOUD)
    playback.end()
    playback.next_frame()
    before_s = time.monotonic()
    drain(playback)
    played = await playback.done()
    assert played.started_s is not None
    assert before_s <= played.started_s <= time.monotonic()


async def test_an_empty_playback_is_done_without_a_start() -> None:
    playback = Playback(asyncio.get_running_loop())
    playback.end()
    playback.next_frame()
    assert await playback.done() == Played(completed=True, started_s=None, played_ms=0)


async def test_stop_sends_no_further_frame() -> None:
    playback = Playback(asyncio.get_running_loop())
    playback.feed(LOUD * 50)
    assert playback.next_frame() == LOUD
    playback.stop()
    assert playback.next_frame() == SILENCE_FRAME
    played = await playback.done()
    assert (played.completed, played.played_ms) == (False, 20)


async def test_feeding_after_stop_is_ignored_and_after_end_refused() -> None:
    stopped, ended = Playback(asyncio.get_running_loop()), Playback(asyncio.get_running_loop())
    stopped.stop()
    stopped.stop()
    stopped.feed(LOUD)
    stopped.end()
    assert stopped.next_frame() == SILENCE_FRAME
    ended.end()
    with pytest.raises(ValueError, match="after end"):
        ended.feed(LOUD)


async def test_a_late_feeder_is_counted_and_not_taken_for_the_end() -> None:
    playback = Playback(asyncio.get_running_loop())
    assert playback.next_frame() == SILENCE_FRAME  # the first sample is still being made: not late
    playback.feed(LOUD)
    playback.next_frame()
    assert playback.next_frame() == SILENCE_FRAME
    assert not playback.over
    assert playback.starved == 1
    playback.feed(LOUD)
    assert playback.next_frame() == LOUD


async def test_several_may_wait_and_one_may_give_up() -> None:
    playback = Playback(asyncio.get_running_loop())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(playback.done(), 0.001)
    playback.stop()
    assert not (await playback.done()).completed
    assert not (await playback.done()).completed


async def test_feeding_while_another_thread_drains_loses_nothing() -> None:
    playback = Playback(asyncio.get_running_loop())
    got: list[bytes] = []

    def pull() -> None:
        while not playback.over:
            got.append(playback.next_frame())

    thread = threading.Thread(target=pull)
    thread.start()
    frames = [n.to_bytes(2, "little") * 160 for n in range(1, 500)]
    for frame in frames:
        playback.feed(frame)
    playback.end()
    await asyncio.to_thread(thread.join)
    assert [frame for frame in got if frame != SILENCE_FRAME] == frames
    assert (await playback.done()).played_ms == 20 * len(frames)


@given(st.lists(st.binary(max_size=1000)))
def test_cut_into_frames_however_it_is_fed(pieces: list[bytes]) -> None:
    loop = asyncio.new_event_loop()
    playback = Playback(loop)
    for piece in pieces:
        playback.feed(piece)
    playback.end()
    out = drain(playback)
    loop.close()
    whole = b"".join(pieces)
    assert out[: len(whole)] == whole
    assert len(out) % FRAME_BYTES == 0
    assert len(out) - len(whole) < FRAME_BYTES
    assert not any(out[len(whole) :])


async def test_a_pause_sends_silence_and_loses_nothing() -> None:
    playback = Playback(asyncio.get_running_loop())
    frames = [bytes([value]) * FRAME_BYTES for value in (1, 2)]
    playback.feed(b"".join(frames))
    assert playback.next_frame() == frames[0]
    playback.pause(True)
    assert playback.next_frame() == SILENCE_FRAME
    playback.pause(False)
    assert playback.next_frame() == frames[1]
