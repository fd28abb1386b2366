"""Child processes that echo, refuse, hang and die."""

import asyncio
import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

import voice.worker
from voice.errors import WorkerBroken
from voice.vitals import Patience
from voice.worker import Worker

ECHO = "tests.voice.echo_worker"


async def up_again(worker: Worker, deaths: int) -> None:
    async with asyncio.timeout(15):
        while worker.kept.deaths < deaths or not worker.ready:
            await asyncio.sleep(0.02)


async def test_messages_go_both_ways() -> None:
    heard: asyncio.Queue[bytes] = asyncio.Queue()
    worker = Worker(ECHO, {"word": "yes"}, on_message=heard.put_nowait)
    await worker.start()
    assert worker.ready
    assert worker.send(b"hello")
    async with asyncio.timeout(5):
        assert await heard.get() == b"yes hello"
    await worker.stop()
    assert not worker.ready
    assert not worker.send(b"too late")


async def test_a_child_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HATEF_SIP_PASSWORD", "HATEF_TOKEN_SECRET", "PGPASSWORD", "MYSQL_PWD"):
        monkeypatch.setenv(name, "geheim")
    worker = Worker(ECHO, {"word": "yes"})
    await worker.start()
    surroundings = await asyncio.to_thread(Path(f"/proc/{worker.pid}/environ").read_bytes)
    await worker.stop()
    assert b"PATH=" in surroundings
    assert b"geheim" not in surroundings


async def test_a_killed_child_is_told_once_and_started_again() -> None:
    lost: list[str] = []
    worker = Worker(ECHO, {"word": "yes"}, on_lost=lost.append)
    await worker.start()
    first = worker.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await up_again(worker, 1)
    assert lost == ["its process ended"]
    assert worker.pid != first
    await worker.stop()


async def test_a_hanging_child_is_replaced() -> None:
    lost: list[str] = []
    worker = Worker(ECHO, {"word": "yes"}, on_lost=lost.append, patience=Patience(hang_s=0.7))
    await worker.start()
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGSTOP)
    await up_again(worker, 1)
    assert len(lost) == 1
    assert "did not answer" in lost[0]
    await worker.stop()


async def test_the_child_says_how_it_fares() -> None:
    worker = Worker(ECHO, {"word": "yes"})
    await worker.start()
    async with asyncio.timeout(5):
        while not worker.health:
            await asyncio.sleep(0.02)
    assert worker.health == {"echoes": 0, "working_s": 0.0}
    await worker.stop()


async def test_a_child_that_works_long_is_busy_and_not_dead() -> None:
    """Its loop answers nothing for longer than `hang_s`; its heart beats on."""
    lost: list[str] = []
    heard: asyncio.Queue[bytes] = asyncio.Queue()
    settings = {"word": "yes", "work_s": 3.0}
    worker = Worker(ECHO, settings, on_message=heard.put_nowait, on_lost=lost.append, patience=Patience(0.7, 20.0))
    await worker.start()
    pid = worker.pid
    worker.send(b"work")
    async with asyncio.timeout(10):
        while not worker.busy:
            await asyncio.sleep(0.02)
        assert await heard.get() == b"yes work"
        while worker.busy:
            await asyncio.sleep(0.02)
    assert (lost, worker.pid) == ([], pid)
    await worker.stop()


async def test_a_child_that_never_ends_its_work_is_replaced() -> None:
    lost: list[str] = []
    worker = Worker(ECHO, {"word": "yes", "work_s": 60.0}, on_lost=lost.append, patience=Patience(20.0, 3.0))
    await worker.start()
    worker.send(b"work")
    await up_again(worker, 1)
    assert "at one piece of work" in lost[0]
    await worker.stop()


async def test_starting_again_is_tried_until_the_system_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file handles, no memory, no process: each may be there again a moment later."""
    worker = Worker(ECHO, {"word": "yes"}, waits=(0.0, 0.01))
    await worker.start()
    troubles = [OSError(24, "Too many open files"), OSError(12, "Cannot allocate memory"), BlockingIOError(11, "fork")]
    spawn = voice.worker._spawn

    def short(module: str, child: socket.socket) -> subprocess.Popen[bytes]:
        if troubles:
            raise troubles.pop()
        return spawn(module, child)

    monkeypatch.setattr("voice.worker._spawn", short)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    await up_again(worker, 1)
    assert troubles == []
    await worker.stop()


async def test_one_that_cannot_be_watched_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    lost: list[str] = []
    worker = Worker(ECHO, {"word": "yes"}, on_lost=lost.append, waits=(0.01,))
    await worker.start()
    first = worker.pid
    with monkeypatch.context() as patch:
        patch.setattr("voice.worker.judge", None)  # any mistake of ours
        async with asyncio.timeout(10):
            while not worker.kept.deaths:
                await asyncio.sleep(0.02)
    async with asyncio.timeout(15):
        while worker.pid in (first, None) or not worker.ready:
            await asyncio.sleep(0.02)
    assert "cannot be watched (TypeError" in worker.kept.last_why
    assert lost
    await worker.stop()


async def test_a_keeper_that_was_cancelled_by_mistake_leaves_the_child_in_peace() -> None:
    lost: list[str] = []
    worker = Worker(ECHO, {"word": "yes"}, on_lost=lost.append)
    await worker.start()
    first = worker.pid
    assert first is not None
    next(task for task in asyncio.all_tasks() if task.get_name() == f"keep worker {ECHO}").cancel()
    async with asyncio.timeout(5):
        while not worker.kept.keepers_lost:
            await asyncio.sleep(0)
    assert (worker.pid, worker.ready, lost) == (first, True, [])
    os.kill(first, signal.SIGKILL)
    await up_again(worker, 1)
    await worker.stop()


async def test_one_that_did_not_start_is_insisted_on() -> None:
    worker = Worker(ECHO, {"sleep": True}, waits=(0.01,))
    with pytest.raises(WorkerBroken):
        await worker.start(timeout_s=0.3)
    worker._settings = {"word": "yes"}  # what was short is there again
    worker.insist()
    async with asyncio.timeout(20):
        await worker.wait_ready()
    await worker.stop()


async def test_a_child_that_cannot_load_says_why() -> None:
    worker = Worker(ECHO, {"refuse": "/no/such/model"})
    with pytest.raises(WorkerBroken) as told:
        await worker.start()
    assert told.value.facts["error"] == "ModelBroken"
    assert told.value.facts["path"] == "/no/such/model"
    assert "recogniser model /no/such/model: there is no such folder" in str(told.value)
    assert worker.pid is None


async def test_a_child_that_ends_while_loading_is_told() -> None:
    with pytest.raises(WorkerBroken, match="ended while loading"):
        await Worker("voice.audio", {}).start()


async def test_a_child_that_never_gets_ready_is_told() -> None:
    with pytest.raises(WorkerBroken, match="no sign of life"):
        await Worker(ECHO, {"sleep": True}).start(timeout_s=0.5)


async def test_stopping_from_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    worker = Worker("voice.speak.speak_worker", {"voices": {}})
    await worker.start()
    pid = worker.pid
    await worker.stop()
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
