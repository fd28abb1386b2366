"""What agents and programs do with a handoff: accept it, note something, close it. Each may be said twice.

accept ─▶ ACCEPTED by the first who says so; another one is told who has it
note   ─▶ NOTE, at any time
close  ─▶ CLOSED, once; nobody can accept it any more
"""

import hashlib
from collections.abc import Callable

from handoff.errors import AlreadyClosed, TakenByAnother
from handoff.events import EventKind, HandoffEvent, new_event_id
from handoff.file import HandoffFile
from handoff.reader import HandoffReader

Redact = Callable[[str], str]
ACCEPT_BARS = frozenset({EventKind.ACCEPTED, EventKind.CLOSED})
CLOSE_BARS = frozenset({EventKind.CLOSED})


class HandoffClerk:
    """Changes a handoff and shows it as it is then.

    Every method raises PacketMissing, PacketInvalid and StoreUnavailable as `HandoffReader.find` does.
    """

    def __init__(self, reader: HandoffReader, redact: Redact = lambda text: text) -> None:
        """`redact`: what becomes of a text before it is kept."""
        self._reader = reader
        self._redact = redact

    async def accept(self, packet_id: str, who: str) -> HandoffFile:
        """`who` has it from now on. Raises TakenByAnother, AlreadyClosed."""
        wanted = HandoffEvent(EventKind.ACCEPTED, who)
        found = await self._reader.find(packet_id)
        earlier = found.closed or found.accepted
        if earlier is None:
            earlier = await self._reader.book.note_unless(packet_id, wanted, ACCEPT_BARS)
        if earlier is None:
            return await self._reader.find(packet_id)
        if earlier.kind is EventKind.CLOSED:
            raise AlreadyClosed(packet_id, earlier.who, earlier.at)
        if not _same(earlier.who, wanted.who):
            raise TakenByAnother(packet_id, earlier.who, earlier.at)
        return found

    async def note(self, packet_id: str, who: str, text: str, key: str = "") -> HandoffFile:
        """Keep what `who` wrote; the same `key` again is the same note. While the database is away, in the folder."""
        event_id = _event_id(packet_id, who, key) if key else new_event_id()
        await self._reader.find(packet_id)
        await self._reader.book.note(packet_id, self._noted(who, text, event_id))
        return await self._reader.find(packet_id)

    async def close(self, packet_id: str, who: str, text: str = "") -> HandoffFile:
        """It is done; what is closed stays as it was closed first."""
        found = await self._reader.find(packet_id)
        if found.closed is None:
            await self._reader.book.note_unless(
                packet_id, HandoffEvent(EventKind.CLOSED, who, text=self._redact(text)), CLOSE_BARS
            )
        return await self._reader.find(packet_id)

    def _noted(self, who: str, text: str, event_id: str) -> HandoffEvent:
        return HandoffEvent(EventKind.NOTE, who, text=self._redact(text), event_id=event_id)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _event_id(packet_id: str, who: str, key: str) -> str:
    return hashlib.sha256(f"{packet_id} {who} {key}".encode("utf-8", "replace")).hexdigest()[:24]
