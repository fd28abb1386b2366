"""What was written comes back, newest first, with its delays."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.errors import DatabaseUnavailable
from bot.journal.reader import JournalReader, spread
from bot.journal.records import CallEnd, Spread, Turn
from bot.journal.writer import Journal
from handoff.figures import HandoffFigures
from tests.bot.journal.sample import ASKED, NUMBER, START, TOLD, started


def test_a_whole_call_comes_back(journal: Journal, reader: JournalReader) -> None:
    journal.call_started(started("call-1"))
    journal.call_answered("call-1", 12)
    journal.turn("call-1", ASKED)
    journal.turn("call-1", TOLD)
    journal.call_ended(CallEnd("call-1", 9_000, "goodbye", "bridged"))
    assert journal.flush()
    call = reader.call("call-1")
    assert call is not None
    assert (call.caller, call.called, call.language, call.started_at) == (NUMBER, "100", "fa", START)
    assert (call.answered_ms, call.ended_ms, call.end_reason, call.handoff_outcome) == (
        12,
        9_000,
        "goodbye",
        "bridged",
    )
    assert call.turns == (ASKED, TOLD)
    assert call.turns[0].answer_ms == 380
    assert call.turns[1].answer_ms is None


def test_calls_newest_first(journal: Journal, reader: JournalReader) -> None:
    for minute in range(5):
        journal.call_started(started(f"call-{minute}", minute))
    journal.flush()
    assert [call.call_id for call in reader.calls(limit=3)] == ["call-4", "call-3", "call-2"]
    assert reader.calls()[0].turns == ()


def test_a_call_is_found_by_the_start_of_its_id(journal: Journal, reader: JournalReader) -> None:
    for call_id in ("abc", "abd", "abc-2", "x_y"):
        journal.call_started(started(call_id))
    journal.flush()
    found = [reader.call(part) for part in ("abd", "abc", "x_", "ab", "q", "", "x%")]
    assert [call and call.call_id for call in found] == ["abd", "abc", "x_y", None, None, None, None]


def test_what_the_handoffs_of_a_call_took(journal: Journal, reader: JournalReader) -> None:
    one = HandoffFigures(
        *("00a1b2c3d4e5", "c1", "queue", "sales", START, 8_000, 2, "bridged", "", 7_000, "101", 60_000)
    )
    journal.handed_over(replace(one, packet_id="ffffffffffff", call_id="c2", arrived_at=START + timedelta(minutes=1)))
    journal.handed_over(one)
    journal.wrapped_up("c1", "00a1b2c3d4e5", 9_000)
    assert journal.flush()
    assert reader.handoffs("c1") == (replace(one, wrap_up_ms=9_000),)
    assert [figures.call_id for figures in reader.handoffs()] == ["c1", "c2"]
    assert [figures.call_id for figures in reader.handoffs(limit=1)] == ["c2"]


def test_a_call_back_to_the_same_queue_writes_over_the_trip_before_it(journal: Journal, reader: JournalReader) -> None:
    promised = HandoffFigures(
        *("00a1b2c3d4e5", "c1", "queue", "sales", START, 8_000, 2, "promised", "nobody is at work", 7_000, "", None)
    )
    later = replace(promised, arrived_at=START + timedelta(hours=1), outcome="bridged", why="", agent="101", talk_ms=9)
    journal.handed_over(promised)
    journal.handed_over(later)
    assert journal.flush()
    assert journal.lost == 0
    assert reader.handoffs("c1") == (later,)


def test_latencies_by_stage(journal: Journal, reader: JournalReader) -> None:
    for call_id in ("one", "two"):
        journal.call_started(started(call_id))
        journal.turn(call_id, ASKED)
    journal.turn("two", Turn(1, "caller", "", "silence", end_of_speech_ms=9_000, final_text_ms=9_100))
    journal.flush()
    delays = reader.latencies()
    assert delays.recognise == Spread(3, 250, 250, 250)
    assert delays.decide == Spread(2, 50, 50, 50)
    assert delays.speak == Spread(2, 80, 80, 80)
    assert delays.answer == Spread(2, 380, 380, 380)
    assert reader.latencies("one").answer.count == 1
    assert reader.latencies("none").answer == Spread(0, None, None, None)


@pytest.mark.parametrize(
    ("delays", "expected"),
    [
        ([], Spread(0, None, None, None)),
        ([None], Spread(0, None, None, None)),
        ([7], Spread(1, 7, 7, 7)),
        (list(range(1, 101)), Spread(100, 50, 95, 100)),
        ([3, None, 1, 2], Spread(3, 2, 3, 3)),
    ],
)
def test_percentiles_by_nearest_rank(delays: list[int | None], expected: Spread) -> None:
    assert spread(delays) == expected


def test_a_reader_without_a_database_says_so(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="no/such"):
        JournalReader(create_engine(f"sqlite:///{tmp_path}/no/such/folder.db")).calls()
