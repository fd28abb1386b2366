"""A journal entry goes to a line and back, and into the database once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select

from bot.journal import entries
from bot.journal.entries import Entry, pack_entry, parse_entry
from bot.journal.records import CallEnd, CallStart, Turn
from bot.journal.tables import calls, handoffs, turns
from bot.store.database import open_database
from handoff.figures import HandoffFigures

START = entries.started(CallStart("c1", "0912", "100", "fa", datetime(2026, 11, 21, tzinfo=UTC)), "0912*****67")
TURN = entries.spoken("c1", Turn(0, "caller", "سلام\u2028«موجودی»", slots={"order_number": None}))
END = entries.ended(CallEnd("c1", 9_000, "goodbye", "bridged"))
FIGURES = HandoffFigures(
    *("00a1b2c3d4e5", "c1", "queue", "sales", datetime(2026, 11, 21, tzinfo=UTC), 8_000, 2, "bridged"),
    agent="101",
    talk_ms=60_000,
)
OVERFLOWED = replace(FIGURES, queue="night", outcome="failed", why="the queue is full" * 30, agent="", talk_ms=None)
HANDED = [entries.handed_over(OVERFLOWED), entries.handed_over(FIGURES), entries.wrapped_up("c1", "00a1b2c3d4e5", 9)]
ALL = [START, TURN, entries.changed("c1", language="ar"), END, *HANDED]


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = open_database("sqlite://")
    yield engine
    engine.dispose()


@pytest.mark.parametrize("entry", ALL)
def test_there_and_back_in_one_line(entry: Entry) -> None:
    line = pack_entry(entry)
    assert parse_entry(line) == entry
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\x00\x00",
        b"\xff\xfe",
        b"[]",
        b'{"v": 2, "kind": "call", "values": {"call_id": "c1"}}',
        b'{"v": 1, "kind": "dance", "values": {"call_id": "c1"}}',
        b'{"v": 1, "kind": "call", "values": {"call_id": "c1", "moon": 1}}',
        b'{"v": 1, "kind": "change", "values": {"language": "fa"}}',
        b'{"v": 1, "kind": "turn", "values": null}',
        pack_entry(TURN)[:-9].encode(),
    ],
)
def test_what_is_no_entry_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        parse_entry(line)


def test_written_again_it_is_there_once(engine: Engine) -> None:
    for _ in range(2):
        with engine.begin() as connection:
            for entry in ALL:
                entries.write_again(connection, parse_entry(pack_entry(entry)))
    with engine.begin() as connection:
        (call,) = connection.execute(select(calls)).all()
        assert (call.caller, call.language, call.ended_ms, call.handoff_outcome) == (
            "0912*****67", "ar", 9_000, "bridged",
        )  # fmt: skip
        assert connection.scalar(select(func.count()).select_from(turns)) == 1


def test_the_notes_belong_to_the_queue_in_which_the_agent_talked(engine: Engine) -> None:
    with engine.begin() as connection:
        for entry in (*HANDED, *HANDED):
            entries.write_again(connection, entry)
        rows = {row.queue: row for row in connection.execute(select(handoffs))}
    assert {queue: row.wrap_up_ms for queue, row in rows.items()} == {"night": None, "sales": 9}
    assert len(rows["night"].why) == 200


def test_of_a_handoff_that_was_kept_aside_the_last_stands(engine: Engine) -> None:
    night = HANDED[0].values
    with engine.begin() as connection:
        for outcome in ("waiting", "talking", "bridged"):
            entries.write_again(connection, entries.Entry("handoff", {**night, "outcome": outcome}))
        assert [row.outcome for row in connection.execute(select(handoffs))] == ["bridged"]
