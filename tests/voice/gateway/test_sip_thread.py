"""The way from coroutines to the one SIP thread and back."""

import asyncio
import threading

import pytest

from voice.errors import CommandRefused, GatewayStopped
from voice.gateway.sip_thread import SipThread


class Work:
    """A Pollable that waits as the SIP stack does, and notes which thread called it."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.threads: set[int] = set()
        self.polls = 0
        self.closed = False
        self._nothing = threading.Event()

    def open(self) -> None:
        self.threads.add(threading.get_ident())
        if self.fault:
            raise self.fault

    def poll(self, wait_ms: int) -> None:
        self.threads.add(threading.get_ident())
        self.polls += 1
        self._nothing.wait(wait_ms / 1000)
        if self.polls == 2:
            raise ValueError("a bad poll")

    def close(self) -> None:
        self.threads.add(threading.get_ident())
        self.closed = True


async def test_everything_runs_on_one_foreign_thread() -> None:
    work = Work()
    sip = SipThread(work)
    await sip.start()
    where = await sip.run(threading.get_ident, "look")
    await sip.stop()
    assert work.closed
    assert work.threads == {where}
    assert where != threading.get_ident()


async def test_results_and_errors_come_back() -> None:
    sip = SipThread(Work())
    await sip.start()
    assert await sip.run(lambda: 42, "count") == 42
    with pytest.raises(ZeroDivisionError):
        await sip.run(lambda: 1 // 0, "divide")
    await sip.stop()


async def test_posted_work_is_done_in_order_and_may_fail() -> None:
    sip, done = SipThread(Work()), list[int]()
    await sip.start()
    sip.post(lambda: done.append(1))
    sip.post(lambda: done.append(1 // 0))
    sip.post(lambda: done.append(2))
    await sip.run(lambda: None, "wait")
    await sip.stop()
    assert done == [1, 2]


async def test_a_poll_that_raises_does_not_end_the_thread() -> None:
    work = Work()
    sip = SipThread(work)
    await sip.start()
    while work.polls < 4:
        await sip.run(lambda: None, "wait")
    await sip.stop()


async def test_a_failed_start_raises_and_ends_the_thread() -> None:
    sip = SipThread(Work(OSError("no port")))
    with pytest.raises(OSError, match="no port"):
        await sip.start()
    with pytest.raises(GatewayStopped, match="cannot call"):
        await sip.run(lambda: None, "call")


async def test_after_the_stop_commands_are_refused_and_posts_ignored() -> None:
    sip, done = SipThread(Work()), list[int]()
    await sip.start()
    await sip.stop()
    sip.post(lambda: done.append(1))
    with pytest.raises(GatewayStopped):
        await sip.run(lambda: None, "call")
    assert done == []


async def test_work_posted_before_the_stop_is_still_done() -> None:
    sip, done = SipThread(Work()), list[int]()
    await sip.start()
    sip.post(lambda: done.append(1))
    await sip.stop()
    assert done == [1]


async def test_a_thread_that_is_stuck_refuses_commands_and_drops_posts(caplog: pytest.LogCaptureFixture) -> None:
    sip, done, gate = SipThread(Work(), most_jobs=2), list[int](), threading.Event()
    await sip.start()
    busy = threading.Event()

    def hold() -> None:
        busy.set()
        gate.wait(10)

    held = asyncio.create_task(sip.run(hold, "hold"))
    await asyncio.to_thread(busy.wait, 10)
    sip.post(lambda: done.append(0))
    sip.post(lambda: done.append(1))
    sip.post(lambda: done.append(2))
    with pytest.raises(CommandRefused, match="2 commands behind"):
        await sip.run(lambda: done.append(3), "answer")
    gate.set()
    await held
    await sip.stop()
    assert done == [0, 1]
    assert "one is dropped" in caplog.text


async def test_a_cancelled_command_is_not_done() -> None:
    sip, done, gate = SipThread(Work()), list[int](), threading.Event()
    await sip.start()
    sip.post(lambda: void(gate.wait(5)))
    task = asyncio.create_task(sip.run(lambda: done.append(1), "append"))
    await asyncio.sleep(0)
    task.cancel()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    await sip.stop()
    assert done == []


def void(result: object) -> None:
    """Drops a result."""
