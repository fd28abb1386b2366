"""The rows of events in a real database."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from handoff import event_rows
from handoff.events import EventKind, HandoffEvent
from handoff.packet import ContextPacket
from handoff.store import HandoffStore


def moment(second: int) -> datetime:
    return datetime(2026, 11, 30, 12, 0, second, tzinfo=UTC)


async def test_events_come_back_oldest_first_each_once(
    store: HandoffStore, engine: Engine, packet: ContextPacket
) -> None:
    await store.put(packet)
    late = HandoffEvent(EventKind.CLOSED, "sara", moment(9), "done")
    early = HandoffEvent(EventKind.AGENT_CALLED, "sip:200@pbx", moment(1))
    for event in (late, early, late):
        with engine.begin() as connection:
            event_rows.note(connection, packet.packet_id, event)
    with engine.begin() as connection:
        assert event_rows.of(connection, packet.packet_id) == (early, late)
        assert event_rows.of(connection, "ffffffffffff") == ()


def test_an_event_belongs_to_a_handoff(engine: Engine) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        event_rows.note(connection, "ffffffffffff", HandoffEvent(EventKind.NOTE))
