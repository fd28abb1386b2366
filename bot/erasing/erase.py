"""Erases a caller: what is over goes now, what goes on is left to the Hatef that runs, which does it afterwards.

number ──▶ calls, handoffs (database and spill folders) ──▶ recordings ──▶ spill files ──▶ rows ──▶ a line in `erasures`
                     └── a call goes on: the line stays open, `finish` comes back to it

Doing it twice, or twice at once, or again after a kill in the middle, does no harm: what is gone is not found.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, insert, select, text, update

from bot.erasing import rows
from bot.erasing.files import SpillFolders
from bot.erasing.person import IsHim, by_mark, by_number, mark_of
from bot.erasing.trace import Trace, trace
from bot.journal.tables import erasures
from bot.recordings.shelf import Shelf
from bot.voicemail.shelf import MessageShelf

FILES, LINES, RECORDINGS = "spilled files", "spilled journal lines", "recording files"
MESSAGES = "message files"


@dataclass(frozen=True, slots=True)
class Erased:
    """How much went, or would go. `live`: calls that go on."""

    counts: Mapping[str, int]
    live: int = 0
    masked: int = 0

    @property
    def total(self) -> int:
        """Of everything."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Eraser:
    """Blocking. Raises SQLAlchemyError where the database is away or locked, OSError where a folder is."""

    engine: Engine
    shelf: Shelf
    messages: MessageShelf
    spill: SpillFolders
    secret: bytes
    """Makes the marks of the record."""

    def look(self, whom: str) -> Erased:
        """What would be erased; nothing is."""
        is_him = by_number(whom)
        with self.engine.connect() as connection:
            found = self._found(connection, is_him)
            counts = rows.count(connection, found.calls, found.packets)
        gone = self.spill.erase(is_him, found.calls, found.packets, dry=True)
        held = {FILES: gone.files, LINES: gone.lines, RECORDINGS: self.shelf.count(found.calls)}
        held[MESSAGES] = self.messages.count(found.packets)
        return Erased(_present({**counts, **held}), len(found.live), found.masked)

    def erase(self, whom: str) -> Erased:
        """Erase, and record that."""
        mark = mark_of(whom, self.secret)
        erasure_id = secrets.token_hex(8)
        with self.engine.begin() as connection:  # first, so that a kill in the middle is gone on with
            row = {"erasure_id": erasure_id, "mark": mark, "asked_at_ms": _now_ms(), "counts": {}}
            connection.execute(insert(erasures), row)
        return self._go_on(erasure_id, by_number(whom), {})

    def finish(self) -> int:
        """Go on with what waits for a call to end; how many erasures are done now."""
        with self.engine.connect() as connection:
            waiting = connection.execute(select(erasures).where(erasures.c.done_at_ms.is_(None))).all()
        done = 0
        for row in waiting:
            done += not self._go_on(row.erasure_id, by_mark(row.mark, self.secret), row.counts).live
        return done

    def _go_on(self, erasure_id: str, is_him: IsHim, before: Mapping[str, int]) -> Erased:
        with self.engine.connect() as connection:
            found = self._found(connection, is_him)
        counts = {RECORDINGS: self.shelf.delete_files(sorted(found.calls))}
        counts[MESSAGES] = self.messages.delete_files(sorted(found.packets))
        gone = self.spill.erase(is_him, found.calls, found.packets, dry=False)
        counts |= {FILES: gone.files, LINES: gone.lines}
        with self.engine.begin() as connection:
            _really_overwrite(connection)
            counts |= rows.remove(connection, found.calls, found.packets)
            total = {name: counts.get(name, 0) + before.get(name, 0) for name in {*counts, *before}}
            done = None if found.live else _now_ms()
            changed = {"counts": _present(total), "done_at_ms": done}
            connection.execute(update(erasures).where(erasures.c.erasure_id == erasure_id).values(changed))
        _let_go_of_old_pages(self.engine)
        return Erased(_present(counts), len(found.live), found.masked)

    def _found(self, connection: Connection, is_him: IsHim) -> Trace:
        """With what only the spill folders know. What the database holds open goes on, there too."""
        found = trace(connection, is_him)
        calls = found.calls | (self.spill.calls_of(is_him) - found.live)
        return replace(found, calls=calls, packets=found.packets | self.spill.packets_of(is_him, found.live))


def _present(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: number for name, number in sorted(counts.items()) if number}


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _really_overwrite(connection: Connection) -> None:
    """SQLite leaves what is deleted in the file until the room is needed (sqlite.org/pragma.html, secure_delete)."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete=ON"))


def _let_go_of_old_pages(engine: Engine) -> None:
    """The write-ahead log still has them; readers may keep some of it, then the next checkpoint does the rest."""
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
