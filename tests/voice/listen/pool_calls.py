"""Calls on real recogniser processes: what a telephone would send, and what comes of it."""

import asyncio
import fcntl
import sys
import termios

from tests.voice.listen.sounds import frames
from voice.events import ListenEvent, Utterance
from voice.listen.listener import Listener

DOUBLE = "tests.voice.listen.energy_recogniser_double:load"


async def until(listener: Listener, kind: type[ListenEvent]) -> ListenEvent:
    """The next event of one kind."""
    async with asyncio.timeout(10):
        while True:
            event = await listener.events.get()
            if isinstance(event, kind):
                return event


def unread_bytes(listener: Listener) -> int:
    """What the worker has still to take from the call's socket."""
    if listener._link is None:
        return 0
    answer = fcntl.ioctl(listener._link.socket.fileno(), termios.TIOCOUTQ, bytes(4))
    return int.from_bytes(answer, sys.byteorder)


async def feed(listener: Listener, pcm: bytes) -> None:
    """All of `pcm`, faster than life, but no faster than the worker takes it."""
    for frame in frames(pcm):
        while unread_bytes(listener) > 50_000:
            await asyncio.sleep(0.005)
        listener.feed(frame)


async def turn(listener: Listener, pcm: bytes) -> Utterance:
    """One turn."""
    listener.expect("general", no_input_ms=5000, end_silence_ms=600)
    await feed(listener, pcm)
    event = await until(listener, Utterance)
    assert isinstance(event, Utterance)
    return event
