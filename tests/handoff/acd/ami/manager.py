"""A manager interface of bytes: says what a test lets it say."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from handoff.acd.ami.connection import AmiAccount

SECRET = "a secret of the tests"
CHALLENGE = "840415273"
OK = "Response: Success\r\nMessage: done"

Answer = Callable[[Mapping[str, str]], str | None]
"""What an action is answered with, without the ActionID, None: by nobody."""


def success(_action: Mapping[str, str]) -> str | None:
    return OK


@dataclass
class Manager:
    """The far side of one test. `answers` by action; what is not there is answered with success."""

    answers: dict[str, Answer] = field(default_factory=dict)
    banner: bytes = b"Asterisk Call Manager/11.0.0\r\n"
    port: int = 0
    asked: list[Mapping[str, str]] = field(default_factory=list)
    logins: int = 0
    writers: list[asyncio.StreamWriter] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def account(self, secret: str = SECRET, answer_s: float = 5.0) -> AmiAccount:
        return AmiAccount("127.0.0.1", self.port, "hatef", secret, answer_s=answer_s)

    def send(self, raw: bytes) -> None:
        """To whoever came last."""
        self.writers[-1].write(raw)

    def event(self, name: str, **fields: str) -> None:
        lines = "".join(f"{key}: {value}\r\n" for key, value in fields.items())
        self.send(f"Event: {name}\r\n{lines}\r\n".encode())

    def names(self) -> list[str]:
        return [action["Action"] for action in self.asked]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        writer.write(self.banner)
        try:
            while raw := await reader.readuntil(b"\r\n\r\n"):
                action = dict(line.split(": ", 1) for line in raw.decode().strip().split("\r\n"))
                self.asked.append(action)
                if (text := self._answer(action)) is not None:
                    head, _, rest = text.partition("\r\n\r\n")
                    tail = f"\r\n\r\n{rest}" if rest else ""
                    writer.write(f"{head}\r\nActionID: {action['ActionID']}{tail}\r\n\r\n".encode())
                self.came.set()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, action: Mapping[str, str]) -> str | None:
        if own := self.answers.get(action["Action"]):
            return own(action)
        if action["Action"] == "Challenge":
            return f"Response: Success\r\nChallenge: {CHALLENGE}"
        if action["Action"] == "Login":
            self.logins += 1
            right = hashlib.md5((CHALLENGE + SECRET).encode()).hexdigest()
            return OK if action["Key"] == right else "Response: Error\r\nMessage: Authentication failed"
        return OK


@asynccontextmanager
async def manager(port: int = 0) -> AsyncIterator[Manager]:
    """One that listens on loopback."""
    far = Manager()
    server = await asyncio.start_server(far.serve, "127.0.0.1", port)
    far.port = server.sockets[0].getsockname()[1]
    try:
        yield far
    finally:
        server.close()
        for writer in far.writers:
            writer.transport.abort()
        await server.wait_closed()


async def until(look: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait until it is so; the time-out of a test ends what never is."""
    while not look():
        await asyncio.sleep(0.005)
