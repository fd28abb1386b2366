"""Nothing waits, nothing raises, what cannot be written takes no neighbour with it."""

import logging
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from bot.journal.reader import JournalReader
from bot.journal.records import Turn
from bot.journal.writer import BATCH_MOST, Journal
from tests.bot.journal.sample import ASKED, NUMBER, TOLD, started


def test_the_language_may_change(journal: Journal, reader: JournalReader) -> None:
    journal.call_started(started("call-1"))
    journal.language_changed("call-1", "ar")
    journal.flush()
    assert reader.calls()[0].language == "ar"


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
    assert journal.behind
    assert journal.lost == 0
    assert journal.close()
    assert journal.lost == 7
    assert NUMBER not in caplog.text


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
