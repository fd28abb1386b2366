"""Notes what happened to handoffs, in any process; the database may come and go.

note ─▶ database ─away─▶ one file an event in the spill folder ─refuses─▶ memory, StoreUnavailable
           ▲                          │                                     │
           └─────── adopt(), by the Hatef that runs, once it is back ───────┘
"""

import asyncio
import logging
import re
from collections.abc import Callable, Iterable, Set
from pathlib import Path

from handoff import event_rows
from handoff.errors import PacketInvalid, PacketMissing, RecordRefused, StoreUnavailable
from handoff.events import EventKind, HandoffEvent, pack_event, parse_event
from handoff.reserve import Reserve
from handoff.spill import Spill
from handoff.transactions import Transactions

log = logging.getLogger(__name__)

PACKET_ID = re.compile(r"[0-9a-f]{12}")


class EventBook:
    """The events of all handoffs.

    Args:
        work: on the state database.
        folder: the spill folder of the packet store; events have one of their own in it.
        is_known: whether there is a handoff of that id which the database may not have yet; blocking.
        bound: so many events wait in memory where neither database nor folder takes them; only for who adopts them.
    """

    def __init__(self, work: Transactions, folder: Path, is_known: Callable[[str], bool], bound: int = 0) -> None:
        self._work = work
        self._spill = Spill(folder / "events", Reserve(folder / "reserve"))
        self._is_known = is_known
        self._bound = bound
        self._unsaved: dict[str, tuple[str, HandoffEvent]] = {}

    async def note(self, packet_id: str, event: HandoffEvent, *, away: bool = False) -> bool:
        """Keep an event; whether the database has it already. `away`: it is not asked.

        Raises:
            PacketMissing: no such handoff. StoreUnavailable: nothing took it; it is tried again, within a bound.
        """
        if not PACKET_ID.fullmatch(packet_id):
            raise PacketMissing(packet_id)
        if not away:
            try:
                await self._write(packet_id, event)
                return True
            except RecordRefused as error:
                if not await asyncio.to_thread(self._is_known, packet_id):
                    raise PacketMissing(packet_id) from error
            except StoreUnavailable:
                pass
        await self._spill_one(packet_id, event)
        return False

    async def note_unless(self, packet_id: str, event: HandoffEvent, kinds: Set[EventKind]) -> HandoffEvent | None:
        """Keep an event unless there is one of `kinds`: the first of these, or None. Of many at once one is kept.

        Raises:
            PacketMissing: no such handoff. StoreUnavailable: the database, which alone can decide, is away or has
                the handoff not yet.
        """
        if not PACKET_ID.fullmatch(packet_id):
            raise PacketMissing(packet_id)
        try:
            return await self._work.change(
                "deciding", lambda connection: event_rows.note_unless(connection, packet_id, event, kinds)
            )
        except PacketMissing as error:
            if not await asyncio.to_thread(self._is_known, packet_id):
                raise
            raise StoreUnavailable("deciding", "the handoff is on its way into the database") from error

    async def of(self, packet_id: str) -> tuple[HandoffEvent, ...]:
        """Every event of a handoff, wherever it is, oldest first. Raises StoreUnavailable."""
        rows = await self._work.read("asking the events", lambda connection: event_rows.of(connection, packet_id))
        return in_order((*rows, *await asyncio.to_thread(self.waiting_of, packet_id)))

    def waiting_of(self, packet_id: str) -> tuple[HandoffEvent, ...]:
        """Those that wait for the database; blocking."""
        found = [event for owner, event in self._unsaved.values() if owner == packet_id]
        for name in self._spill.names(f"{packet_id}-"):
            try:
                found.append(parse_event(self._spill.read(name) or b"")[1])
            except (PacketInvalid, OSError):
                continue  # `adopt` sets it aside and says so
        return in_order(found)

    @property
    def unsaved(self) -> int:
        """How many wait in memory."""
        return len(self._unsaved)

    def waits(self) -> bool:
        """Whether any event waits for the database; blocking."""
        return bool(self._unsaved) or bool(self._spill.names())

    async def adopt(self) -> int:
        """Bring what waits into the database, after the handoffs; how many. Raises StoreUnavailable, OSError."""
        adopted = 0
        for event_id, (packet_id, event) in tuple(self._unsaved.items()):
            if await self._take(packet_id, event) or not self._is_known(packet_id):
                del self._unsaved[event_id]
                adopted += 1
        for name in await asyncio.to_thread(self._spill.names):
            adopted += await self._adopt_one(name)
        return adopted

    async def _adopt_one(self, name: str) -> bool:
        try:
            text = await asyncio.to_thread(self._spill.read, name)
            if text is None:
                return False
            packet_id, event = parse_event(text)
        except (PacketInvalid, OSError) as error:
            bad = await asyncio.to_thread(self._spill.set_aside, name)
            log.error("an event of a handoff cannot be read (%s); it is set aside as %s", error, bad)
            return False
        if not await self._take(packet_id, event):
            if not await asyncio.to_thread(self._is_known, packet_id):  # else its handoff is on the way
                await asyncio.to_thread(self._spill.set_aside, name)
            return False
        await asyncio.to_thread(self._spill.drop, name, text)
        return True

    async def _take(self, packet_id: str, event: HandoffEvent) -> bool:
        try:
            await self._write(packet_id, event)
        except RecordRefused as error:
            log.error("handoff %s: the database refuses an event (%s)", packet_id, error.detail)
            return False
        return True

    async def _write(self, packet_id: str, event: HandoffEvent) -> None:
        await self._work.change("noting an event", lambda connection: event_rows.note(connection, packet_id, event))

    async def _spill_one(self, packet_id: str, event: HandoffEvent) -> None:
        try:
            await asyncio.to_thread(self._spill.write, f"{packet_id}-{event.event_id}", pack_event(packet_id, event))
        except OSError as error:
            if len(self._unsaved) < self._bound:
                self._unsaved[event.event_id] = packet_id, event
            raise StoreUnavailable("noting an event", f"spill folder: {error.strerror}") from error


def in_order(found: Iterable[HandoffEvent]) -> tuple[HandoffEvent, ...]:
    """Each once, oldest first."""
    return tuple(sorted({event.event_id: event for event in found}.values(), key=lambda one: (one.at_ms, one.event_id)))
