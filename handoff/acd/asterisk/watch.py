"""Follows callers in the PBX's queues for as long as Hatef runs, far beyond their calls here, and keeps who took them.

events ─▶ Trace ─▶ a line of bounded length ─▶ the packet store
             └───▶ whoever waits for an agent of one packet (`following`)
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
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
Lost = Callable[[str, str], Awaitable[None]]
"""Told the packet of a caller who was in a queue when the PBX broke down, and why: somebody should call back."""
TAKEN = frozenset({EventKind.AGENT_CONNECTED, EventKind.CALLER_ABANDONED})
RESTARTED = "the PBX broke down while the caller waited in its queue"


async def _nobody(_packet_id: str, _why: str) -> None:
    """Nobody wants to know."""


class Followed:
    """One packet's caller in the PBX, as far as is known."""

    def __init__(self) -> None:
        self.uniqueid = ""
        self.queue = ""
        self.joined = asyncio.Event()
        """The caller is in that queue."""
        self.agent: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        """Who picked up."""


class QueueWatch:
    """`take` is told every event; `run` writes what it means."""

    def __init__(
        self, note: Note, read_token: ReadToken, lost_caller: Lost = _nobody, *, waiting_most: int = WAITING_MOST
    ) -> None:
        self._note = note
        self._trace = Trace(read_token)
        self._lost_caller = lost_caller
        self._waiting: asyncio.Queue[tuple[str, HandoffEvent | None]] = asyncio.Queue(waiting_most)
        """None: the caller was lost."""
        self._in_line: dict[str, str] = {}
        """Packets whose callers wait in a queue, with the channel of each."""
        self._started = ""  # when the PBX did
        self._followed: dict[str, Followed] = {}
        self.lost = 0
        """Events for which there was no room."""

    def take(self, message: Message) -> None:
        """An event of the PBX."""
        if (seen := self._trace.take(message)) is not None:
            self._saw(seen)

    def _saw(self, seen: Seen) -> None:
        if (followed := self._followed.get(seen.packet_id)) is not None:
            followed.uniqueid, followed.queue = seen.uniqueid, seen.queue
            followed.joined.set()
            if seen.event.kind is EventKind.AGENT_CONNECTED and not followed.agent.done():
                followed.agent.set_result(seen.event.who)
        if seen.joined:
            self._in_line[seen.packet_id] = seen.uniqueid
        elif seen.event.kind in TAKEN:
            self._in_line.pop(seen.packet_id, None)
        self._write(seen.packet_id, seen.event)

    def _write(self, packet_id: str, event: HandoffEvent | None) -> None:
        try:
            self._waiting.put_nowait((packet_id, event))
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
        """Learn which callers are there already: the connection was away, or Hatef. Or the PBX: then they are lost."""
        try:
            status = await connection.ask("CoreStatus")
            started, before = f"{status.get('CoreStartupDate')} {status.get('CoreStartupTime')}", self._started
            self._started = started
            if before not in ("", started):
                self._lose_all()
            channels = await connection.ask_list("CoreShowChannels")
            for channel in channels:
                self._trace.take(channel)
            self._catch_up_with(channels)
        except AmiRefused as error:
            log.warning("%s; callers from before are not followed (write = reporting in manager.conf)", error)

    async def run(self) -> NoReturn:
        """Write what comes, until cancelled."""
        while True:
            packet_id, event = await self._waiting.get()
            try:
                if event is None:
                    await self._lost_caller(packet_id, RESTARTED)
                else:
                    await self._note(packet_id, event)
            except PacketMissing:
                log.info("the PBX tells of packet %s, which is not in this database", packet_id)
            except HandoffError as error:
                log.error("what happened to handoff %s is not on record: %s", packet_id, error)

    def _catch_up_with(self, channels: Sequence[Message]) -> None:
        """Who waited when the connection broke and is joined with somebody now has an agent."""
        bridges = {one.get("Uniqueid"): one.get("BridgeId") for one in channels}
        for packet_id, uniqueid in tuple(self._in_line.items()):
            if (bridge := bridges.get(uniqueid)) is None:
                del self._in_line[packet_id]  # served or gone: nobody saw it
            elif bridge:
                agents = (one for one in channels if one.get("BridgeId") == bridge and one.get("Uniqueid") != uniqueid)
                who = next((one.get("Channel").rpartition("-")[0] for one in agents), "")
                event = HandoffEvent(EventKind.AGENT_CONNECTED, who, text="seen when the PBX could be asked again")
                self._saw(Seen(packet_id, event, uniqueid))

    def _lose_all(self) -> None:
        lost, self._in_line = self._in_line, {}
        for packet_id in lost:
            self._write(packet_id, None)
        if lost:
            log.error("%d callers were in the PBX's queues when it broke down; they become call-backs", len(lost))
