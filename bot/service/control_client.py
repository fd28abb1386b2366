"""Asks a running Hatef over its control socket: for the command line, the console and tests."""

import asyncio
import os
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from bot.errors import RequestRefused, ServiceDown, ServiceForeign, ServiceOther, ServiceUnwell
from bot.service.board import LiveCall
from bot.service.control_wire import (
    MOST_ANSWER_BYTES,
    BadLine,
    Request,
    address,
    pack_request,
    parse_answer,
    parse_call,
    socket_path,
)
from bot.service.queue_wire import parse_agent, parse_board
from bot.service.status import Status, parse_status
from handoff.acd.own.view import AgentView, BoardView

PATIENCE_S = 10.0
Message = Mapping[str, Any]


class ControlClient:
    """The Hatef with this state folder; `config` is the file that starts it.

    Every question raises ServiceDown, ServiceForeign, ServiceOther or ServiceUnwell.
    """

    def __init__(self, state: Path, config: Path, *, patience_s: float = PATIENCE_S) -> None:
        self._state = state
        self._config = config
        self._patience_s = patience_s
        self.version = ""
        """Of the Hatef that answered last."""

    async def status(self) -> Status:
        """How it fares."""
        answer = await self._ask(Request("status"))
        return self._read(lambda: parse_status(answer["status"]))

    async def calls(self, *, full: bool = False) -> tuple[LiveCall, ...]:
        """Its live calls; their callers' numbers as they are where `full`."""
        answer = await self._ask(Request("calls", full))
        return self._read(lambda: tuple(parse_call(call) for call in answer["calls"]))

    async def queue(self) -> BoardView:
        """Its built-in queues."""
        answer = await self._ask(Request("queue"))
        return self._read(lambda: parse_board(answer["queue"]))

    async def queue_events(self) -> AsyncGenerator[BoardView]:
        """Its built-in queues, and again when something changed there, until Hatef ends."""
        async with self._connected(Request("queue_events")) as reader:
            while line := await reader.readline():
                answer = self._parsed(line)
                yield self._read(lambda: parse_board(answer["queue"]))  # noqa: B023 - called at once

    async def change_agent(self, agent: str, to: Literal["ready", "away", "out"], reason: str = "") -> AgentView:
        """Make an agent ready, away or logged out. Raises RequestRefused, too: there is no such agent."""
        answer = await self._ask(Request("agent", agent=agent, to=to, reason=reason))
        return self._read(lambda: parse_agent(answer["agent"]))

    async def events(self, *, full: bool = False) -> AsyncGenerator[Message]:
        """First {"calls": [...]}, the live calls; then every event, until Hatef ends."""
        async with self._connected(Request("events", full)) as reader:
            yield self._parsed(await self._line(reader))
            while line := await reader.readline():
                yield self._parsed(line)

    async def _ask(self, request: Request) -> Message:
        async with self._connected(request) as reader:
            return self._parsed(await self._line(reader))

    @asynccontextmanager
    async def _connected(self, request: Request) -> AsyncIterator[asyncio.StreamReader]:
        reader, writer = await asyncio.open_unix_connection(sock=self._connection(), limit=MOST_ANSWER_BYTES)
        try:
            writer.write(pack_request(request))
            yield reader
        except (OSError, ValueError) as error:  # ValueError: a line without end
            raise ServiceUnwell(self._state, str(error) or type(error).__name__) from error
        finally:
            writer.close()

    def _connection(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._connect(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect(self, connection: socket.socket) -> None:
        path = socket_path(self._state)
        connection.settimeout(self._patience_s)
        try:
            if os.geteuid() not in (0, path.stat().st_uid):
                raise ServiceForeign(path, _owner(path))
            with address(self._state) as where:
                connection.connect(where)
        except PermissionError as error:
            raise ServiceForeign(path, _owner(self._state)) from error
        except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError) as error:
            raise ServiceDown(self._state, self._config) from error
        except OSError as error:
            raise ServiceUnwell(self._state, error.strerror or type(error).__name__) from error
        connection.setblocking(False)

    async def _line(self, reader: asyncio.StreamReader) -> bytes:
        async with asyncio.timeout(self._patience_s):
            return await reader.readline()

    def _parsed(self, line: bytes) -> Message:
        if not line:
            raise ServiceUnwell(self._state, "it closed the connection without an answer")
        try:
            answer = parse_answer(line)
        except BadLine as error:
            raise self._refused(error.fault, str(error)) from error
        self.version = str(answer.get("hatef", self.version))
        if "error" in answer:
            raise self._refused(str(answer["error"]), str(answer.get("why", "")))
        return answer

    def _refused(self, fault: str, why: str) -> ServiceOther | ServiceUnwell | RequestRefused:
        if fault == "refused":
            return RequestRefused(why)
        if fault == "version":
            return ServiceOther(self.version or why)
        return ServiceUnwell(self._state, why)

    def _read[T](self, parse: Callable[[], T]) -> T:
        try:
            return parse()
        except (BadLine, KeyError, TypeError) as error:
            raise ServiceUnwell(self._state, f"its answer cannot be read ({error})") from error


def _owner(path: Path) -> str:
    """Who owns it, as far as may be known."""
    try:
        return path.owner()
    except (KeyError, OSError):
        return "another user"
