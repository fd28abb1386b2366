"""Events of handoffs, noted behind the calls' back."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.service.notes import Notes
from bot.store.database import open_database
from bot.tasks import begin, call_off
from handoff.events import EventKind, HandoffEvent
from handoff.packet import ContextPacket
from handoff.store import HandoffStore

PACKET = ContextPacket("00a1b2c3d4e5", "call-1", "fa", "key_zero", datetime.now(UTC), datetime.now(UTC))


@pytest.fixture
def store(tmp_path: Path) -> HandoffStore:
    return HandoffStore(open_database(f"sqlite:///{tmp_path}/state.db"), tmp_path / "packets", timeout_s=30)


async def test_events_are_noted_in_their_order(store: HandoffStore) -> None:
    await store.put(PACKET)
    notes = Notes(store)
    for kind in (EventKind.AGENT_CALLED, EventKind.AGENT_CONNECTED):
        notes.put(PACKET.packet_id, HandoffEvent(kind, "101"))
    running = begin(notes.run(), "notes")
    while len(found := await store.events(PACKET.packet_id)) < 2:
        pass
    await call_off(running)
    assert [event.kind for event in found] == [EventKind.AGENT_CALLED, EventKind.AGENT_CONNECTED]
    notes.put(PACKET.packet_id, HandoffEvent(EventKind.AGENT_COMPLETED, "101"))
    await notes.finish()
    assert len(await store.events(PACKET.packet_id)) == 3


async def test_what_belongs_to_no_packet_or_is_too_much_is_told(
    store: HandoffStore, caplog: pytest.LogCaptureFixture
) -> None:
    notes = Notes(store, most_waiting=1)
    notes.put("ffffffffffff", HandoffEvent(EventKind.NOTE, "101"))
    notes.put("ffffffffffff", HandoffEvent(EventKind.NOTE, "101"))
    with caplog.at_level(logging.ERROR):
        await notes.finish()
    assert "too many wait" in caplog.text and "no context packet ffffffffffff" in caplog.text
