"""A softphone in another process, driven from asyncio."""

import asyncio
import contextlib
import json
import signal
from typing import Any, Self

from voice import processes

Event = dict[str, Any]


class PhoneSilent(Exception):
    """The event that was waited for did not come."""

    def __init__(self, wanted: str, seen: list[str]) -> None:
        super().__init__(wanted, seen)
        self.wanted = wanted
        self.seen = seen

    def __str__(self) -> str:
        return f"the softphone never reported {self.wanted}; it reported {', '.join(self.seen) or 'nothing'}"


class RemotePhone:
    """`async with RemotePhone(auto_answer=True) as phone: await phone.do("call", uri=...)`."""

    def __init__(self, **listen: Any) -> None:
        self._listen = listen  # arguments of the listen command
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()
        self._unread: list[Event] = []
        self.events: list[Event] = []  # all so far, oldest first
        self.port = 0

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *processes.command("voice.softphone"),
            env=processes.environment(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        self._reader = asyncio.create_task(self._read(), name="softphone events")
        try:
            await self.do("listen", **self._listen)
            self.port = int((await self.wait("listening", timeout_s=20))["port"])
        except (PhoneSilent, ConnectionError):
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *reason: object) -> None:
        assert self._process is not None and self._reader is not None
        with contextlib.suppress(ProcessLookupError):  # it was killed
            self.thaw()
        try:
            await self.do("quit")
            await asyncio.wait_for(self._process.wait(), 5)
        except (TimeoutError, OSError):
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        await self._reader

    async def do(self, what: str, **arguments: Any) -> None:
        """Send one command."""
        assert self._process is not None and self._process.stdin is not None
        line = json.dumps({"do": what, **arguments}, ensure_ascii=False)
        self._process.stdin.write(line.encode() + b"\n")
        await self._process.stdin.drain()

    def freeze(self) -> None:
        """Halt the process, as if its network broke: no RTP, no answer to anything."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """End the process without a word to anybody, as if it lost its power."""
        assert self._process is not None
        self._process.kill()

    def thaw(self) -> None:
        """Let it go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    async def wait(self, event: str, timeout_s: float = 5.0, **facts: Any) -> Event:
        """The oldest event of that kind (with these facts) that was not returned before; raises PhoneSilent."""
        try:
            async with asyncio.timeout(timeout_s), self._news:
                while (found := self._take(event, facts)) is None:
                    await self._news.wait()
                return found
        except TimeoutError:
            raise PhoneSilent(event, [str(e["event"]) for e in self.events]) from None

    def _take(self, event: str, facts: Event) -> Event | None:
        for candidate in self._unread:
            if candidate["event"] == event and all(candidate.get(k) == v for k, v in facts.items()):
                self._unread.remove(candidate)
                return candidate
        return None

    async def _read(self) -> None:
        assert self._process is not None and self._process.stdout is not None
        async for line in self._process.stdout:
            async with self._news:
                event = json.loads(line)
                self.events.append(event)
                self._unread.append(event)
                self._news.notify_all()
