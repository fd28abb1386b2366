"""The control socket with real clients: honest, hostile, slow and gone."""

import asyncio
import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.call.live import CallAnswered, CallDoing, CallTurn
from bot.errors import ServiceDown
from bot.journal.records import CallEnd, Turn
from bot.service.board import Board
from bot.service.control import MOST_CONNECTIONS, AnotherRuns, Control, control
from bot.service.control_client import ControlClient
from bot.service.control_wire import MOST_REQUEST_BYTES, Request, pack_request, socket_path
from bot.service.status import Status
from tests.bot.service.served import CAME, STATUS


@pytest.fixture
def board() -> Board:
    found = Board()
    found.tell(CAME)
    found.tell(CallAnswered("c1"))
    return found


@pytest.fixture
async def served(tmp_path: Path, board: Board) -> AsyncIterator[Path]:
    """A state folder whose Hatef answers."""
    async with control(Control(tmp_path, board, lambda: STATUS)):
        yield tmp_path


def client(state: Path) -> ControlClient:
    return ControlClient(state, state / "config.yml")


async def says(state: Path, line: bytes, *, end: bool = False) -> dict[str, Any]:
    """What comes back for a line; {} for nothing."""
    reader, writer = await asyncio.open_unix_connection(str(socket_path(state)))
    try:
        writer.write(line)
        if end:
            writer.write_eof()
        answer = await asyncio.wait_for(reader.readline(), 20)
    except ConnectionError:
        answer = b""
    finally:
        writer.close()
    return dict(json.loads(answer)) if answer else {}


async def until(look: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not look():
            await asyncio.sleep(0)


async def test_it_tells_its_status_and_its_calls(served: Path) -> None:
    asked = client(served)
    assert await asked.status() == STATUS
    assert asked.version
    (call,) = await asked.calls()
    assert (call.call_id, call.state, call.caller) == ("c1", "greeting", "0912*****67")
    assert (await asked.calls(full=True))[0].caller == "09121234567"


async def test_only_this_user_may_ask(served: Path) -> None:
    mode = socket_path(served).lstat().st_mode
    assert stat.S_ISSOCK(mode) and stat.S_IMODE(mode) == 0o600


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"GET / HTTP/1.1\r\n", "request"),
        (b"\x16\x03\x01\xff\x00\n", "request"),
        (b"\n", "request"),
        (b'{"v": 9, "ask": "status"}\n', "version"),
        (b'{"v": 1, "ask": "shutdown"}\n', "request"),
        (b"x" * (MOST_REQUEST_BYTES + 1), "request"),
        (b'{"v": 1, "ask": "status", "more": "' + b"x" * 10 * MOST_REQUEST_BYTES + b'"}\n', "request"),
    ],
    ids=["HTTP", "TLS", "empty", "another version", "no such question", "no end of line", "too long"],
)
async def test_what_is_no_request_is_refused(served: Path, line: bytes, error: str) -> None:
    assert (await says(served, line)).get("error") == error
    assert await client(served).status() == STATUS


async def test_half_a_line_and_its_end(served: Path) -> None:
    assert (await says(served, pack_request(Request("status"))[:-1], end=True))["error"] == "request"


async def test_half_a_line_without_end_is_given_up(tmp_path: Path, board: Board) -> None:
    async with control(Control(tmp_path, board, lambda: STATUS, patience_s=0.05)):
        assert await says(tmp_path, b'{"v": 1') == {}
        assert await says(tmp_path, b"") == {}
        assert await client(tmp_path).status() == STATUS


async def test_many_connections_are_told_to_come_later(served: Path) -> None:
    idle = [await asyncio.open_unix_connection(str(socket_path(served))) for _ in range(MOST_CONNECTIONS)]
    assert (await says(served, pack_request(Request("status"))))["error"] == "busy"
    for _, writer in idle:
        writer.close()
    async with asyncio.timeout(20):
        while "error" in await says(served, pack_request(Request("status"))):
            await asyncio.sleep(0)


async def test_events_begin_with_the_calls_and_tell_what_happens(served: Path, board: Board) -> None:
    events = client(served).events()
    assert [call["call_id"] for call in (await anext(events))["calls"]] == ["c1"]
    board.tell(CallTurn("c1", Turn(1, "caller", "موجودی", "speech", 0.9, "ask_balance", 0.8)))
    board.tell(CallEnd("c1", 9, "goodbye"))
    turn, ended = await anext(events), await anext(events)
    assert turn["event"] == "turn" and turn["turn"]["intent"] == "ask_balance" and "text" not in turn["turn"]
    assert (ended["event"], ended["reason"]) == ("ended", "goodbye")
    await events.aclose()
    await until(lambda: board.counts.followers == 0)


async def test_one_that_goes_in_the_stream_is_forgotten(served: Path, board: Board) -> None:
    """Though nothing happens that could be written to it."""
    reader, writer = await asyncio.open_unix_connection(str(socket_path(served)))
    writer.write(pack_request(Request("events")))
    await reader.readline()
    assert board.counts.followers == 1
    writer.transport.abort()
    await until(lambda: board.counts.followers == 0)
    assert board.counts.followers_lost == 0


async def test_a_reader_that_takes_nothing_in_is_ended_and_counted(tmp_path: Path, board: Board) -> None:
    async with control(Control(tmp_path, board, lambda: STATUS, changes=8)):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as slow:
            slow.connect(str(socket_path(tmp_path)))
            slow.sendall(pack_request(Request("events", full=True)))
            await until(lambda: board.counts.followers == 1)
            turn = CallTurn("c1", Turn(1, "caller", "x" * 1000))
            async with asyncio.timeout(20):
                while board.counts.followers:
                    board.tell(turn)
                    await asyncio.sleep(0)
            assert board.counts.followers_lost == 1
        assert await client(tmp_path).status() == STATUS


async def test_a_burst_that_fits_loses_nobody(tmp_path: Path, board: Board) -> None:
    async with control(Control(tmp_path, board, lambda: STATUS, changes=50)):
        events = client(tmp_path).events()
        await anext(events)
        for number in range(50):
            board.tell(CallDoing("c1", "listening" if number % 2 else "answering"))
        assert [(await anext(events))["event"] for _ in range(50)] == ["state"] * 50
        await events.aclose()


async def test_a_status_that_cannot_be_read_is_told(
    tmp_path: Path, board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Status:
        raise AttributeError("a mistake of ours")

    async with control(Control(tmp_path, board, broken)):
        assert (await says(tmp_path, pack_request(Request("status"))))["error"] == "broken"
        assert len(await client(tmp_path).calls()) == 1
    assert "a mistake of ours" in caplog.text


async def test_at_the_end_readers_see_the_end_and_the_socket_is_gone(tmp_path: Path, board: Board) -> None:
    async with control(Control(tmp_path, board, lambda: STATUS)):
        events = client(tmp_path).events()
        await anext(events)
    assert [event async for event in events] == []
    assert not socket_path(tmp_path).exists()
    with pytest.raises(ServiceDown):
        await client(tmp_path).status()


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.service.board import Board
from bot.service.control import Control

async def main():
    await Control(Path(sys.argv[1]), Board(), lambda: None).start()
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_the_socket_of_a_killed_hatef_is_replaced(tmp_path: Path, board: Board) -> None:
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert socket_path(tmp_path).exists()
    with pytest.raises(ServiceDown):
        await client(tmp_path).status()
    async with control(Control(tmp_path, board, lambda: STATUS)):
        assert await client(tmp_path).status() == STATUS


async def test_the_second_of_two_says_so_and_the_first_is_asked_on(
    served: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(AnotherRuns, match=f"process {os.getpid()}"):
        await Control(served, Board(), lambda: STATUS).start()
    async with control(Control(served, Board(), lambda: STATUS)):
        assert len(await client(served).calls()) == 1
    assert "another Hatef" in caplog.text
    assert len(await client(served).calls()) == 1


async def test_where_no_socket_can_be_the_service_goes_on(
    tmp_path: Path, board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    went_on = False
    async with control(Control(tmp_path / "file", board, lambda: STATUS)):
        went_on = True
    assert went_on
    assert "will not see this Hatef" in caplog.text


async def test_a_folder_of_any_depth_will_do(tmp_path: Path, board: Board) -> None:
    deep = tmp_path.joinpath(*["a_long_name_of_a_folder"] * 6)
    async with control(Control(deep, board, lambda: STATUS)):
        assert await client(deep).status() == STATUS
    assert not socket_path(deep).exists()
