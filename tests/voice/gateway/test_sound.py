"""The two callbacks of the media thread, called by hand."""

import asyncio

from voice.audio import FRAME_BYTES, SILENCE_FRAME
from voice.gateway.playback import Playback
from voice.gateway.sound import LegSound

LOUD = b"\x01\x02" * 160


def test_frames_go_to_the_sink() -> None:
    sound, got = LegSound(), list[bytes]()
    sound.incoming(LOUD)
    sound.sink = got.append
    sound.incoming(LOUD)
    sound.sink = None
    sound.incoming(LOUD)
    assert got == [LOUD]
    assert sound.frames == 3


def test_the_first_short_frame_of_a_stream_is_not_passed_on() -> None:
    sound, got = LegSound(), list[bytes]()
    sound.sink = got.append
    sound.incoming(b"")
    sound.incoming(LOUD[:80])
    assert got == []


def test_a_sink_that_raises_costs_frames_not_the_call() -> None:
    sound = LegSound()

    def broken(pcm: bytes) -> None:
        raise RuntimeError(len(pcm))

    sound.sink = broken
    for _ in range(10):
        sound.incoming(LOUD)
    assert sound.dropped == 10
    assert sound.frames == 10


def test_silence_is_sent_when_nothing_plays() -> None:
    assert LegSound().outgoing() == SILENCE_FRAME


async def test_a_playback_is_sent_and_its_hunger_counted_once() -> None:
    sound = LegSound()
    playback = sound.playback = Playback(asyncio.get_running_loop())
    playback.feed(LOUD)
    assert sound.outgoing() == LOUD
    assert sound.outgoing() == SILENCE_FRAME
    playback.end()
    assert len(sound.outgoing()) == FRAME_BYTES
    sound.outgoing()
    assert sound.starved == 1


async def test_what_is_played_is_told_and_silence_is_not() -> None:
    sound, told = LegSound(), list[bytes]()
    sound.sent = told.append
    sound.outgoing()
    playback = sound.playback = Playback(asyncio.get_running_loop())
    playback.feed(2 * LOUD)
    assert (sound.outgoing(), told) == (LOUD, [LOUD])
    playback.pause(True)
    sound.outgoing()
    playback.pause(False)
    sound.outgoing()
    sound.outgoing()
    assert told == [LOUD, LOUD]
    sound.close()
    assert sound.sent is None


async def test_closing_releases_who_waits() -> None:
    sound = LegSound()
    playback = sound.playback = Playback(asyncio.get_running_loop())
    playback.feed(LOUD)
    sound.close()
    assert not (await playback.done()).completed
    LegSound().close()


def test_late_frames_are_counted_but_not_pauses() -> None:
    sound = LegSound()
    sound.incoming(LOUD)
    sound._tick_s -= 0.1
    sound.incoming(LOUD)
    assert sound.late == 1
    sound._tick_s -= 0.1
    sound.gap()
    sound.incoming(LOUD)
    assert sound.late == 1
