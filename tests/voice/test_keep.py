"""The keeper of a child: no fault of a relaunch ends it, pauses grow in order, and its own end is never silent."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import NoReturn

import pytest

from tests.bot.virtual_time import run
from voice.errors import ModelBroken, WorkerBroken
from voice.keep import HEALTHY_S, REPLACED_S, Back, ChildGone, Keeper, NotBack, keep

FAULTS = (
    OSError(24, "Too many open files"),
    BlockingIOError(11, "fork"),
    MemoryError(),
    TimeoutError(),
    RuntimeError("can't start new thread"),
    WorkerBroken("voice.listen", "it ended while loading"),
    ModelBroken("/models/fa", "it is not there"),
    TypeError("a mistake of ours"),
    ExceptionGroup("two at once", [OSError(12, "memory"), KeyError("x")]),
    asyncio.CancelledError("of something that it waited for"),
)
WAITS_S = (0.0, 1.0, 5.0)


class Enough(BaseException):
    """Ends the loop under test."""


class Child:
    """Dies by a script of life times in s; a start raises the next of `faults` before it works."""

    def __init__(self, lives_s: list[float], faults: list[BaseException]) -> None:
        self.now_s = 0.0
        self.lives_s = lives_s
        self.faults = faults
        self.slept_s: list[float] = []
        self.events: list[object] = []

    async def start(self) -> None:
        if self.faults:
            raise self.faults.pop(0)

    async def gone(self) -> str:
        if not self.lives_s:
            raise Enough
        self.now_s += self.lives_s.pop(0)
        return "its process ended"

    async def sleep(self, wait_s: float) -> None:
        self.slept_s.append(wait_s)
        self.now_s += wait_s

    async def kept(self) -> None:
        keeping = keep(self.start, self.gone, WAITS_S, self.events.append, sleep=self.sleep, clock=lambda: self.now_s)
        with pytest.raises(Enough):
            await keeping


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_no_fault_of_a_start_ends_it(fault: BaseException) -> None:
    child = Child([1.0], [fault])
    await child.kept()
    assert child.events == [ChildGone("its process ended"), NotBack(fault), Back()]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_a_child_that_cannot_be_watched_is_started_again(fault: BaseException) -> None:
    child = Child([], [])
    faults = [fault]

    async def gone() -> str:
        raise faults.pop() if faults else Enough

    child.gone = gone  # type: ignore[method-assign]
    await child.kept()
    assert child.events == [ChildGone(f"it cannot be watched ({fault!r})"), Back()]


@pytest.mark.parametrize(
    ("lives_s", "faults", "slept_s"),
    [
        ([HEALTHY_S], 0, [0.0]),
        ([HEALTHY_S], 5, [0.0, 1.0, 5.0, 5.0, 5.0, 5.0]),
        ([1.0, 1.0, 1.0, 1.0], 0, [0.0, 1.0, 5.0, 5.0]),
        ([1.0, 1.0, HEALTHY_S, 1.0], 0, [0.0, 1.0, 0.0, 1.0]),
        ([HEALTHY_S, 1.0], 1, [0.0, 1.0, 5.0]),
    ],
    ids=["the first pause", "no start succeeds", "dies at once", "was well between", "dies after a hard start"],
)
async def test_the_pauses_grow_until_it_is_well(lives_s: list[float], faults: int, slept_s: list[float]) -> None:
    child = Child(lives_s, [OSError()] * faults)
    await child.kept()
    assert child.slept_s == slept_s


@pytest.mark.parametrize("at", ["gone", "sleep", "start"])
def test_it_ends_when_it_is_called_off_wherever_it_is(at: str) -> None:
    async def at_once() -> str:
        return "it died"

    async def never() -> NoReturn:
        await asyncio.Event().wait()
        raise AssertionError

    async def main() -> None:
        start: Callable[[], Awaitable[object]] = never if at == "start" else at_once
        gone: Callable[[], Awaitable[str]] = never if at == "gone" else at_once
        task = asyncio.create_task(keep(start, gone, (1000.0 if at == "sleep" else 0.0,), lambda _event: None))
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()

    run(main())


class Breaking:
    """A child that is well, watched until the test breaks the keeper."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()
        self.watched = asyncio.Event()
        self.starts = 0

    async def start(self) -> None:
        self.starts += 1
        self.gone.clear()

    async def watch(self) -> str:
        self.watched.set()
        await self.gone.wait()
        return "it died"

    async def dies(self) -> None:
        starts = self.starts
        self.gone.set()
        while self.starts == starts:
            await asyncio.sleep(0)


def _task() -> asyncio.Task[object]:
    return next(task for task in asyncio.all_tasks() if task.get_name() == "keep the child")


async def test_a_keeper_that_was_cancelled_by_mistake_is_told_and_replaced(caplog: pytest.LogCaptureFixture) -> None:
    child = Breaking()
    keeper = Keeper("the child", child.start, child.watch, (0.0,))
    keeper.begin()
    await child.watched.wait()
    _task().cancel()
    while not keeper.kept.keepers_lost:
        await asyncio.sleep(0)
    assert "the keeper of the child ended" in caplog.text
    await child.dies()
    assert (keeper.kept.deaths, keeper.kept.last_why) == (1, "it died")
    await keeper.stop()


def test_a_loop_that_closes_leaves_no_keeper_behind(caplog: pytest.LogCaptureFixture) -> None:
    """It cancels every task: none is begun then."""
    child = Breaking()

    async def main() -> None:
        Keeper("the child", child.start, child.watch).begin()
        await child.watched.wait()

    asyncio.run(main())
    gc.collect()
    assert "was destroyed" not in caplog.text


async def test_one_that_is_stopped_before_it_was_replaced_stays_stopped() -> None:
    child = Breaking()
    keeper = Keeper("the child", child.start, child.watch, (0.0,))
    keeper.begin()
    await child.watched.wait()
    _task().cancel()
    while not keeper.kept.keepers_lost:
        await asyncio.sleep(0)
    await keeper.stop()
    await asyncio.sleep(2 * REPLACED_S)
    assert all(task.get_name() != "keep the child" for task in asyncio.all_tasks())


async def test_a_keeper_with_a_mistake_is_told_and_replaced(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = Breaking()
    keeper = Keeper("the child", child.start, child.watch, (0.0,))
    keeper.begin()
    with monkeypatch.context() as patch:
        patch.setattr("voice.keep.ChildGone", None)
        child.gone.set()
        while not keeper.kept.keepers_lost:
            await asyncio.sleep(0)
    assert "TypeError" in caplog.text
    await child.dies()
    await keeper.stop()


async def test_an_end_on_purpose_is_no_loss(caplog: pytest.LogCaptureFixture) -> None:
    child = Breaking()
    keeper = Keeper("the child", child.start, child.watch)
    keeper.begin()
    await child.watched.wait()
    await keeper.stop()
    await keeper.stop()
    await asyncio.sleep(0)
    assert (keeper.kept.keepers_lost, caplog.text) == (0, "")
    assert all(task.get_name() != "keep the child" for task in asyncio.all_tasks())


async def test_the_place_of_a_bug_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    child, faults = Breaking(), [TypeError("a mistake of ours"), OSError(24, "Too many open files")]

    async def start() -> None:
        if faults:
            raise faults.pop(0)
        await child.start()

    keeper = Keeper("the child", start, child.watch, (0.0,))
    keeper.begin()
    await child.dies()
    await keeper.stop()
    told = {record.getMessage(): record.exc_info is not None for record in caplog.records}
    assert told["the child is not up again: a mistake of ours"]
    assert not told["the child is not up again: [Errno 24] Too many open files"]
