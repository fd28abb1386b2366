"""A child that does not answer is ended; one that is busy, or loading, is not."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.dialogue.watchdog import Watchdog
from bot.tasks import call_off
from voice.vitals import Patience

SLEEPER = "import time; time.sleep(60)"
WORKER = "while True: pass"
PATIENCE = Patience(hang_s=0.3, stuck_s=2.0)


class Child:
    """A process, and what it answers."""

    def __init__(self, script: str, *, answers: bool) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", script])
        self.answers = answers
        self.asked = 0
        self.loading = False

    def pid(self) -> int | None:
        return None if self.loading or self.process.poll() is not None else self.process.pid

    async def ask(self) -> bool:
        self.asked += 1
        if not self.answers:
            await asyncio.sleep(60)
        return True

    async def watched_for(self, seconds: float) -> int | None:
        """How it ended, if it did."""
        dog = Watchdog("child", self.pid, self.ask, every_s=0.05, look_s=0.1, patience=PATIENCE)
        task = asyncio.create_task(dog.run())
        for _ in range(round(seconds / 0.05)):
            if self.process.poll() is not None:
                break
            await asyncio.sleep(0.05)
        await call_off(task)
        return self.process.poll()


@pytest.fixture
def children() -> Iterator[list[Child]]:
    started: list[Child] = []
    yield started
    for child in started:
        child.process.kill()
        child.process.wait()


async def test_one_that_answers_lives(children: list[Child]) -> None:
    children.append(child := Child(SLEEPER, answers=True))
    assert await child.watched_for(1.0) is None
    assert child.asked > 2


async def test_one_that_sleeps_and_says_nothing_is_ended(children: list[Child]) -> None:
    children.append(child := Child(SLEEPER, answers=False))
    assert await child.watched_for(10) == -signal.SIGKILL


async def test_one_that_is_stopped_is_ended_and_is_not_worth_waiting_for(children: list[Child]) -> None:
    children.append(child := Child(WORKER, answers=False))
    dog = Watchdog("child", child.pid, child.ask)
    assert dog.lives()
    os.kill(child.process.pid, signal.SIGSTOP)
    await asyncio.to_thread(os.waitpid, child.process.pid, os.WUNTRACED)
    assert not dog.lives()
    assert await child.watched_for(10) == -signal.SIGKILL
    assert not dog.lives()


async def test_one_that_computes_is_busy_until_it_takes_too_long(children: list[Child]) -> None:
    children.append(child := Child(WORKER, answers=False))
    assert await child.watched_for(0.8) is None
    assert await child.watched_for(20) == -signal.SIGKILL


async def test_one_that_loads_is_not_asked(children: list[Child]) -> None:
    children.append(child := Child(SLEEPER, answers=False))
    child.loading = True
    assert await child.watched_for(0.8) is None
    assert child.asked == 0


async def test_a_question_that_fails_in_itself_ends_neither_the_child_nor_the_watch(
    children: list[Child], caplog: pytest.LogCaptureFixture
) -> None:
    children.append(child := Child(SLEEPER, answers=True))

    async def broken() -> bool:
        child.asked += 1
        raise OSError(24, "Too many open files")

    child.ask = broken  # type: ignore[method-assign]  # the test's own double
    assert await child.watched_for(1.0) is None
    assert child.asked > 2
    assert "could not be asked" in caplog.text
