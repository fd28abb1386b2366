"""The journal in a real SQLite file: nothing waits, nothing raises, what is written comes back."""

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from bot.database import open_database
from bot.errors import DatabaseUnavailable
from bot.journal.privacy import hashed, keep, mask
from bot.journal.reader import JournalReader, spread
from bot.journal.records import CallEnd, CallStart, Spread, Turn
from bot.journal.writer import BATCH_MOST, Journal
from tests.faults import disk_of, locked_by_another_process

START = datetime(2026, 11, 21, 12, 0, 0, 123_000, UTC)
NUMBER = "09121234567"
ASKED = Turn(
    0,
    "caller",
    "سلام موجودی حسابم رو می‌خواستم",
    confidence=0.93,
    intent="ask_balance",
    intent_confidence=0.81,
    slots={"order_number": None, "language": "fa"},
    end_of_speech_ms=4_000,
    final_text_ms=4_250,
    answer_decided_ms=4_300,
    first_sample_ms=4_380,
)
TOLD = Turn(1, "bot", "موجودی حساب شما ۲۵۰ هزار تومان است.", first_sample_ms=4_380)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path}/hatef.db")
    yield engine
    engine.dispose()


@pytest.fixture
def journal(engine: Engine) -> Iterator[Journal]:
    journal = Journal(engine)
    yield journal
    journal.close()


@pytest.fixture
def reader(engine: Engine) -> JournalReader:
    return JournalReader(engine)


def started(call_id: str, minutes: int = 0) -> CallStart:
    return CallStart(call_id, NUMBER, "100", "fa", START + timedelta(minutes=minutes))


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


def test_the_language_may_change(journal: Journal, reader: JournalReader) -> None:
    journal.call_started(started("call-1"))
    journal.language_changed("call-1", "ar")
    journal.flush()
    assert reader.calls()[0].language == "ar"


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


@pytest.mark.parametrize(
    ("number", "masked"),
    [(NUMBER, "0912*****67"), ("1001", "****"), ("123456", "******"), ("1234567", "1234*67"), ("", "")],
)
def test_masking_keeps_the_ends(number: str, masked: str) -> None:
    assert mask(number) == masked


def test_hashing_keeps_only_equality() -> None:
    hide = hashed(b"secret")
    assert hide(NUMBER) == hide(NUMBER) != hide("09121234568")
    assert NUMBER not in hide(NUMBER)
    assert hashed(b"other")(NUMBER) != hide(NUMBER)
    assert (hide(""), keep(NUMBER)) == ("", NUMBER)


def test_the_number_is_hidden_on_its_way_in(engine: Engine, reader: JournalReader) -> None:
    journal = Journal(engine, hide=mask)
    journal.call_started(started("call-1"))
    assert journal.close()
    assert reader.calls()[0].caller == "0912*****67"


def test_closing_writes_what_waits(engine: Engine, reader: JournalReader) -> None:
    journal = Journal(engine)
    for number in range(3 * BATCH_MOST):
        journal.call_started(started(f"call-{number}"))
    assert journal.close()
    assert journal.close()
    assert len(reader.calls(limit=10_000)) == 3 * BATCH_MOST
    assert journal.lost == 0


def test_a_bad_entry_takes_no_neighbour_with_it(
    engine: Engine, reader: JournalReader, caplog: pytest.LogCaptureFixture
) -> None:
    journal = Journal(engine)
    journal.call_started(started("call-1"))
    journal.turn("call-1", ASKED)
    journal.turn("call-1", ASKED)
    journal.turn("nobody", ASKED)
    journal.turn("call-1", TOLD)
    journal.close()
    call = reader.call("call-1")
    assert call is not None
    assert call.turns == (ASKED, TOLD)
    assert journal.lost == 2


def test_without_a_spill_folder_a_failing_disk_is_told_once_and_what_is_left_at_the_end_is_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal = Journal(create_engine(f"sqlite:///{tmp_path}/no/such/folder.db"))
    with caplog.at_level(logging.ERROR):
        for number in range(7):
            journal.call_started(started(f"call-{number}"))
            journal.flush()
        assert len(caplog.records) == 1
    assert journal.lost == 0
    assert journal.close()
    assert journal.lost == 7
    assert NUMBER not in caplog.text


@pytest.mark.parametrize("folder", ["spill", None])
def test_calls_held_while_the_database_is_locked_are_all_there_in_the_end(
    engine: Engine, reader: JournalReader, tmp_path: Path, caplog: pytest.LogCaptureFixture, folder: str | None
) -> None:
    journal = Journal(engine, spill=tmp_path / folder if folder else None)
    journal.call_started(started("before"))
    journal.flush()
    with locked_by_another_process(tmp_path / "hatef.db"):
        for call_id in ("during-1", "during-2"):
            hold_call(journal, call_id)
        journal.call_ended(CallEnd("before", 9_000, "goodbye"))
        assert journal.flush()
    hold_call(journal, "after")
    assert journal.close()
    assert journal.lost == 0
    for call_id in ("during-1", "during-2", "after"):
        call = reader.call(call_id)
        assert call is not None and call.turns == (ASKED, TOLD) and call.end_reason == "goodbye"
    before = reader.call("before")
    assert before is not None and before.end_reason == "goodbye"
    assert [record.levelname for record in caplog.records].count("ERROR") == 1
    assert not list(tmp_path.glob("spill/*.jsonl"))


def hold_call(journal: Journal, call_id: str) -> None:
    journal.call_started(started(call_id))
    journal.turn(call_id, ASKED)
    journal.turn(call_id, TOLD)
    journal.call_ended(CallEnd(call_id, 9_000, "goodbye"))


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from sqlalchemy import create_engine
from bot.journal.records import CallEnd, CallStart
from bot.journal.writer import Journal

url, folder = sys.argv[1:]
journal = Journal(create_engine(url, connect_args={"timeout": 0.1}), spill=Path(folder))
for number in range(3):
    journal.call_started(CallStart(f"call-{number}", "0912", "100", "fa", datetime.now(UTC)))
    journal.call_ended(CallEnd(f"call-{number}", 1_000, "goodbye"))
assert journal.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_hatef_could_not_write_is_written_at_the_next_start(
    engine: Engine, reader: JournalReader, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", KILLED, str(engine.url), str(tmp_path / "spill")]
    with locked_by_another_process(tmp_path / "hatef.db"):
        assert subprocess.run(command, check=False).returncode == -9
    assert reader.calls() == ()
    (spilled,) = (tmp_path / "spill").glob("*.jsonl")
    torn = spilled.read_bytes() + b'{"v": 1, "kind": "call", "val'
    spilled.write_bytes(torn)
    Journal(engine, spill=tmp_path / "spill").close()
    # Killed between the database and the folder: the same again.
    spilled.write_bytes(torn)
    journal = Journal(engine, spill=tmp_path / "spill")
    assert journal.close()
    assert sorted(call.call_id for call in reader.calls()) == ["call-0", "call-1", "call-2"]
    assert all(call.end_reason == "goodbye" for call in reader.calls())
    assert journal.lost == 0
    assert sorted(path.suffix for path in (tmp_path / "spill").iterdir()) == ["", ".bad"]


def test_a_folder_that_takes_nothing_leaves_the_memory_up_to_its_bound(
    engine: Engine, reader: JournalReader, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "spill").write_text("a file where the folder should be")
    journal = Journal(engine, spill=tmp_path / "spill", bound=4)
    with locked_by_another_process(tmp_path / "hatef.db"):
        for number in range(6):
            journal.call_started(started(f"call-{number}"))
            assert journal.flush()
        assert journal.lost == 2
    assert journal.close()
    assert sorted(call.call_id for call in reader.calls()) == [f"call-{number}" for number in range(2, 6)]


def test_calls_held_while_the_disk_is_full_are_all_there_in_the_end(
    engine: Engine, reader: JournalReader, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal = Journal(engine, spill=tmp_path / "spill")
    hold_call(journal, "before")
    journal.flush()
    with disk_of(100):
        hold_call(journal, "during")
        assert journal.flush()
    hold_call(journal, "after")
    assert journal.close()
    assert sorted(call.call_id for call in reader.calls()) == ["after", "before", "during"]
    assert journal.lost == 0


def test_an_entry_that_the_database_cannot_hold_takes_no_neighbour_with_it(
    engine: Engine, reader: JournalReader, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal = Journal(engine, spill=tmp_path / "spill")
    odd = Turn(2, "caller", "half a letter \ud800", slots={"a": {1, 2}})
    for turn in (ASKED, odd, TOLD):
        journal.call_started(started(f"call-{turn.index}"))
        journal.turn(f"call-{turn.index}", turn)
    journal.close()
    assert journal.lost == 1
    assert sorted(call.call_id for call in reader.calls()) == ["call-0", "call-1", "call-2"]


def test_writing_never_waits_for_a_slow_disk(engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    slow = create_engine(engine.url, connect_args={"timeout": 60})
    blocker = sqlite3.connect(tmp_path / "hatef.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    journal = Journal(slow, bound=10)
    for number in range(100):
        journal.call_started(started(f"call-{number}"))
    assert 80 <= journal.lost < 100  # dropped at once: the disk is still busy
    blocker.execute("ROLLBACK")
    blocker.close()
    assert journal.close()
    assert 80 <= journal.lost < 100
    slow.dispose()


def test_after_closing_entries_are_counted_as_lost(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    journal = Journal(engine)
    journal.close()
    journal.call_started(started("late"))
    assert journal.lost == 1


def test_a_reader_without_a_database_says_so(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="no/such"):
        JournalReader(create_engine(f"sqlite:///{tmp_path}/no/such/folder.db")).calls()
