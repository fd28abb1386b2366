"""The control socket of a running Hatef: a Unix socket in the state folder, for this user's own programs.

client ──one line──▶ request ──▶ status, calls ──▶ one line, the end
                        ├──────▶ events ──▶ the live calls, then every change, until the client goes or is too slow
                   ├──────▶ queue, queue_events ──▶ the built-in queues, once or behind every change
                   └──────▶ agent ──▶ an agent is ready, away, or logged out

Whatever a client does costs a call nothing: lines, connections, times and queues are bounded.
"""

import asyncio
import contextlib
import fcntl
import logging
import os
import socket
import struct
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.service.board import Board, Follower
from bot.service.control_wire import (
    MOST_REQUEST_BYTES,
    BadLine,
    Request,
    address,
    call_as_json,
    pack_answer,
    pack_change,
    pack_fault,
    parse_request,
    socket_path,
)
from bot.service.queue_control import QueueControl
from bot.service.queue_wire import agent_as_json, board_as_json
from bot.service.status import Status, status_as_json
from handoff.acd.own.view import BoardView

log = logging.getLogger(__name__)

LOCK = "control.lock"
MOST_CONNECTIONS = 32
MOST_CHANGES = 256
"""So many may wait for a reader of events."""
PATIENCE_S = 5.0
"""For a request, and for a client that takes in its answer."""


class AnotherRuns(OSError):
    """Another Hatef holds this state folder. `pid`: its process, as far as it is known."""

    def __init__(self, pid: str) -> None:
        super().__init__(f"another Hatef (process {pid or 'unknown'}) runs with this state folder")


class Control:
    """Answers on the control socket of `state`.

    Args:
        changes: the most changes that wait for one reader of events; a reader who has more waiting is ended.
        connections: how many may be open at once; one more is told to come later.
    """

    def __init__(
        self,
        state: Path,
        board: Board,
        status: Callable[[], Status],
        queues: QueueControl | None = None,
        *,
        changes: int = MOST_CHANGES,
        connections: int = MOST_CONNECTIONS,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._state = state
        self._board = board
        self._status = status
        self._queues = queues or QueueControl()
        self._changes = changes
        self._connections = connections
        self._patience_s = patience_s
        self._tasks: set[asyncio.Task[None]] = set()  # one a connection
        self._server: asyncio.Server | None = None
        self._lock = -1  # held for as long as we serve

    async def start(self) -> None:
        """Serve. Raises AnotherRuns, OSError."""
        self._state.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = _locked(self._state / LOCK)
        try:
            listening = _listening(self._state)
            self._server = await asyncio.start_unix_server(self._serve, sock=listening, limit=MOST_REQUEST_BYTES)
        except OSError:
            os.close(self._lock)
            raise

    async def stop(self) -> None:
        """End every connection and take the socket away."""
        if self._server is None:
            return
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(OSError):
            socket_path(self._state).unlink()
        os.close(self._lock)
        self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._answer(reader, writer)
        except (OSError, asyncio.CancelledError):  # it went away, or takes nothing in; Hatef ends
            writer.transport.abort()
        except Exception:  # a client's question must not end more than its own connection
            log.exception("a question on the control socket was not answered")
            writer.write(pack_fault("broken", "Hatef could not answer; its log says why"))
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not _may_ask(writer.get_extra_info("socket")):
            return
        if len(self._tasks) > self._connections:
            return await self._send(writer, pack_fault("busy", "too many ask at once; try again"))
        try:
            request = await self._request(reader)
        except BadLine as error:
            return await self._send(writer, pack_fault(error.fault, str(error)))
        match request.ask:
            case "status":
                await self._send(writer, pack_answer(status=status_as_json(self._status())))
            case "calls":
                await self._send(writer, self._calls(request))
            case "events":
                await self._events(request, reader, writer)
            case "queue":
                await self._send(writer, self._board_of_queues(self._queues.view()))
            case "queue_events":
                await _first_of(self._send_boards(writer), _until_gone(reader))
            case "agent":
                await self._send(writer, self._agent(request))

    async def _request(self, reader: asyncio.StreamReader) -> Request:
        async with asyncio.timeout(self._patience_s):
            try:
                line = await reader.readline()
            except ValueError:
                raise BadLine("request", f"a request has {MOST_REQUEST_BYTES} bytes at most") from None
        if not line.endswith(b"\n"):
            raise BadLine("request", "a request is one whole line")
        return parse_request(line)

    async def _send(self, writer: asyncio.StreamWriter, line: bytes) -> None:
        writer.write(line)
        async with asyncio.timeout(self._patience_s):
            await writer.drain()

    def _calls(self, request: Request) -> bytes:
        return pack_answer(calls=[call_as_json(call, request.full) for call in self._board.calls])

    def _board_of_queues(self, view: BoardView) -> bytes:
        return pack_answer(queue=board_as_json(view))

    def _agent(self, request: Request) -> bytes:
        try:
            return pack_answer(agent=agent_as_json(self._queues.change(request.agent, request.to, request.reason)))
        except BadLine as error:
            return pack_fault(error.fault, str(error))

    async def _send_boards(self, writer: asyncio.StreamWriter) -> None:
        """Until the client takes nothing in."""
        async for view in self._queues.follow():
            await self._send(writer, self._board_of_queues(view))

    async def _events(self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until the client goes, or has too much waiting."""
        with self._board.follow(self._changes) as follower:
            writer.write(self._calls(request))
            await _first_of(_send_changes(follower, request.full, writer), _until_gone(reader), follower.overrun.wait())
        if follower.overrun.is_set():
            log.warning("a reader of live events was too slow and is gone")
            writer.transport.abort()


async def _send_changes(follower: Follower, full: bool, writer: asyncio.StreamWriter) -> None:
    async for change in follower.changes():
        writer.write(pack_change(change, full))
        await writer.drain()


async def _first_of(*works: Coroutine[Any, Any, Any]) -> None:
    """Returns when one of them ends, however it ends; the others are cancelled."""
    endings = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.wait(endings, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for ending in endings:
            ending.cancel()
        await asyncio.gather(*endings, return_exceptions=True)


async def _until_gone(reader: asyncio.StreamReader) -> None:
    while await reader.read(MOST_REQUEST_BYTES):
        pass


@asynccontextmanager
async def control(server: Control) -> AsyncIterator[None]:
    """Serve while the block runs; one that cannot be served is told, and the block runs without."""
    try:
        await server.start()
    except OSError as error:
        log.warning("`hatef status` and `hatef calls --live` will not see this Hatef: %s", error)
    try:
        yield
    finally:
        await server.stop()


def _locked(path: Path) -> int:
    """A lock that ends with its process, however it ends. Raises AnotherRuns, OSError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pid = os.read(handle, 32).decode("ascii", "replace").strip()
        os.close(handle)
        raise AnotherRuns(pid) from None
    os.truncate(handle, 0)
    os.write(handle, f"{os.getpid()}\n".encode())
    return handle


def _listening(state: Path) -> socket.socket:
    """The socket, for this user alone; one that a killed Hatef left is replaced: nobody else holds the lock."""
    with contextlib.suppress(FileNotFoundError):
        socket_path(state).unlink()
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        os.fchmod(listening.fileno(), 0o600)  # from its first moment on
        with address(state) as where:
            listening.bind(where)
        socket_path(state).chmod(0o600)
    except OSError:
        listening.close()
        raise
    return listening


def _may_ask(connection: socket.socket) -> bool:
    """This user and root (unix(7), SO_PEERCRED); the file's rights say the same."""
    size = struct.calcsize("3i")
    _, user, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    return user in (os.geteuid(), 0)
