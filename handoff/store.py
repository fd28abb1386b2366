"""Keeps every handoff, its packet and its steps, before anything is done or promised; the database may come and go.

save ─▶ database ─refuses─▶ spill folder ─refuses─▶ memory, StoreUnavailable: nothing may be promised
           ▲                     │                     │
           └──── keep(), until the database is back ───┘     at start: what a killed run left open becomes a call-back

A whole handoff is saved at each step, and saving twice changes nothing: a write that was given up and comes late does
no harm.
"""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Engine

from handoff import rows
from handoff.callbacks.promises import Callback
from handoff.errors import PacketInvalid, PacketMissing, RecordRefused, StoreError, StoreUnavailable
from handoff.event_book import EventBook
from handoff.events import HandoffEvent
from handoff.owner import new_owner
from handoff.packet import ContextPacket, from_json
from handoff.record import Record, StepTaken, new_record, pack_record, parse_record
from handoff.spill import Spill
from handoff.states import State
from handoff.transactions import Transactions

log = logging.getLogger(__name__)

LOOK_S = 5.0
"""How often it is looked whether the disk has room again for what was spent of the reserve, and whether another process
left something in the folder."""
REOPEN_TRIES, REOPEN_PAUSE_S = 30, 0.1
MOST_UNSAVED = 1_000
"""So many events wait in memory where neither database nor folder takes them."""
LEFT_OPEN = "Hatef stopped during the handoff"


class HandoffStore:
    """Handoffs in the state database, with a folder of files behind it.

    Args:
        engine: the state database, migrated (`bot.store.database.open_database`).
        spill: where a handoff goes when the database does not take it; made when first needed.
        timeout_s: the longest a call waits for the database.
        retry_s: how often `keep` asks a database that is away.
    """

    def __init__(self, engine: Engine, spill: Path, *, timeout_s: float = 1.0, retry_s: float = 1.0) -> None:
        self._work = Transactions(engine, timeout_s)
        self._spill = Spill(spill)
        self._book = EventBook(self._work, spill, self._is_known, MOST_UNSAVED)
        self._retry_s = retry_s
        self._owner = new_owner(spill)
        self._open: dict[str, Record] = {}
        """Handoffs under way in this process."""
        self._unsaved: dict[str, Record] = {}
        """What neither the database nor the folder took, by packet."""
        self._away = False  # the database refused last time; `keep` finds out when it is back
        self._tidy = False  # the folder is empty and no earlier run left anything open
        self._untidy = asyncio.Event()
        self._untidy.set()

    async def put(self, packet: ContextPacket) -> None:
        """A handoff begins: state STORED.

        Raises:
            StoreUnavailable: neither database nor folder took it; it is tried again, and with every further step.
        """
        await self._save(new_record(packet, str(self._owner)))

    async def move(self, packet_id: str, state: State, note: str = "") -> None:
        """Take the handoff one step further. `note` must hold no personal data.

        Raises:
            PacketMissing: no such packet. StepRefused: not drawn in `handoff.states`. StoreUnavailable: as `put`.
        """
        if (known := self._open.get(packet_id)) is not None:
            await self._save(known.moved(state, note))
        else:
            await self._work.change("moving", lambda connection: rows.move(connection, packet_id, state, note))

    async def call_back_on(self, packet_id: str, number: str) -> None:
        """Another number than the one that called is to be called back, of a handoff under way. Raises as `put`."""
        if (known := self._open.get(packet_id)) is not None:
            caller = replace(known.packet.caller, call_back=number)
            await self._save(replace(known, packet=replace(known.packet, caller=caller)))

    async def touch(self, packet_id: str) -> None:
        """Make sure that the handoff stands somewhere as it is now; raises StoreUnavailable where it does not."""
        if packet_id in self._unsaved and (known := self._open.get(packet_id)) is not None:
            await self._save(known)

    async def reopen(self, packet: ContextPacket) -> State:
        """Somebody works on it again; where it stands. Waits for who works on it now, who is about to be done.

        Raises:
            PacketMissing: no such packet. StoreUnavailable: the database is away.
        """
        packet_id = packet.packet_id
        for _ in range(REOPEN_TRIES):
            if packet_id not in self._open:
                break
            await asyncio.sleep(REOPEN_PAUSE_S)
        await self._work.change("reopening", lambda connection: rows.own(connection, packet_id, str(self._owner)))
        known = self._open[packet_id] = Record(packet, await self.history(packet_id), str(self._owner))
        return known.state

    async def finish(self, packet_id: str) -> None:
        """Nobody works on this handoff any more; raises as `put` does."""
        if (known := self._open.pop(packet_id, None)) is not None:
            await self._save(known.over())

    async def note_event(self, packet_id: str, event: HandoffEvent) -> None:
        """Keep what happened to a handoff, in the database or the spill folder.

        Raises:
            PacketMissing: no such packet. StoreUnavailable: nothing took it yet; it is tried again.
        """
        try:
            if await self._book.note(packet_id, event, away=self._away):
                return
            self._goes_away("an event was not taken")
        finally:
            if self._away or self._book.unsaved:
                self._untidy.set()

    async def events(self, packet_id: str) -> tuple[HandoffEvent, ...]:
        """What happened to a handoff, oldest first, wherever it is kept; raises StoreUnavailable."""
        return await self._book.of(packet_id)

    async def get(self, packet_id: str) -> ContextPacket:
        """The packet behind an id.

        Raises:
            PacketMissing: there is none. StoreUnavailable: the database is away and the spill folder has none.
        """
        try:
            body = await self._work.read("getting", lambda connection: rows.body(connection, packet_id))
        except StoreUnavailable:
            spilled = await asyncio.to_thread(self._spilled, packet_id)
            if spilled is None:
                raise
            return spilled.packet
        if body is not None:
            return from_json(body)
        spilled = await asyncio.to_thread(self._spilled, packet_id)
        if spilled is None:
            raise PacketMissing(packet_id)
        return spilled.packet

    async def state(self, packet_id: str) -> State:
        """Where the handoff stands; raises PacketMissing, StoreUnavailable."""
        return await self._work.read("asking the state", lambda connection: rows.state(connection, packet_id))

    async def history(self, packet_id: str) -> tuple[StepTaken, ...]:
        """Every step of one handoff, oldest first."""
        return await self._work.read("asking the history", lambda connection: rows.history(connection, packet_id))

    async def callbacks(self, limit: int = 1000) -> tuple[Callback, ...]:
        """Promised call-backs in the database that nobody made yet, oldest first; more may be in the spill folder."""
        return await self._work.read("asking the call-backs", lambda connection: rows.callbacks(connection, limit))

    async def adopt_spilled(self) -> int:
        """Take what is in the spill folder into the database; returns how many handoffs. Raises StoreUnavailable.

        What cannot be read or is refused is set aside as `*.bad` and told.
        """
        adopted = 0
        for name in await asyncio.to_thread(self._spill.names):
            adopted += await self.adopt(name)
        return adopted

    async def adopt(self, packet_id: str) -> bool:
        """Take one handoff of the spill folder into the database; False where there is none. As `adopt_spilled`."""
        try:
            text = await asyncio.to_thread(self._spill.read, packet_id)
            if text is None:
                return False
            record = parse_record(text)
            await self._write(record)
        except (PacketInvalid, RecordRefused, OSError) as error:
            bad = await asyncio.to_thread(self._spill.set_aside, packet_id)
            log.error("a spilled handoff cannot be adopted (%s); it is set aside as %s", error, bad)
            return False
        return await asyncio.to_thread(self._spill.drop, packet_id, text)

    async def keep(self) -> None:
        """Runs for ever: brings into the database what it did not take, and closes what an earlier run left open."""
        while True:
            try:
                async with asyncio.timeout(LOOK_S):
                    await self._untidy.wait()
            except TimeoutError:
                await asyncio.to_thread(self._spill.reserve.fill)
                if not await asyncio.to_thread(self._waits):
                    continue
            self._untidy.clear()
            try:
                done = await self.tidy()
            except Exception:
                # A keeper that ends would leave promises in the folder until the next start.
                log.exception("the packet store could not be brought up to date; it is tried again")
                done = False
            if not done:
                await asyncio.sleep(self._retry_s)
                self._untidy.set()

    async def tidy(self) -> bool:
        """One round of `keep`; False where the database is still away, or something came in between."""
        try:
            if not self._tidy and not self._open:
                await asyncio.to_thread(self._spill.sweep)
            adopted = await self.adopt_spilled()
            for packet_id, record in tuple(self._unsaved.items()):
                await self._write(record)
                if self._unsaved.get(packet_id) is record:
                    del self._unsaved[packet_id]
                    adopted += 1
            adopted += await self._book.adopt()
            left = 0 if self._tidy else await self._work.change("closing old handoffs", self._close_left_open)
        except (StoreError, OSError) as error:
            self._goes_away(str(error))
            return False
        self._tidy = True
        await asyncio.to_thread(self._spill.reserve.fill)
        if adopted or left or self._away:
            log.warning(
                "the packet store is up to date: %d handoffs and events adopted, %d left open before", adopted, left
            )
        # Without an await in between: what is spilled from here on finds the event set again.
        self._away = bool(self._unsaved) or self._waits()
        return not self._away

    def close(self) -> None:
        """Let go of the threads; the engine belongs to who opened it."""
        self._work.close()

    async def _save(self, record: Record) -> None:
        packet_id = record.packet.packet_id
        if record.owner:
            self._open[packet_id] = record
        refusal = "the database is away"
        if not self._away:
            try:
                return await self._write(record)
            except (StoreUnavailable, RecordRefused) as error:
                refusal = error.detail
        await self._spill_one(record, refusal)

    async def _write(self, record: Record) -> None:
        await self._work.change("saving", lambda connection: rows.save(connection, record))

    async def _spill_one(self, record: Record, refusal: str) -> None:
        """Into the folder; from now on everything goes there, until `keep` has emptied it."""
        self._goes_away(refusal)
        packet_id = record.packet.packet_id
        try:
            await asyncio.to_thread(self._spill.write, packet_id, pack_record(record))
            self._unsaved.pop(packet_id, None)
        except OSError as error:
            self._unsaved[packet_id] = record
            raise StoreUnavailable("saving", f"{refusal}; spill folder: {error.strerror}") from error
        finally:
            self._untidy.set()

    def _goes_away(self, why: str) -> None:
        if not self._away:
            log.error("packet store: %s; handoffs are kept in %s until it is back", why, self._spill.path("*"))
        self._away = True

    def _close_left_open(self, connection: Connection) -> int:
        return rows.close_left_open(connection, self._owner, LEFT_OPEN)

    def _waits(self) -> bool:
        """Whether anything in the folder, or an event, waits for the database."""
        return bool(self._spill.names()) or self._book.waits()

    def _is_known(self, packet_id: str) -> bool:
        return packet_id in self._open or packet_id in self._unsaved or self._spill.path(packet_id).exists()

    def _spilled(self, packet_id: str) -> Record | None:
        try:
            text = self._spill.read(packet_id)
            return None if text is None else parse_record(text)
        except (PacketInvalid, OSError):
            return None
