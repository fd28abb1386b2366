"""Two callers with everything that Hatef keeps of them: in the database, in the spill folders, as recordings."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, insert

from bot.erasing.erase import Eraser
from bot.erasing.files import SpillFolders
from bot.journal import entries
from bot.journal.records import CallEnd, CallStart, Turn
from bot.journal.spill import JournalSpill
from bot.journal.writer import Journal
from bot.recordings.facts import Facts
from bot.recordings.keys import Keyring
from bot.recordings.shelf import Shelf
from bot.voicemail.shelf import MessageShelf
from handoff.events import EventKind, HandoffEvent
from handoff.packet import ContextPacket, PacketCaller
from handoff.record import new_record, pack_record
from handoff.spill import Spill
from handoff.states import State
from handoff.store import HandoffStore
from handoff.tables import callbacks
from tests.bot.recordings.made import kept_file
from tests.bot.voicemail.made import message_file

AT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
HIS, HERS = "09121234567", "09359998877"
SPELLINGS = ("09121234567", "+989121234567", "00989121234567", "989121234567", "۰۹۱۲۱۲۳۴۵۶۷", "0912 123 4567")
SECRET = b"s" * 32


@dataclass
class Life:
    """A state folder."""

    home: Path
    engine: Engine

    @property
    def eraser(self) -> Eraser:
        shelf = Shelf(self.home / "recordings", Keyring(), self.engine)
        messages = MessageShelf(self.home / "voicemail", Keyring(), self.engine)
        return Eraser(self.engine, shelf, messages, SpillFolders(self.home), SECRET)

    def call(self, call_id: str, number: str, *, ended: bool = True) -> None:
        """A call of two turns in the journal."""
        journal = Journal(self.engine, spill=self.home / "journal")
        journal.call_started(CallStart(call_id, number, "100", "fa", AT))
        for index in range(2):
            journal.turn(call_id, Turn(index, "caller", f"سلام از {call_id}"))
        if ended:
            journal.call_ended(CallEnd(call_id, 9_000, "goodbye"))
        journal.close()

    def ends(self, call_id: str) -> None:
        """A call that went on is over."""
        journal = Journal(self.engine, spill=self.home / "journal")
        journal.call_ended(CallEnd(call_id, 9_000, "goodbye"))
        journal.close()

    def handoff(self, packet_id: str, call_id: str, number: str, *, over: bool = True) -> None:
        """A promised call-back with an event and its row."""

        async def run() -> None:
            store = HandoffStore(self.engine, self.home / "packets")
            await store.put(packet(packet_id, call_id, number))
            for state in (State.FAILED, State.CALLBACK):
                await store.move(packet_id, state)
            await store.note_event(packet_id, HandoffEvent(EventKind.NOTE, "sara", AT, f"note on {call_id}"))
            if over:
                await store.finish(packet_id)
            store.close()

        asyncio.run(run())
        row = {"packet_id": packet_id, "number": number, "state": "waiting", "tries": 0, "promised_ms": 1, "due_ms": 1}
        with self.engine.begin() as connection:
            connection.execute(insert(callbacks), {**row, "why": "", "owner": ""})

    def recording(self, call_id: str) -> None:
        """A file and its row."""
        shelf = self.eraser.shelf
        facts = Facts(call_id, 1_700_000_000_000)
        shelf.keep(kept_file(shelf.folder, facts, count=10), facts)

    def message(self, packet_id: str) -> None:
        """A file and its row."""
        path = message_file(self.eraser.messages.folder, packet_id, loud=10)
        self.eraser.messages.keep(path, Facts(packet_id, 1_700_000_000_000))

    def spilled_call(self, *calls: tuple[str, str]) -> Path:
        """Entries of calls that the database did not take, in one file."""
        spill = JournalSpill(self.home / "journal")
        for call_id, number in calls:
            start = CallStart(call_id, number, "100", "fa", AT)
            spill.append([entries.started(start, number), entries.spoken(call_id, Turn(0, "caller", "سلام"))])
        return spill.files()[-1]

    def spilled_handoff(self, packet_id: str, call_id: str, number: str) -> Path:
        """A handoff that the database did not take."""
        spill = Spill(self.home / "packets")
        spill.write(packet_id, pack_record(new_record(packet(packet_id, call_id, number))))
        return spill.path(packet_id)

    def everything(self) -> bytes:
        """Every byte that is kept: the database with its log, the files; not who reads them just now (-shm)."""
        found = sorted(self.home.rglob("*"))
        paths: Sequence[Path] = [path for path in found if path.is_file() and not path.name.endswith("-shm")]
        return b"".join(path.read_bytes() for path in paths)


def packet(packet_id: str, call_id: str, number: str) -> ContextPacket:
    """One of a caller."""
    caller = PacketCaller(number, "", f"name of {call_id}")
    return ContextPacket(packet_id, call_id, "fa", "caller_asked", AT, AT, caller)
