"""Calls on real recogniser processes: what a telephone would send, and what comes of it."""

import asyncio
import fcntl
import sys
import termios

from tests.voice.listen.sounds import frames
from voice.events import ListenEvent, Utterance
from voice.listen.listener import Listener
from voice.listen.pool import ListenerPool
from voice.listen.recogniser import Kind

DOUBLE = "tests.voice.listen.energy_recogniser_double:load"


class PoolCall:
    """A listener of the pool that keeps what it is told, and counts its turns."""

    def __init__(self, pool: ListenerPool, call_id: str = "call", language: str = "fa") -> None:
        self.events: asyncio.Queue[ListenEvent] = asyncio.Queue()
        self.listener: Listener = pool.open(call_id, language, self.events.put_nowait)
        self.feed, self.playing, self.close = self.listener.feed, self.listener.playing, self.listener.close
        self._turn = 0

    @property
    def dropped(self) -> int:
        return self.listener.dropped

    @property
    def unread_bytes(self) -> int:
        """What the worker has still to take from the call's socket."""
        if self.listener._link is None:
            return 0
        answer = fcntl.ioctl(self.listener._link.socket.fileno(), termios.TIOCOUTQ, bytes(4))
        return int.from_bytes(answer, sys.byteorder)

    def expect(self, kind: Kind, *, no_input_ms: int, end_silence_ms: int) -> None:
        self._turn += 1
        self.listener.expect(kind, turn=self._turn, no_input_ms=no_input_ms, end_silence_ms=end_silence_ms)


async def until(call: PoolCall, kind: type[ListenEvent]) -> ListenEvent:
    """The next event of one kind."""
    async with asyncio.timeout(10):
        while True:
            event = await call.events.get()
            if isinstance(event, kind):
                return event


async def feed(call: PoolCall, pcm: bytes) -> None:
    """All of `pcm`, faster than life, but no faster than the worker takes it."""
    for frame in frames(pcm):
        while call.unread_bytes > 50_000:
            await asyncio.sleep(0.005)
        call.feed(frame)


async def turn(call: PoolCall, pcm: bytes) -> Utterance:
    """One turn."""
    call.expect("general", no_input_ms=5000, end_silence_ms=600)
    await feed(call, pcm)
    event = await until(call, Utterance)
    assert isinstance(event, Utterance)
    return event
