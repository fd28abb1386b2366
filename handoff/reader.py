"""Finds handoffs for whoever may see them: by id, call or number, in the database or still in the spill folder.

A handoff that is in both, as while the database is locked, is shown as the one that is further.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from handoff import event_rows, rows
from handoff.caller_key import caller_key
from handoff.errors import PacketInvalid, PacketMissing, StoreUnavailable
from handoff.event_book import PACKET_ID, EventBook, in_order
from handoff.file import HandoffFile, file_of
from handoff.packet import from_json
from handoff.record import Record, moment, parse_record
from handoff.spill import Spill
from handoff.tables import packets
from handoff.transactions import Transactions

MOST_FOUND = 100
MOST_SPILLED = 1_000
"""So many files of the folder are looked through in a search."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched: each part that is not "" must fit. `start`: of a packet's or a call's id."""

    call_id: str = ""
    caller: str = ""
    start: str = ""

    def fits(self, record: Record) -> bool:
        """Whether a handoff of the folder is meant; of its number only the key is compared."""
        packet = record.packet
        return (
            self.call_id in ("", packet.call_id)
            and (not self.caller or caller_key(self.caller) == caller_key(packet.caller.number) != "")
            and (packet.packet_id.startswith(self.start) or packet.call_id.startswith(self.start))
        )

    def clause(self) -> ColumnElement[bool]:
        """The same for the database."""
        clause: ColumnElement[bool] = packets.c.packet_id.is_not(None)
        if self.call_id:
            clause &= packets.c.call_id == self.call_id
        if self.caller:
            clause &= (packets.c.caller_key == caller_key(self.caller)) & (packets.c.caller_key != "")
        if self.start:
            ids = (packets.c.packet_id, packets.c.call_id)
            clause &= ids[0].startswith(self.start, autoescape=True) | ids[1].startswith(self.start, autoescape=True)
        return clause


class HandoffReader:
    """The reading side of the packet store, for any process.

    Args:
        work: on the state database.
        folder: the spill folder of the packet store.
    """

    def __init__(self, work: Transactions, folder: Path) -> None:
        self._work = work
        self._spill = Spill(folder)
        self.book = EventBook(work, folder, self._is_spilled)

    async def find(self, packet_id: str) -> HandoffFile:
        """One handoff.

        Raises:
            PacketMissing: there is none. PacketInvalid: this version cannot read it.
            StoreUnavailable: the database is away, and the folder has it not.
        """
        if not PACKET_ID.fullmatch(packet_id):
            raise PacketMissing(packet_id)
        spilled = await asyncio.to_thread(self._spilled, packet_id)
        try:
            found = await self._work.read("finding a handoff", lambda connection: _find(connection, packet_id))
        except StoreUnavailable:
            if spilled is None:
                raise
            found = None
        waiting = await asyncio.to_thread(self.book.waiting_of, packet_id)
        best = _further(found, file_of(spilled, ()) if spilled else None)
        if best is None:
            raise PacketMissing(packet_id)
        return HandoffFile(
            best.packet, best.steps, in_order((*best.events, *(found.events if found else ()), *waiting))
        )

    async def search(self, wanted: Wanted, limit: int = MOST_FOUND) -> tuple[HandoffFile, ...]:
        """The handoffs that are meant, newest first; what this version cannot read is left out.

        Raises:
            StoreUnavailable: the database is away, and the folder has none that is meant.
        """
        spilled = await asyncio.to_thread(lambda: [record for record in self._all_spilled() if wanted.fits(record)])
        ids = {record.packet.packet_id: record.packet.created_at for record in spilled}
        try:
            found = await self._work.read("searching", lambda connection: _ids(connection, wanted, limit))
        except StoreUnavailable:
            if not ids:
                raise
        else:
            ids |= {row.packet_id: moment(row.created_at_ms) for row in found}
        newest = sorted(ids, key=lambda packet_id: (ids[packet_id], packet_id), reverse=True)
        files = []
        for packet_id in newest[:limit]:
            with suppress(PacketInvalid, PacketMissing):
                files.append(await self.find(packet_id))
        return tuple(files)

    def _all_spilled(self) -> Iterator[Record]:
        for name in self._spill.names()[:MOST_SPILLED]:
            if (record := self._spilled(name)) is not None:
                yield record

    def _spilled(self, packet_id: str) -> Record | None:
        try:
            text = self._spill.read(packet_id)
            return None if text is None else parse_record(text)
        except (PacketInvalid, OSError):
            return None  # the service sets it aside and says so

    def _is_spilled(self, packet_id: str) -> bool:
        return self._spill.path(packet_id).exists()


def _find(connection: Connection, packet_id: str) -> HandoffFile | None:
    body = rows.body(connection, packet_id)
    if body is None:
        return None
    record = Record(from_json(body), rows.history(connection, packet_id))
    return file_of(record, event_rows.of(connection, packet_id))


def _ids(connection: Connection, wanted: Wanted, limit: int) -> Sequence[Any]:
    query = select(packets.c.packet_id, packets.c.created_at_ms).where(wanted.clause())
    return connection.execute(query.order_by(packets.c.created_at_ms.desc()).limit(limit)).all()


def _further(*found: HandoffFile | None) -> HandoffFile | None:
    return max((one for one in found if one is not None), key=lambda one: len(one.steps), default=None)
