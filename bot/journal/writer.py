"""Writes the journal from one thread of its own, so that no call ever waits for a disk.

call ──▶ bounded queue ──▶ thread ──▶ one transaction for all that is waiting
             │ full: dropped, counted       │ fails: one by one; what still fails is counted
"""

import logging
import queue
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, Executable, insert, update
from sqlalchemy.exc import SQLAlchemyError

from bot.journal.privacy import Hide, keep
from bot.journal.records import CallEnd, CallStart, Turn
from bot.journal.tables import calls, turns

log = logging.getLogger(__name__)

BATCH_MOST = 200
Entry = tuple[Executable, Mapping[str, Any]]


class Journal:
    """The journal's writing side; every method returns at once and none raises for a bad disk.

    Args:
        engine: the state database, migrated; it belongs to who opened it.
        hide: what becomes of caller numbers (`bot.journal.privacy`).
        bound: the most entries that wait; beyond it they are dropped and counted in `lost`.
    """

    def __init__(self, engine: Engine, *, hide: Hide = keep, bound: int = 10_000) -> None:
        self._engine = engine
        self._hide = hide
        self._waiting: queue.Queue[Entry | threading.Event | None] = queue.Queue(bound)
        self._failing = False  # the disk failed last time; said once, until it works again
        self._lost = 0
        self._closed = False
        self._thread = threading.Thread(target=self._write_all, name="journal", daemon=True)
        self._thread.start()

    @property
    def lost(self) -> int:
        """How many entries were dropped or could not be written."""
        return self._lost

    def call_started(self, start: CallStart) -> None:
        """A call came in."""
        self._put(
            insert(calls),
            {
                "call_id": start.call_id,
                "caller": self._hide(start.caller),
                "called": start.called,
                "language": start.language,
                "started_at_ms": int(start.started_at.timestamp() * 1000),
            },
        )

    def call_answered(self, call_id: str, answered_ms: int) -> None:
        """The call was answered, so long after its start."""
        self._put(update(calls).where(calls.c.call_id == call_id), {"answered_ms": answered_ms})

    def language_changed(self, call_id: str, language: str) -> None:
        """The call goes on in another language."""
        self._put(update(calls).where(calls.c.call_id == call_id), {"language": language})

    def turn(self, call_id: str, turn: Turn) -> None:
        """One side spoke. Written once, when its times are known."""
        self._put(insert(turns), _turn_row(call_id, turn))

    def call_ended(self, end: CallEnd) -> None:
        """The call is over."""
        ended = {"ended_ms": end.ended_ms, "end_reason": end.reason, "handoff_outcome": end.handoff_outcome}
        self._put(update(calls).where(calls.c.call_id == end.call_id), ended)

    def flush(self, timeout_s: float = 5.0) -> bool:
        """Wait (blocking) until everything put so far is written or counted; False if that takes too long."""
        done = threading.Event()
        try:
            self._waiting.put(done, timeout=timeout_s)
        except queue.Full:
            return False
        return done.wait(timeout_s)

    def close(self, timeout_s: float = 5.0) -> bool:
        """Write what waits and stop the thread (blocking); False if it did not finish in time."""
        if not self._closed:
            self._closed = True
            try:
                self._waiting.put(None, timeout=timeout_s)
            except queue.Full:
                return False
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _put(self, statement: Executable, values: Mapping[str, Any]) -> None:
        try:
            if self._closed:
                raise queue.Full
            self._waiting.put_nowait((statement, values))
        except queue.Full:
            self._lost += 1
            self._say_failing("its queue is full or closed")

    def _write_all(self) -> None:
        while True:
            batch, end = self._next_batch()
            if batch:
                self._write(batch)
            if isinstance(end, threading.Event):
                end.set()
            elif end is not None:
                return

    def _next_batch(self) -> tuple[list[Entry], threading.Event | bool | None]:
        """Entries up to a flush, the end or `BATCH_MOST`; and the flush (an event) or the end (True) met."""
        batch: list[Entry] = []
        item = self._waiting.get()
        while True:
            if item is None:
                return batch, True
            if isinstance(item, threading.Event):
                return batch, item
            batch.append(item)
            if len(batch) >= BATCH_MOST or self._waiting.empty():
                return batch, None
            item = self._waiting.get()

    def _write(self, batch: Sequence[Entry]) -> None:
        try:
            with self._engine.begin() as connection:
                for statement, values in batch:
                    connection.execute(statement, values)
            self._failing = False
        except SQLAlchemyError as error:
            if len(batch) > 1:
                # One bad entry must not take its neighbours with it.
                for entry in batch:
                    self._write([entry])
                return
            self._lost += 1
            self._say_failing(type(getattr(error, "orig", None) or error).__name__)

    def _say_failing(self, why: str) -> None:
        if not self._failing:
            self._failing = True
            log.error("the journal loses entries (%s); calls go on. Check the disk and `journal.url`", why)


def _turn_row(call_id: str, turn: Turn) -> dict[str, Any]:
    return {
        "call_id": call_id,
        "turn_index": turn.index,
        "speaker": turn.speaker,
        "kind": turn.kind,
        "text": turn.text,
        "confidence": turn.confidence,
        "intent": turn.intent,
        "intent_confidence": turn.intent_confidence,
        "slots": dict(turn.slots),
        "end_of_speech_ms": turn.end_of_speech_ms,
        "final_text_ms": turn.final_text_ms,
        "answer_decided_ms": turn.answer_decided_ms,
        "first_sample_ms": turn.first_sample_ms,
    }
