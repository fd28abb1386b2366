"""Writes the journal from one thread of its own, so that no call ever waits for a disk.

call ──▶ bounded queue ──▶ thread ──▶ one transaction for all that is waiting
             │ full: dropped, counted       │ an entry that is wrong in itself: dropped, counted
                                            │ the database is away: spill folder ─▶ database, when it is back
                                            └ the folder, too: memory, as much as the queue may hold
"""

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from itertools import batched
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.journal import entries, left_open
from bot.journal.entries import Entry
from bot.journal.faults import ENTRY_ERRORS, kind_of, of_the_entry
from bot.journal.privacy import Hide, Redaction, keep
from bot.journal.records import CallEnd, CallStart, Turn
from bot.journal.spill import JournalSpill
from handoff.figures import HandoffFigures
from handoff.owner import new_owner

log = logging.getLogger(__name__)

BATCH_MOST = 200
RETRY_S = 1.0
"""How often a database that is away is asked again."""
PUT_BY_S = 60.0
"""How often at the most it is looked whether the disk has room again for the reserve."""

Write = Callable[[Connection, Entry], None]


class Journal:
    """The journal's writing side; every method returns at once and none raises for a bad disk.

    Args:
        engine: the state database, migrated; it belongs to who opened it.
        hide: what becomes of caller numbers (`bot.journal.privacy`).
        spill: the folder for entries while the database is away; None: they wait in memory only.
        bound: the most entries that wait in memory; beyond it they are dropped and counted in `lost`.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        hide: Hide = keep,
        redaction: Redaction = Redaction(),  # noqa: B008 - frozen
        spill: Path | None = None,
        bound: int = 10_000,
    ) -> None:
        self._engine = engine
        self.redaction = redaction
        """What may not be in the turns that are written: who makes them keeps to it."""
        self._hide = hide
        self._bound = bound
        self._waiting: queue.Queue[Entry | threading.Event | None] = queue.Queue(bound)
        self._spill = None if spill is None else JournalSpill(spill)
        self._owner = None if spill is None else new_owner(spill)
        self._left_open = False
        """Calls of earlier runs are still to be closed."""
        self._kept: list[Entry] = []
        """What neither database nor spill folder took, in order; younger than what is in the folder."""
        self._behind = spill is not None and bool(self._spilled())
        """Entries wait outside the queue; new ones go behind them."""
        self._asked_s = 0.0  # when a database that is away was asked last
        self._put_by_s = -PUT_BY_S  # when the reserve was looked at last
        self._failing = False  # said once, until it works again
        self._losing = False  # likewise
        self._lost = 0
        self._closed = False
        self._thread = threading.Thread(target=self._write_all, name="journal", daemon=True)
        self._thread.start()

    @property
    def lost(self) -> int:
        """How many entries were dropped."""
        return self._lost

    @property
    def behind(self) -> bool:
        """Entries wait outside the database: it is away, or was just now."""
        return self._behind

    def call_started(self, start: CallStart) -> None:
        """A call came in."""
        self._put(entries.started(start, self._hide(start.caller), str(self._owner or "")))

    def call_answered(self, call_id: str, answered_ms: int) -> None:
        """The call was answered, so long after its start."""
        self._put(entries.changed(call_id, answered_ms=answered_ms))

    def language_changed(self, call_id: str, language: str) -> None:
        """The call goes on in another language."""
        self._put(entries.changed(call_id, language=language))

    def turn(self, call_id: str, turn: Turn) -> None:
        """One side spoke. Written once, when its times are known."""
        self._put(entries.spoken(call_id, turn))

    def call_ended(self, end: CallEnd) -> None:
        """The call is over."""
        self._put(entries.ended(end))

    def handed_over(self, figures: HandoffFigures) -> None:
        """A handoff has come so far, or is over (`handoff.figures.OnFigures`)."""
        self._put(entries.handed_over(figures))

    def wrapped_up(self, call_id: str, packet_id: str, wrap_up_ms: int) -> None:
        """An agent is done with the notes (`handoff.figures.OnWrappedUp`)."""
        self._put(entries.wrapped_up(call_id, packet_id, wrap_up_ms))

    def close_left_open(self) -> None:
        """End the calls that a killed run left open, as soon as the database is there; without a folder there is none.

        After `HandoffStore.tidy`: what became of their handoffs is written with them.
        """
        self._left_open = self._owner is not None
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(threading.Event())  # wakes the thread

    def flush(self, timeout_s: float = 5.0) -> bool:
        """Wait (blocking) until everything put so far is written, kept or counted; False if that takes too long."""
        done = threading.Event()
        try:
            self._waiting.put(done, timeout=timeout_s)
        except queue.Full:
            return False
        return done.wait(timeout_s)

    def close(self, timeout_s: float = 5.0) -> bool:
        """Write or keep what waits and stop the thread (blocking); False if it did not finish in time."""
        if not self._closed:
            self._closed = True
            try:
                self._waiting.put(None, timeout=timeout_s)
            except queue.Full:
                return False
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _put(self, entry: Entry) -> None:
        try:
            if self._closed:
                raise queue.Full
            self._waiting.put_nowait(entry)
        except queue.Full:
            self._lose(1, "its queue is full or closed")

    # --- on the thread --------------------------------------------------------------------------------------------

    def _write_all(self) -> None:
        while True:
            self._put_by()
            batch, end = self._next_batch()
            try:
                self._take(batch, last=end is True)
                self._close_left_open()
            except Exception as error:  # noqa: BLE001 - a thread that ends would lose every call from now on
                self._lose(len(batch), type(error).__name__)
            if isinstance(end, threading.Event):
                end.set()
            elif end is not None:
                self._lose(len(self._kept), "there is no place left for what waits")
                return

    def _next_batch(self) -> tuple[list[Entry], threading.Event | bool | None]:
        """Entries up to a flush, the end or `BATCH_MOST`; and the flush (an event) or the end (True) met."""
        batch: list[Entry] = []
        try:
            item = self._waiting.get(timeout=RETRY_S if self._behind or self._left_open else None)
        except queue.Empty:
            return batch, None
        while True:
            if item is None:
                return batch, True
            if isinstance(item, threading.Event):
                return batch, item
            batch.append(item)
            if len(batch) >= BATCH_MOST or self._waiting.empty():
                return batch, None
            item = self._waiting.get()

    def _take(self, batch: Sequence[Entry], *, last: bool) -> None:
        if not self._behind:
            try:
                return self._commit(batch, entries.write)
            except SQLAlchemyError as error:
                self._away(error)
                self._behind = True
        # First to a place that a kill leaves alone, then to the database.
        self._keep(batch)
        if last or time.monotonic() - self._asked_s >= RETRY_S:
            self._catch_up()

    def _commit(self, batch: Sequence[Entry], write: Write) -> None:
        """All of it, or, where an entry is wrong in itself, all but that. Raises SQLAlchemyError: some or nothing."""
        if not batch:
            return
        try:
            with self._engine.begin() as connection:
                for entry in batch:
                    write(connection, entry)
        except (SQLAlchemyError, *ENTRY_ERRORS) as error:
            if not of_the_entry(error):
                raise
            if len(batch) == 1:
                return self._lose(1, kind_of(error))
            # One bad entry must not take its neighbours with it.
            for entry in batch:
                self._commit([entry], write)

    def _catch_up(self) -> None:
        """Take into the database what waits outside the queue, oldest first."""
        self._asked_s = time.monotonic()
        try:
            count = sum(self._take_in(path) for path in self._spilled())
            for batch in batched(tuple(self._kept), BATCH_MOST):
                self._commit(batch, entries.write_again)
                del self._kept[: len(batch)]
                count += len(batch)
        except (SQLAlchemyError, OSError) as error:
            return self._away(error)
        finally:
            self._asked_s = time.monotonic()
        self._behind = self._failing = self._losing = False
        log.warning("the journal is up to date again: %d entries were kept and are written now", count)

    def _close_left_open(self) -> None:
        if self._behind or not self._left_open or self._owner is None:
            return
        try:
            with self._engine.begin() as connection:
                count = left_open.close(connection, self._owner)
        except SQLAlchemyError as error:
            return self._away(error)
        self._left_open = False
        if count:
            log.warning("%d calls of a Hatef that was killed are closed in the journal", count)

    def _take_in(self, path: Path) -> int:
        assert self._spill is not None
        found, bad = self._spill.read(path)
        for batch in batched(found, BATCH_MOST):
            self._commit(batch, entries.write_again)
        if bad:
            log.error("%d lines of the journal cannot be read; they are in %s", bad, self._spill.set_aside(path))
        else:
            self._spill.drop(path)
        return len(found)

    def _put_by(self) -> None:
        if self._spill is not None and time.monotonic() - self._put_by_s >= PUT_BY_S:
            self._spill.reserve.fill()
            self._put_by_s = time.monotonic()

    def _spilled(self) -> list[Path]:
        return [] if self._spill is None else self._spill.files()

    def _keep(self, batch: Sequence[Entry]) -> None:
        self._kept.extend(batch)
        if not self._kept:
            return
        if self._spill is not None:
            try:
                self._spill.append(self._kept)
                self._kept.clear()
                return
            except OSError as error:
                self._away(error)
        if (over := len(self._kept) - self._bound) > 0:
            del self._kept[:over]
            self._lose(over, "too many wait")

    def _away(self, error: SQLAlchemyError | OSError) -> None:
        if not self._failing:
            self._failing = True
            why = kind_of(error) if isinstance(error, SQLAlchemyError) else str(error.strerror or error)
            place = "memory" if self._spill is None else self._spill.folder
            log.error("the journal cannot be written (%s); its entries wait in %s, calls go on", why, place)

    def _lose(self, count: int, why: str) -> None:
        self._lost += count
        if count and not self._losing:
            self._losing = True
            log.error("the journal loses entries (%s); calls go on. Check the disk and `journal.url`", why)
