"""What a killed Hatef left open ends at the next start, with all that is known of it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.journal.left_open import SERVICE_BROKE
from bot.journal.reader import JournalReader
from bot.journal.records import CallEnd
from bot.journal.writer import Journal
from handoff.figures import KILLED, HandoffFigures
from handoff.packet import ContextPacket, PacketCaller
from handoff.states import State
from handoff.store import HandoffStore
from tests.bot.journal.sample import ASKED, NUMBER, START, TOLD, started
from tests.faults import locked_by_another_process


@pytest.fixture
def spill(tmp_path: Path) -> Path:
    return tmp_path / "journal"


def break_off(engine: Engine, spill: Path) -> None:
    """A run that ends with calls on its lines, as `kill -9` ends it: what is written is all there is."""
    journal = Journal(engine, spill=spill)
    for call_id in ("spoken", "answered", "ringing", "over"):
        journal.call_started(started(call_id))
    for call_id in ("spoken", "answered"):
        journal.call_answered(call_id, 12)
    journal.turn("spoken", ASKED)
    journal.turn("spoken", TOLD)
    journal.call_ended(CallEnd("over", 1_000, "goodbye"))
    assert journal.close()


def start_again(engine: Engine, spill: Path) -> Journal:
    journal = Journal(engine, spill=spill)
    journal.call_started(started("now"))
    journal.close_left_open()
    assert journal.flush()
    return journal


def ends(reader: JournalReader) -> dict[str, tuple[str | None, int | None]]:
    return {call.call_id: (call.end_reason, call.ended_ms) for call in reader.calls()}


CLOSED = {
    "spoken": (SERVICE_BROKE, ASKED.first_sample_ms),
    "answered": (SERVICE_BROKE, 12),
    "ringing": (SERVICE_BROKE, 0),
    "over": ("goodbye", 1_000),
    "now": (None, None),
}


def test_calls_of_a_killed_hatef_end_as_far_as_they_are_known(
    engine: Engine, reader: JournalReader, spill: Path
) -> None:
    break_off(engine, spill)
    assert start_again(engine, spill).close()
    assert ends(reader) == CLOSED
    spoken = reader.call("spoken")
    assert spoken is not None and spoken.turns == (ASKED, TOLD)


def test_what_it_could_not_write_is_written_first(engine: Engine, reader: JournalReader, spill: Path) -> None:
    with locked_by_another_process(Path(str(engine.url.database))):
        break_off(engine, spill)
        journal = start_again(engine, spill)
        assert ends(reader) == {}
    assert journal.close()
    again = Journal(engine, spill=spill)
    again.close_left_open()
    assert again.flush() and again.close()
    assert ends(reader) == CLOSED | {"now": (SERVICE_BROKE, 0)}


def test_another_hatef_with_the_same_database_keeps_its_calls(
    engine: Engine, reader: JournalReader, spill: Path
) -> None:
    other = Journal(engine, spill=spill.with_name("other"))
    other.call_started(started("theirs"))
    assert other.flush()
    break_off(engine, spill)
    assert start_again(engine, spill).close()
    assert ends(reader) == CLOSED | {"theirs": (None, None)}
    assert other.close()


async def test_what_became_of_its_handoff_is_told(engine: Engine, reader: JournalReader, spill: Path) -> None:
    break_off(engine, spill)
    store = HandoffStore(engine, spill.with_name("packets"), timeout_s=10)
    packet = ContextPacket("0123456789ab", "spoken", "fa", "key_zero", START, START, PacketCaller(NUMBER))
    await store.put(packet)
    for state in (State.FAILED, State.CALLBACK):
        await store.move(packet.packet_id, state)
    assert start_again(engine, spill).close()
    store.close()
    assert {call.call_id: call.handoff_outcome for call in reader.calls()}["spoken"] == "callback"


def in_a_queue(packet_id: str, call_id: str, outcome: str) -> HandoffFigures:
    return HandoffFigures(packet_id, call_id, "queue", "q", START, 2_000, 1, outcome)


def test_who_waited_or_talked_when_hatef_was_killed_has_a_line_of_the_queue(
    engine: Engine, reader: JournalReader, spill: Path
) -> None:
    journal = Journal(engine, spill=spill)
    for call_id in ("waits", "over"):
        journal.call_started(started(call_id))
    journal.call_ended(CallEnd("over", 1_000, "goodbye"))
    for figures in (
        in_a_queue("p1", "waits", "waiting"),
        in_a_queue("p2", "over", "bridged"),
        in_a_queue("p3", "over", "talking"),  # called back behind the end of the call
    ):
        journal.handed_over(figures)
    assert journal.close()
    again = Journal(engine, spill=spill)
    again.call_started(started("now"))
    again.handed_over(in_a_queue("p4", "now", "waiting"))
    again.close_left_open()
    assert again.flush()
    found = {one.packet_id: (one.outcome, one.why, one.wait_ms) for one in reader.handoffs()}
    assert found == {
        "p1": ("lost", KILLED, 2_000),
        "p2": ("bridged", "", 2_000),
        "p3": ("lost", KILLED, 2_000),
        "p4": ("waiting", "", 2_000),
    }
    again.close()
