"""The media process's end of a call, with the test at the other end of the socket."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from voice.events import ListenerLost, Partial
from voice.listen.listener import EVENTS_KEPT, Listener
from voice.listen.wire import Doubt, Expect, Frame, Playing, Sent, Switch, pack_event, unpack

FRAME = bytes(320)


class Line:
    """A listener and what would be its worker."""

    def __init__(self) -> None:
        ours, self.worker = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.closed = 0
        self.listener = Listener(ours, "fa", self._on_close)

    def _on_close(self) -> None:
        self.closed += 1


@pytest.fixture
async def line() -> Line:
    return Line()


@pytest.fixture(autouse=True)
def tidy(line: Line) -> Iterator[None]:
    """Close the worker's end."""
    yield
    line.worker.close()


async def test_frames_and_commands_arrive_in_order(line: Line) -> None:
    line.listener.feed(FRAME)
    line.listener.expect("digits", no_input_ms=5000, end_silence_ms=1200)
    line.listener.playing(True)
    line.listener.switch("ar")
    line.listener.feed(FRAME)
    got = [unpack(line.worker.recv(65536)) for _ in range(5)]
    assert got[1:4] == [Expect("digits", 5000, 1200, 15000), Playing(True), Switch("ar")]
    assert isinstance(got[0], Frame)
    assert isinstance(got[4], Frame)
    assert got[0].pcm == FRAME
    assert got[0].at_s <= got[4].at_s
    assert line.listener.language == "ar"
    line.listener.close()


async def test_frames_of_the_bot_keep_their_place_between_those_of_the_caller(line: Line) -> None:
    line.listener.sent(b"\x01" * 320)
    line.listener.feed(FRAME)
    line.listener.close()
    line.listener.sent(FRAME)  # the media thread may come late
    sent, heard = (unpack(line.worker.recv(65536)) for _ in range(2))
    assert isinstance(sent, Sent) and isinstance(heard, Frame)
    assert sent.pcm == b"\x01" * 320


async def test_a_worker_that_says_that_it_is_lost_is_believed_once(line: Line) -> None:
    line.worker.send(pack_event(ListenerLost("recogniser model /m: it broke", 2.0)))
    line.worker.close()
    async with asyncio.timeout(5):
        event = await line.listener.events.get()
    assert isinstance(event, ListenerLost) and event.reason == "recogniser model /m: it broke"
    await asyncio.sleep(0)
    assert line.listener.events.empty()
    assert line.closed == 1


async def test_a_full_socket_drops_frames_and_never_waits(line: Line) -> None:
    for _ in range(3000):
        line.listener.feed(FRAME)
    assert 0 < line.listener.dropped < 3000
    line.listener.close()


async def test_a_command_that_does_not_fit_means_the_recogniser_is_lost(line: Line) -> None:
    while not line.listener.dropped:
        line.listener.feed(FRAME)
    line.listener.playing(True)
    event = line.listener.events.get_nowait()
    assert isinstance(event, ListenerLost)
    assert "does not keep up" in event.reason
    assert line.closed == 1


async def test_events_come_out_of_the_queue(line: Line) -> None:
    line.worker.send(pack_event(Partial("سلام", 3.0)))
    async with asyncio.timeout(5):
        assert await line.listener.events.get() == Partial("سلام", 3.0)
    line.listener.close()


async def test_when_nobody_reads_the_oldest_event_goes_first(line: Line) -> None:
    for number in range(EVENTS_KEPT + 3):
        line.worker.send(pack_event(Partial(str(number), 0.0)))
        await asyncio.sleep(0)
    async with asyncio.timeout(5):
        while line.listener.events.qsize() < EVENTS_KEPT or line.worker.send(pack_event(Partial("last", 0.0))) == 0:
            await asyncio.sleep(0)
    first = line.listener.events.get_nowait()
    assert isinstance(first, Partial)
    assert first.text != "0"
    line.listener.close()


async def test_the_end_of_the_worker_is_told_once(line: Line) -> None:
    line.worker.close()
    async with asyncio.timeout(5):
        event = await line.listener.events.get()
    assert isinstance(event, ListenerLost)
    assert "ended" in event.reason
    line.listener.close()
    line.listener.feed(FRAME)
    line.listener.playing(False)
    assert line.listener.events.empty()
    assert (line.closed, line.listener.dropped) == (1, 0)


async def test_closing_ends_the_worker_s_side(line: Line) -> None:
    line.listener.close()
    assert line.worker.recv(65536) == b""


async def test_a_doubt_goes_to_whoever_plays_and_not_to_the_queue(line: Line) -> None:
    doubts: asyncio.Queue[bool] = asyncio.Queue()
    line.worker.send(pack_event(Doubt(True, 1.0)))  # nobody asks: nothing happens
    await asyncio.sleep(0.01)
    line.listener.on_doubt = doubts.put_nowait
    line.worker.send(pack_event(Doubt(False, 2.0)))
    async with asyncio.timeout(5):
        assert await doubts.get() is False
    assert line.listener.events.empty()
    line.listener.close()
