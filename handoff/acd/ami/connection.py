"""One login at a manager interface: asks, and tells events as they come.

connect ─▶ banner ─▶ challenge ─▶ login ─▶ ask, ask_list, on_event … ─▶ `over`
"""

import asyncio
import contextlib
import hashlib
import itertools
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from handoff.acd.ami.errors import AmiAway, AmiError, AmiGarbled, AmiLoginRefused, AmiRefused
from handoff.acd.ami.wire import Message, Parser, pack

READ_BYTES = 65_536
ITEMS_MOST = 10_000
"""Of one list; a PBX with so many channels is none."""
ASKED_MOST = 256
"""Questions under way at once."""
UNSENT_MOST = 262_144
"""Bytes; a PBX that takes no more is gone."""
NOTHING: Mapping[str, str] = MappingProxyType({})

OnEvent = Callable[[Message], None]
"""Told every event that answers nothing; returns at once and never raises."""


@dataclass(frozen=True, slots=True)
class AmiAccount:
    """Where, and as whom. `events`: the classes of events that are wanted. Times, s."""

    host: str
    port: int
    user: str
    secret: str = field(repr=False)
    events: str = "call,agent"
    wanted: Collection[str] | None = None
    """Their names, None: all of these classes; the others cost next to nothing."""
    connect_s: float = 3.0
    answer_s: float = 3.0


@dataclass(slots=True)
class _Asked:
    """A question whose answer is not whole yet; `items` where the answer is a list."""

    answer: asyncio.Future[list[Message]]
    items: list[Message] | None


class AmiConnection:
    """Made by `connect`; belongs to one event loop."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, account: AmiAccount, on_event: OnEvent
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._account = account
        self._on_event = on_event
        self._asked: dict[str, _Asked] = {}
        # Nobody else's answer is taken for ours, also not one of an earlier connection.
        self._numbers = (f"hatef-{secrets.token_hex(4)}-{number}" for number in itertools.count(1))
        self.over: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        """Why the connection ended."""
        self._reading = asyncio.create_task(self._read(), name="AMI")

    async def ask(self, action: str, fields: Mapping[str, str] = NOTHING) -> Message:
        """The answer to one action. Raises AmiRefused, AmiAway, AmiUnsafe."""
        return (await self._ask(action, fields, None))[0]

    async def ask_list(self, action: str, fields: Mapping[str, str] = NOTHING) -> list[Message]:
        """The events with which an action is answered, without the last one that says so. Raises as `ask`."""
        return await self._ask(action, fields, [])

    async def close(self) -> None:
        """Leave; harmless when it is over."""
        self._end("closed")
        self._reading.cancel()
        await asyncio.wait({self._reading})
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def log_in(self) -> None:
        """By challenge, so that the secret itself does not travel. Raises AmiLoginRefused, AmiAway."""
        account = self._account
        try:
            challenge = (await self.ask("Challenge", {"AuthType": "MD5"})).get("Challenge")
            key = hashlib.md5((challenge + account.secret).encode(), usedforsecurity=False).hexdigest()
            told = {"AuthType": "MD5", "Username": account.user, "Key": key, "Events": account.events}
            await self.ask("Login", told)
        except AmiRefused as error:
            raise AmiLoginRefused(account.user, error.detail) from error

    async def _ask(self, action: str, fields: Mapping[str, str], items: list[Message] | None) -> list[Message]:
        action_id = next(self._numbers)
        packed = pack(action, fields, action_id)
        if self.over.done():
            raise AmiAway(action, self.over.result())
        if len(self._asked) >= ASKED_MOST or self._writer.transport.get_write_buffer_size() > UNSENT_MOST:
            raise AmiAway(action, "too many questions wait for an answer")
        asked = self._asked[action_id] = _Asked(asyncio.get_running_loop().create_future(), items)
        self._writer.write(packed)
        try:
            async with asyncio.timeout(self._account.answer_s):
                answer = await asked.answer
        except TimeoutError as error:
            raise AmiAway(action, f"no answer within {self._account.answer_s:g} s") from error
        finally:
            del self._asked[action_id]
        if items is None and answer[0].get("Response").casefold() not in ("success", "pong", "goodbye"):
            raise AmiRefused(action, _told(answer[0]))
        return answer

    async def _read(self) -> None:
        parser = Parser(self._account.wanted)
        try:
            while data := await self._reader.read(READ_BYTES):
                for message in parser.feed(data):
                    self._take(message)
            self._end("the PBX closed the connection")
        except AmiError as error:
            self._end(str(error))
        except OSError as error:
            self._end(error.strerror or type(error).__name__)

    def _take(self, message: Message) -> None:
        asked = self._asked.get(message.action_id)
        if asked is None or asked.answer.done():
            if message.event:
                self._on_event(message)
        elif asked.items is None:
            if not message.event:
                asked.answer.set_result([message])
        elif not message.event:
            if message.get("Response").casefold() != "success":
                asked.answer.set_exception(AmiRefused("a list", _told(message)))
        elif message.event.endswith("Complete"):
            asked.answer.set_result(asked.items)
        elif len(asked.items) >= ITEMS_MOST:
            raise AmiGarbled(f"a list without end came, over {ITEMS_MOST} items")
        else:
            asked.items.append(message)

    def _end(self, why: str) -> None:
        if not self.over.done():
            self.over.set_result(why)
        for asked in self._asked.values():
            if not asked.answer.done():
                asked.answer.set_exception(AmiAway("waiting for an answer", why))
        self._writer.close()


async def connect(account: AmiAccount, on_event: OnEvent) -> AmiConnection:
    """Connect and log in. Raises AmiAway, AmiGarbled, AmiLoginRefused."""
    try:
        async with asyncio.timeout(account.connect_s):
            reader, writer = await asyncio.open_connection(account.host, account.port)
    except TimeoutError as error:
        raise AmiAway("connecting", f"no answer within {account.connect_s:g} s") from error
    except OSError as error:
        raise AmiAway("connecting", error.strerror or type(error).__name__) from error
    connection = AmiConnection(reader, writer, account, on_event)
    try:
        await connection.log_in()
    except BaseException:
        await connection.close()
        raise
    return connection


def _told(answer: Message) -> str:
    """The PBX's reason, in one short line."""
    return answer.get("Message")[:200] or "no reason is given"
