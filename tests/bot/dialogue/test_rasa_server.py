"""The Rasa server as a child: it starts, dies, comes back, swaps its model, and keeps callers' words to itself."""

import asyncio
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.dialogue.rasa_server import RasaServer
from nlu.errors import RasaFailed, RasaMissing

Turn = Callable[..., dict[str, Any]]


def server(state: Path, model: Path) -> RasaServer:
    return RasaServer(state, model, "http://127.0.0.1:9/webhook")


async def test_no_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HATEF_RASA_PYTHON", str(tmp_path / "none"))
    with pytest.raises(RasaMissing):
        await server(tmp_path, tmp_path / "m.tar.gz").start()


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Put a shell script in the place of the Rasa interpreter."""

    def write(text: str) -> Path:
        path = tmp_path / "python"
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o700)
        monkeypatch.setenv("HATEF_RASA_PYTHON", str(path))
        return path

    return write


async def test_no_model(tmp_path: Path, script: Callable[[str], Path]) -> None:
    script("exit 0")
    with pytest.raises(RasaFailed, match="hatef train"):
        await server(tmp_path, tmp_path / "none.tar.gz").start()


async def test_a_server_that_dies_at_once_quotes_its_log(tmp_path: Path, script: Callable[[str], Path]) -> None:
    model = script("echo no room for this >&2; exit 1")
    found = server(tmp_path, model)
    with pytest.raises(RasaFailed, match="no room for this"):
        await found.start()
    assert found.pid is None
    assert not found.ready


async def test_a_server_that_never_answers_is_ended(tmp_path: Path, script: Callable[[str], Path]) -> None:
    model = script("exec sleep 60")
    found = server(tmp_path, model)
    with pytest.raises(RasaFailed, match="starting") as failed:
        await found.start(timeout_s=0.5)
    assert "did not answer within" in str(failed.value.__cause__)
    assert found.pid is None


async def test_stopping_what_never_ran(tmp_path: Path) -> None:
    await server(tmp_path, tmp_path / "m").stop()


@pytest.mark.rasa
@pytest.mark.timeout(400)
def test_calls_survive_a_hot_swap(rasa: RasaServer, turn: Turn, model: Path, loop_thread: Any, tmp_path: Path) -> None:
    turn("swap-1", "سفارشم کجاست")
    other = tmp_path / "other.tar.gz"
    shutil.copy(model, other)
    assert loop_thread.run(rasa.hot_swap(other)) < 10
    reply = turn("swap-1", "یک دو سه چهار پنج")
    assert reply["messages"][0]["text"] == "action_tell_order_status 12345"


@pytest.mark.rasa
@pytest.mark.timeout(400)
def test_a_bad_model_is_refused_and_the_old_one_stays(
    rasa: RasaServer, turn: Turn, loop_thread: Any, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.tar.gz"
    bad.write_bytes(b"no model")
    with pytest.raises(RasaFailed, match=r"bad\.tar\.gz"):
        loop_thread.run(rasa.hot_swap(bad))
    assert turn("swap-2", "سلام")["intent"]["name"] == "greet"


@pytest.mark.rasa
@pytest.mark.timeout(400)
def test_it_is_asked_whether_it_understands(rasa: RasaServer, loop_thread: Any) -> None:
    assert rasa.ready_pid == rasa.pid
    assert loop_thread.run(rasa.understands())
    os.kill(rasa.pid or 0, signal.SIGSTOP)
    assert not loop_thread.run(rasa.understands(timeout_s=0.5))
    os.kill(rasa.pid or 0, signal.SIGCONT)
    assert loop_thread.run(rasa.understands())


async def test_starting_again_is_tried_until_the_system_has_room(
    tmp_path: Path, script: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file handles, no memory, no thread: each may be there again a moment later."""
    model = script("exec sleep 60")
    found = RasaServer(tmp_path, model, "http://127.0.0.1:9/webhook", waits=(0.01,))
    troubles: list[Exception] = [OSError(24, "Too many open files"), RuntimeError("can't start new thread")]
    spawn, up = found._spawn, asyncio.Event()

    async def short() -> None:
        if found.kept.deaths and troubles:
            raise troubles.pop()
        await spawn()
        if found.kept.deaths:
            up.set()

    async def ready() -> None:
        """The script answers nothing."""

    monkeypatch.setattr(found, "_spawn", short)
    monkeypatch.setattr(found, "_answers", ready)
    await found.start()
    assert found.pid
    os.kill(found.pid, signal.SIGKILL)
    async with asyncio.timeout(20):
        await up.wait()
    assert troubles == []
    await found.stop()


@pytest.mark.rasa
@pytest.mark.timeout(400)
def test_rasas_own_api_is_closed(rasa: RasaServer) -> None:
    with httpx.Client(base_url=rasa.url, trust_env=False) as http:
        assert http.get("/status").status_code == 401
        assert http.put("/model", json={"model_file": "/x"}).status_code == 401


@pytest.mark.rasa
@pytest.mark.timeout(400)
def test_nothing_that_callers_say_is_logged(rasa: RasaServer, turn: Turn) -> None:
    turn("private", "کلاغ زرد سفارش یک دو سه چهار پنج", caller="09120000000", caller_name="بهرام")
    log = rasa.log.read_text(encoding="utf-8")
    assert not [
        word for word in ("کلاغ", "12345", "09120000000", "بهرام", "\\u06a9\\u0644\\u0627\\u063a") if word in log
    ]


@pytest.mark.rasa
@pytest.mark.timeout(400)
def test_a_killed_server_comes_back_at_the_same_address(rasa: RasaServer, turn: Turn, loop_thread: Any) -> None:
    url, pid = rasa.url, rasa.pid
    assert pid
    deaths = rasa.kept.deaths
    os.kill(pid, signal.SIGKILL)

    async def back() -> bool:
        while rasa.kept.deaths == deaths:
            await asyncio.sleep(0.02)
        assert not rasa.ready
        return await rasa.wait_ready(120)

    assert loop_thread.run(back())
    assert rasa.url == url
    assert rasa.pid not in (None, pid)
    assert turn("after", "سلام")["intent"]["name"] == "greet"
