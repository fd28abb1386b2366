"""The media process's end of a call, with the test at the other end of the socket."""

import asyncio
import socket
from collections.abc import Callable, Iterator

import pytest

from voice.errors import NoRecogniser
from voice.events import (
    BargeInConfirmed,
    BargeInSuspected,
    BargeInWithdrawn,
    ListenerLost,
    ListenEvent,
    Partial,
    Utterance,
)
from voice.listen.listener import MOVES_A_TURN, Link, Listener
from voice.listen.tape import MOST_WAITING
from voice.listen.wire import Expect, Frame, Playing, Sent, Switch, pack_event, unpack

FRAME = bytes(320)


class Line:
    """A listener and what would be its workers: the newest is `worker`."""

    def __init__(self) -> None:
        self.workers: list[socket.socket] = []
        self.languages: list[str] = []
        self.closed = 0
        self.full = False  # there is no recogniser
        self.events: asyncio.Queue[ListenEvent] = asyncio.Queue()
        self.listener = Listener(self._open, "fa", self.events.put_nowait)

    @property
    def worker(self) -> socket.socket:
        return self.workers[-1]

    def _open(self, language: str) -> Link:
        if self.full:
            raise NoRecogniser()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        theirs.settimeout(5)
        self.workers.append(theirs)
        self.languages.append(language)
        return Link(ours, self._on_close)

    def _on_close(self) -> None:
        self.closed += 1

    async def another(self) -> socket.socket:
        """The worker dies; the next one."""
        count = len(self.workers)
        self.worker.close()
        async with asyncio.timeout(5):
            while len(self.workers) == count:
                await asyncio.sleep(0.01)
        return self.worker


@pytest.fixture
async def line() -> Line:
    return Line()


@pytest.fixture(autouse=True)
def tidy(line: Line) -> Iterator[None]:
    """Close the workers' ends."""
    yield
    for worker in line.workers:
        worker.close()


async def test_frames_and_commands_arrive_in_order(line: Line) -> None:
    line.listener.feed(FRAME)
    line.listener.expect("digits", turn=1, no_input_ms=5000, end_silence_ms=1200)
    line.listener.playing(True)
    line.listener.switch("ar")
    line.listener.feed(FRAME)
    got = [unpack(line.worker.recv(65536)) for _ in range(5)]
    assert got[1:4] == [Expect("digits", 5000, 1200, 15000, turn=1), Playing(True), Switch("ar")]
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
        event = await line.events.get()
    assert isinstance(event, ListenerLost) and event.reason == "recogniser model /m: it broke"
    await asyncio.sleep(0)
    assert line.events.empty()
    assert line.closed == 1


async def test_what_the_socket_does_not_hold_waits_and_keeps_its_order(line: Line) -> None:
    for _ in range(1000):
        line.listener.feed(FRAME)
    line.listener.expect("digits", turn=1, no_input_ms=5000, end_silence_ms=1200)
    line.listener.playing(True)
    got = [unpack(await asyncio.to_thread(line.worker.recv, 65536)) for _ in range(1002)]
    assert isinstance(got[999], Frame)
    assert got[1000:] == [Expect("digits", 5000, 1200, 15000, turn=1), Playing(True)]
    assert line.listener.dropped == 0
    line.listener.close()


async def test_a_worker_half_a_minute_behind_misses_sound_but_no_command(line: Line) -> None:
    for _ in range(MOST_WAITING + 1000):
        line.listener.feed(FRAME)
    assert 0 < line.listener.dropped < 1000
    line.listener.playing(True)
    got = [unpack(await asyncio.to_thread(line.worker.recv, 65536)) for _ in range(4001 - line.listener.dropped)]
    assert got[-1] == Playing(True)
    line.listener.close()


async def test_the_next_worker_hears_the_running_turn_again(line: Line) -> None:
    line.listener.feed(FRAME)
    line.listener.expect("digits", turn=1, no_input_ms=5000, end_silence_ms=1200, digit_count=5)
    line.listener.feed(b"\x01" * 320)
    first = [unpack(line.worker.recv(65536)) for _ in range(3)]
    line.worker.send(pack_event(BargeInSuspected(1.0, 1)))
    second = await line.another()
    line.listener.feed(b"\x02" * 320)
    await asyncio.sleep(0)
    again = [unpack(second.recv(65536)) for _ in range(5)]
    assert again[0] == Playing(False)
    assert again[1:4] == first
    assert isinstance(again[4], Frame) and again[4].pcm == b"\x02" * 320
    assert line.events.get_nowait() == BargeInSuspected(1.0, 1)
    withdrawn = line.events.get_nowait()  # what was paused goes on
    assert isinstance(withdrawn, BargeInWithdrawn) and withdrawn.turn == 1
    second.send(pack_event(Partial("یک", 3.0, 1)))
    async with asyncio.timeout(5):
        assert await line.events.get() == Partial("یک", 3.0, 1)
    assert (line.listener.dropped, line.closed) == (0, 1)
    line.listener.close()


async def test_a_turn_that_is_over_is_not_heard_again(line: Line) -> None:
    line.listener.expect("general", turn=1, no_input_ms=5000, end_silence_ms=600)
    line.listener.feed(FRAME)
    said = Utterance("سلام", (), 0.9, "fa", 1.0, 2.0, 3.0, turn=1)
    line.worker.send(pack_event(said))
    async with asyncio.timeout(5):
        assert await line.events.get() == said
    second = await line.another()
    line.listener.expect("yesno", turn=2, no_input_ms=5000, end_silence_ms=600)
    got = [unpack(second.recv(65536)) for _ in range(3)]
    assert [type(one) for one in got] == [Playing, Frame, Expect]
    assert got[2] == Expect("yesno", 5000, 600, 15000, turn=2)
    line.listener.close()


async def test_what_a_late_worker_says_of_the_turn_before_does_not_end_this_one(line: Line) -> None:
    said = Utterance("old", (), 0.9, "fa", 1.0, 2.0, 3.0, turn=1)
    line.listener.expect("general", turn=1, no_input_ms=5000, end_silence_ms=600)
    line.listener.expect("digits", turn=2, no_input_ms=5000, end_silence_ms=600)
    line.worker.send(pack_event(said))
    async with asyncio.timeout(5):
        assert await line.events.get() == said
    second = await line.another()
    assert unpack(second.recv(65536)) == Playing(False)
    assert unpack(second.recv(65536)) == Expect("digits", 5000, 600, 15000, turn=2)
    line.listener.close()


async def test_a_call_waits_for_a_recogniser_and_goes_on_in_its_language(line: Line) -> None:
    line.listener.switch("ar")
    line.full = True
    line.worker.recv(65536)
    line.worker.close()
    await asyncio.sleep(0.2)
    assert line.events.empty()
    line.full = False
    async with asyncio.timeout(5):
        while len(line.workers) < 2:
            await asyncio.sleep(0.01)
    assert line.languages == ["fa", "fa"]
    assert [unpack(line.worker.recv(65536)) for _ in range(2)] == [Playing(False), Switch("ar")]
    line.listener.close()


async def test_a_sound_that_ends_every_recogniser_ends_only_a_few(line: Line) -> None:
    line.listener.expect("general", turn=1, no_input_ms=5000, end_silence_ms=600)
    for _ in range(MOVES_A_TURN):
        await line.another()
    line.worker.close()
    async with asyncio.timeout(5):
        assert isinstance(await line.events.get(), ListenerLost)
    assert len(line.workers) == MOVES_A_TURN + 1


async def test_events_come_out_of_the_queue(line: Line) -> None:
    line.worker.send(pack_event(Partial("سلام", 3.0)))
    async with asyncio.timeout(5):
        assert await line.events.get() == Partial("سلام", 3.0)
    line.listener.close()


async def test_a_call_for_which_no_recogniser_comes_back_is_told_once(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice.listen.listener.MOVE_S", 0.1)
    line.full = True
    line.worker.close()
    async with asyncio.timeout(5):
        event = await line.events.get()
    assert isinstance(event, ListenerLost)
    assert "ended" in event.reason
    line.listener.close()
    line.listener.feed(FRAME)
    line.listener.playing(False)
    assert line.events.empty()
    assert (line.closed, line.listener.dropped) == (1, 0)


async def test_closing_ends_the_worker_s_side(line: Line) -> None:
    line.listener.close()
    assert line.worker.recv(65536) == b""


@pytest.mark.parametrize(("settled", "again"), [(BargeInConfirmed, False), (BargeInWithdrawn, False), (None, True)])
async def test_a_suspicion_that_its_worker_did_not_settle_is_withdrawn(
    line: Line, settled: Callable[[float], ListenEvent] | None, again: bool
) -> None:
    line.worker.send(pack_event(BargeInSuspected(1.0)))
    if settled is not None:
        line.worker.send(pack_event(settled(2.0)))
    await line.another()
    told = [line.events.get_nowait() for _ in range(line.events.qsize())][2 if settled else 1 :]
    assert [type(event) for event in told] == ([BargeInWithdrawn] if again else [])
    line.listener.close()
