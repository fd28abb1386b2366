"""Child processes: waited for, kept alive, and a start that fails says why."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from bot.dialogue.http_child import HttpChild
from bot.errors import StartError
from nlu.training.rasa_environment import free_port


def web(port: int, log: Path) -> HttpChild:
    arguments = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    return HttpChild("web", arguments, health=f"http://127.0.0.1:{port}/", log_file=log, waits=(0.01,))


async def test_it_is_ready_after_start_and_gone_after_stop(tmp_path: Path) -> None:
    child = web(free_port(), tmp_path / "web.log")
    await child.start()
    assert child.pid is not None
    await child.stop()
    assert child.pid is None


async def test_a_killed_child_is_started_again(tmp_path: Path) -> None:
    child = web(free_port(), tmp_path / "web.log")
    await child.start()
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    async with asyncio.timeout(10):
        while child.pid in (first, None):
            await asyncio.sleep(0.01)
    await child.stop()


async def test_a_child_that_ends_at_once_tells_its_last_words(tmp_path: Path) -> None:
    script = "import sys; sys.stderr.write('no such database\\n'); sys.exit(3)"
    child = HttpChild(
        "actions", [sys.executable, "-c", script], health="http://127.0.0.1:1/", log_file=tmp_path / "a.log"
    )
    with pytest.raises(StartError, match=r"actions ended at once \(exit 3\).*no such database"):
        await child.start()
    await child.stop()


async def test_a_child_that_never_answers_is_given_up(tmp_path: Path) -> None:
    script = "import time; time.sleep(60)"
    child = HttpChild("slow", [sys.executable, "-c", script], health="http://127.0.0.1:1/", log_file=tmp_path / "a.log")
    with pytest.raises(StartError, match="slow did not answer within 0 s"):
        await child.start(timeout_s=0.3)
    assert child.pid is None


async def test_starting_again_is_tried_until_the_system_has_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file handles, no memory, no thread: each may be there again a moment later."""
    child = web(free_port(), tmp_path / "web.log")
    await child.start()
    first = child.pid
    assert first is not None and child.ready_pid == first
    troubles: list[Exception] = [OSError(24, "Too many open files"), OSError(12, "memory"), RuntimeError("no thread")]
    spawn = child._spawn

    async def short() -> None:
        if troubles:
            raise troubles.pop()
        await spawn()

    monkeypatch.setattr(child, "_spawn", short)
    os.kill(first, signal.SIGKILL)
    async with asyncio.timeout(20):
        while child.ready_pid in (first, None):
            await asyncio.sleep(0.01)
    assert troubles == []
    await child.stop()
    assert child.ready_pid is None


async def test_a_keeper_that_was_cancelled_by_mistake_is_replaced(tmp_path: Path) -> None:
    child = web(free_port(), tmp_path / "web.log")
    await child.start()
    first = child.pid
    assert first is not None
    next(task for task in asyncio.all_tasks() if task.get_name() == "keep the web").cancel()
    async with asyncio.timeout(5):
        while not child.kept.keepers_lost:
            await asyncio.sleep(0)
    assert child.ready_pid == first
    os.kill(first, signal.SIGKILL)
    async with asyncio.timeout(20):
        while child.ready_pid in (first, None):
            await asyncio.sleep(0.01)
    assert child.kept.deaths == 1
    assert "exit code -9" in child.kept.last_why
    await child.stop()


async def test_one_that_was_started_by_half_is_started_again(tmp_path: Path) -> None:
    """Its keeper was cancelled by mistake while it waited for the health page."""
    child = web(free_port(), tmp_path / "web.log")
    await child.start()
    child._is_ready.clear()
    next(task for task in asyncio.all_tasks() if task.get_name() == "keep the web").cancel()
    half = child.pid
    async with asyncio.timeout(20):
        while child.ready_pid in (half, None):
            await asyncio.sleep(0.01)
    assert child.kept.last_why == "it is not up"
    await child.stop()


async def test_one_that_is_not_waited_for_is_tried_until_it_comes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as taken:
        child = web(port, tmp_path / "web.log")
        await child.start_or_keep(environment={"GREETING": "hello"})
        assert not child.ready and "Hatef goes on without it" in caplog.text
        taken.close()
        assert await child.wait_ready(30)
    assert child.launch().environment["GREETING"] == "hello"
    await child.stop()
