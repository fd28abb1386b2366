"""A login that is kept: for ever connected again, with pauses that grow.

away ──connect──▶ up ──ping unanswered, or the line breaks──▶ away
  ▲                 │
  └── pause ◀───────┘   a refused login pauses long at once: a PBX that counts failures locks the door
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NoReturn

from handoff.acd.ami.connection import NOTHING, AmiAccount, AmiConnection, OnEvent, connect
from handoff.acd.ami.errors import AmiAway, AmiError, AmiLoginRefused
from handoff.acd.ami.wire import Message

log = logging.getLogger(__name__)

WAITS_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""The pauses before a connection; the last one for ever."""
REFUSED_WAIT_S = 60.0
HEALTHY_S = 30.0
"""A connection that held for so long begins with the first pause again."""
PING_S = 10.0
"""How often a PBX that may hang is asked whether it still answers."""

OnUp = Callable[[AmiConnection], Awaitable[None]]
"""What is to be done with every new login; an AmiError of it ends the connection."""


async def _nothing(_connection: AmiConnection) -> None:
    """Nothing is to be done."""


class AmiLink:
    """`run` keeps it; whoever asks while it is away hears so at once."""

    def __init__(
        self,
        account: AmiAccount,
        on_event: OnEvent,
        on_up: OnUp = _nothing,
        *,
        waits_s: Sequence[float] = WAITS_S,
        refused_wait_s: float = REFUSED_WAIT_S,
        ping_s: float = PING_S,
        healthy_s: float = HEALTHY_S,
    ) -> None:
        self._account = account
        self._on_event = on_event
        self._on_up = on_up
        self._waits_s = waits_s
        self._refused_wait_s = refused_wait_s
        self._ping_s = ping_s
        self._healthy_s = healthy_s
        self._connection: AmiConnection | None = None
        self.breaks = 0
        """How often a connection was lost."""
        self.why = "not connected yet"
        """Why it is away; "" while it is up."""

    @property
    def up(self) -> bool:
        """Whether the PBX can be asked."""
        return self._connection is not None and not self._connection.over.done()

    async def ask(self, action: str, fields: Mapping[str, str] = NOTHING) -> Message:
        """See `AmiConnection.ask`."""
        return await self._present(action).ask(action, fields)

    async def ask_list(self, action: str, fields: Mapping[str, str] = NOTHING) -> list[Message]:
        """See `AmiConnection.ask_list`."""
        return await self._present(action).ask_list(action, fields)

    async def run(self) -> NoReturn:
        """Keep it until cancelled."""
        tries = 0
        while True:
            try:
                connection = await connect(self._account, self._on_event)
            except AmiError as error:
                self._away(str(error))
                refused = isinstance(error, AmiLoginRefused)
                await asyncio.sleep(self._refused_wait_s if refused else self._pause_s(tries))
                tries += 1
                continue
            began_s = time.monotonic()
            try:
                await self._stay(connection)
            except AmiError as error:
                self._away(str(error))
            finally:
                self._connection = None
                self.breaks += 1
                await connection.close()
            # A PBX that breaks the line at once is not logged in to five times a second.
            tries = 0 if time.monotonic() - began_s >= self._healthy_s else tries + 1
            await asyncio.sleep(self._pause_s(tries))

    async def _stay(self, connection: AmiConnection) -> None:
        """Returns when the line broke; raises AmiAway where the PBX does not answer any more."""
        await self._on_up(connection)
        self._connection, self.why = connection, ""
        log.info("AMI: connected as %s", self._account.user)
        while not (await asyncio.wait({connection.over}, timeout=self._ping_s))[0]:
            await connection.ask("Ping")
        self._away(connection.over.result())

    def _away(self, why: str) -> None:
        self._connection = None
        if why != self.why:  # the same for the hundredth time tells nobody anything
            log.error("the PBX's manager interface is away; transfers go on without it: %s", why)
        self.why = why

    def _pause_s(self, tries: int) -> float:
        return self._waits_s[min(tries, len(self._waits_s) - 1)]

    def _present(self, action: str) -> AmiConnection:
        if self._connection is None:
            raise AmiAway(action, self.why)
        return self._connection
