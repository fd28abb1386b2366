"""Asking: where nobody answers, where another user's Hatef does, one of another version, or something else."""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.errors import ServiceDown, ServiceForeign, ServiceOther, ServiceUnwell
from bot.service.board import Board
from bot.service.control_client import ControlClient
from bot.service.control_wire import socket_path
from bot.service.status import status_as_json
from tests.bot.service.served import CAME, STATUS, served

WHOLE = {"v": 1, "hatef": "0.1.0", "status": status_as_json(STATUS)}


def client(state: Path) -> ControlClient:
    return ControlClient(state, state / "config.yml", patience_s=20)


@asynccontextmanager
async def answering(state: Path, answer: bytes) -> AsyncIterator[None]:
    """Something that says `answer` to everything, and closes."""

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(answer)
        writer.close()

    server = await asyncio.start_unix_server(answers, str(socket_path(state)))
    try:
        yield
    finally:
        server.close()


async def test_status_calls_and_events(tmp_path: Path) -> None:
    board = Board()
    board.tell(CAME)
    asked = client(tmp_path)
    async with served(tmp_path, board):
        assert await asked.status() == STATUS
        assert (await asked.calls(full=True))[0].caller == CAME.caller
        events = asked.events(full=True)
        assert (await anext(events))["calls"][0]["caller"] == CAME.caller
    assert [event async for event in events] == []


async def test_none_runs(tmp_path: Path) -> None:
    with pytest.raises(ServiceDown, match=r"hatef serve --config '.*config\.yml'"):
        await client(tmp_path).status()
    with pytest.raises(ServiceDown):
        await client(tmp_path / "none").status()


async def test_one_that_was_killed_does_not_run(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(socket_path(tmp_path)))
    with pytest.raises(ServiceDown):
        await client(tmp_path).status()


async def test_another_users_is_told_with_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(tmp_path, Board()):
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
        with pytest.raises(ServiceForeign, match=socket_path(tmp_path).owner()):
            await client(tmp_path).status()


@pytest.mark.parametrize(
    ("answer", "error", "what"),
    [
        ({"v": 7, "hatef": "3.0"}, ServiceOther, "version 3.0"),
        ({"v": 1, "hatef": "0.9", "error": "version", "why": "x"}, ServiceOther, "version 0.9"),
        ({"v": 1, "hatef": "0.1", "error": "busy", "why": "too many ask"}, ServiceUnwell, "too many ask"),
        ({"v": 1, "hatef": "0.1"}, ServiceUnwell, "cannot be read"),
        ({"v": 1, "status": {"pid": 3}}, ServiceUnwell, "cannot be read"),
        ({"v": 1, "status": None}, ServiceUnwell, "cannot be read"),
    ],
)
async def test_an_answer_of_no_use(tmp_path: Path, answer: object, error: type[Exception], what: str) -> None:
    async with answering(tmp_path, json.dumps(answer).encode() + b"\n"):
        with pytest.raises(error, match=what):
            await client(tmp_path).status()


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\n\r\n", b"\xff\xff\n", b"[]\n"])
async def test_something_else_answers(tmp_path: Path, answer: bytes) -> None:
    async with answering(tmp_path, answer):
        with pytest.raises(ServiceUnwell):
            await client(tmp_path).status()


async def test_keys_of_a_newer_hatef_are_passed_over(tmp_path: Path) -> None:
    newer = {**WHOLE, "status": {**status_as_json(STATUS), "mood": "calm"}, "more": 1}
    async with answering(tmp_path, json.dumps(newer).encode() + b"\n"):
        assert await client(tmp_path).status() == STATUS


async def test_one_that_never_answers_is_given_up(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(socket_path(tmp_path)))
        silent.listen()
        with pytest.raises(ServiceUnwell):
            await ControlClient(tmp_path, tmp_path / "config.yml", patience_s=0.05).status()
