"""Follows callers in the PBX's queues for as long as Hatef runs, far beyond their calls here, and keeps who took them.

events ─▶ Trace ─▶ a line of bounded length ─▶ the packet store
             └───▶ whoever waits for an agent of one packet (`following`)
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from handoff.acd.ami.connection import AmiConnection
from handoff.acd.ami.errors import AmiRefused
from handoff.acd.ami.wire import Message
from handoff.acd.asterisk.trace import ReadToken, Seen, Trace
from handoff.errors import HandoffError, PacketMissing
from handoff.events import EventKind, HandoffEvent

log = logging.getLogger(__name__)

WAITING_MOST = 10_000
"""Events that wait for the store; a PBX with more of them in a moment loses the newest."""

Note = Callable[[str, HandoffEvent], Awaitable[None]]
"""Keeps an event of a packet."""


class Followed:
    """One packet's caller in the PBX, as far as is known."""

    def __init__(self) -> None:
        self.uniqueid = ""
        self.queue = ""
        self.agent: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        """Who picked up."""


class QueueWatch:
    """`take` is told every event; `run` writes what it means."""

    def __init__(self, note: Note, read_token: ReadToken, *, waiting_most: int = WAITING_MOST) -> None:
        self._note = note
        self._trace = Trace(read_token)
        self._waiting: asyncio.Queue[Seen] = asyncio.Queue(waiting_most)
        self._followed: dict[str, Followed] = {}
        self.lost = 0
        """Events for which there was no room."""

    def take(self, message: Message) -> None:
        """An event of the PBX."""
        seen = self._trace.take(message)
        if seen is None:
            return
        if (followed := self._followed.get(seen.packet_id)) is not None:
            followed.uniqueid, followed.queue = seen.uniqueid, seen.queue
            if seen.event.kind is EventKind.AGENT_CONNECTED and not followed.agent.done():
                followed.agent.set_result(seen.event.who)
        try:
            self._waiting.put_nowait(seen)
        except asyncio.QueueFull:
            if not self.lost:
                log.error("the PBX tells more than can be written; some packets will not say who took the call")
            self.lost += 1

    def bind(self, uniqueid: str, packet_id: str) -> None:
        """This channel is that packet's caller, whatever is dialled for it."""
        self._trace.bind(uniqueid, packet_id)

    @contextmanager
    def following(self, packet_id: str) -> Iterator[Followed]:
        """What becomes of one packet's caller, within the block."""
        followed = self._followed[packet_id] = Followed()
        try:
            yield followed
        finally:
            del self._followed[packet_id]

    async def catch_up(self, connection: AmiConnection) -> None:
        """Learn which callers are there already: the connection was away, or Hatef."""
        try:
            for channel in await connection.ask_list("CoreShowChannels"):
                self._trace.take(channel)
        except AmiRefused as error:
            log.warning("%s; callers from before are not followed (write = reporting in manager.conf)", error)

    async def run(self) -> NoReturn:
        """Write what comes, until cancelled."""
        while True:
            seen = await self._waiting.get()
            try:
                await self._note(seen.packet_id, seen.event)
            except PacketMissing:
                log.info("the PBX tells of packet %s, which is not in this database", seen.packet_id)
            except HandoffError as error:
                log.error("an event of handoff %s is not on record: %s", seen.packet_id, error)
