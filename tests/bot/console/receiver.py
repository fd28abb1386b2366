"""Another program that is told of handoffs: a real HTTP server that answers as it is told and remembers what came."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Heard:
    """One request."""

    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        """The body as it is meant."""
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Program:
    """`statuses` are the next answers; 0 hangs up, -1 never answers, and when they are used up it is 200."""

    statuses: list[int] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hatef?x=1"

    @property
    def kinds(self) -> list[str]:
        """What it was told, in order."""
        return [str(one.told["kind"]) for one in self.heard]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
            body = await reader.readexactly(int(headers["content-length"]))
            signed = next(line.split(": ", 1)[1] for line in head if line.lower().startswith("hatef-signature"))
            self.heard.append(Heard({**headers, "hatef-signature": signed}, body))
            status = self.statuses.pop(0) if self.statuses else 200
            if status < 0:
                await reader.read()
            elif status:
                location = f"Location: {self.url}\r\n" if 300 <= status < 400 else ""
                writer.write(
                    f"HTTP/1.1 {status} X\r\n{location}Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def program(*statuses: int) -> AsyncIterator[Program]:
    """It listens while the block runs."""
    made = Program(list(statuses))
    server = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
