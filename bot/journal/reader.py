"""Reads the journal: calls, one call with its turns, and how fast the bot answers."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Row, select
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import DatabaseUnavailable
from bot.journal.records import Latencies, RecordedCall, Spread, Turn
from bot.journal.tables import calls, handoffs, turns
from handoff.figures import HandoffFigures


class JournalReader:
    """The journal's reading side; synchronous, for the command line and for threads.

    Every method raises `DatabaseUnavailable` when the database cannot be read.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def calls(self, limit: int = 20) -> tuple[RecordedCall, ...]:
        """The latest calls, newest first, without their turns."""
        newest = (calls.c.started_at_ms.desc(), calls.c.call_id)
        return tuple(_call(row) for row in self._rows(select(calls).order_by(*newest).limit(limit)))

    def call(self, call_id: str) -> RecordedCall | None:
        """One call with its turns, by its whole id or the start of it where that fits only one."""
        start = calls.c.call_id.startswith(call_id, autoescape=True)
        found = self._rows(select(calls).where(start).limit(100))
        exact = [row for row in found if row.call_id == call_id] or found
        if len(exact) != 1 or not call_id:
            return None
        said = self._rows(select(turns).where(turns.c.call_id == exact[0].call_id).order_by(turns.c.turn_index))
        return _call(exact[0], tuple(_turn(row) for row in said))

    def handoffs(self, call_id: str | None = None, limit: int = 1_000) -> tuple[HandoffFigures, ...]:
        """What the handoffs of one call took, or the latest of all; oldest first."""
        query = select(handoffs).order_by(handoffs.c.arrived_at_ms.desc()).limit(limit)
        if call_id is not None:
            query = query.where(handoffs.c.call_id == call_id)
        return tuple(_figures(row) for row in reversed(self._rows(query)))

    def latencies(self, call_id: str | None = None, limit: int = 1_000) -> Latencies:
        """Delays over one call, or over the last `limit` answered turns of all calls."""
        query = select(turns).where(turns.c.end_of_speech_ms.is_not(None))
        if call_id is not None:
            query = query.where(turns.c.call_id == call_id)
        else:
            query = query.join(calls, calls.c.call_id == turns.c.call_id).order_by(calls.c.started_at_ms.desc())
        said = [_turn(row) for row in self._rows(query.limit(limit))]
        return Latencies(
            recognise=spread([_between(one.end_of_speech_ms, one.final_text_ms) for one in said]),
            decide=spread([_between(one.final_text_ms, one.answer_decided_ms) for one in said]),
            speak=spread([_between(one.answer_decided_ms, one.first_sample_ms) for one in said]),
            answer=spread([one.answer_ms for one in said]),
        )

    def _rows(self, query: Any) -> Sequence[Row[Any]]:
        try:
            with self._engine.connect() as connection:
                return connection.execute(query).all()
        except SQLAlchemyError as error:
            place = self._engine.url.render_as_string(hide_password=True)
            raise DatabaseUnavailable(place, type(getattr(error, "orig", None) or error).__name__) from error


def spread(delays_ms: Sequence[int | None]) -> Spread:
    """Percentiles by nearest rank; None among the delays is left out."""
    known = sorted(delay for delay in delays_ms if delay is not None)
    if not known:
        return Spread(0, None, None, None)

    def rank(share: float) -> int:
        return known[max(0, math.ceil(share * len(known)) - 1)]

    return Spread(len(known), rank(0.50), rank(0.95), known[-1])


def _between(start_ms: int | None, end_ms: int | None) -> int | None:
    return None if start_ms is None or end_ms is None else end_ms - start_ms


def _call(row: Row[Any], said: tuple[Turn, ...] = ()) -> RecordedCall:
    return RecordedCall(
        row.call_id,
        row.caller,
        row.called,
        row.language,
        datetime.fromtimestamp(row.started_at_ms / 1000, UTC),
        row.answered_ms,
        row.ended_ms,
        row.end_reason,
        row.handoff_outcome,
        said,
    )


def _turn(row: Row[Any]) -> Turn:
    return Turn(
        row.turn_index,
        row.speaker,
        row.text,
        row.kind,
        row.confidence,
        row.intent,
        row.intent_confidence,
        row.slots,
        row.end_of_speech_ms,
        row.final_text_ms,
        row.answer_decided_ms,
        row.first_sample_ms,
        row.likely,
        row.sure,
    )


def _figures(row: Row[Any]) -> HandoffFigures:
    return HandoffFigures(
        row.packet_id,
        row.call_id,
        row.adapter,
        row.queue,
        datetime.fromtimestamp(row.arrived_at_ms / 1000, UTC),
        row.wait_ms,
        row.rings,
        row.outcome,
        row.why,
        row.told_wait_ms,
        row.agent,
        row.talk_ms,
        row.wrap_up_ms,
    )
