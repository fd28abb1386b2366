"""Lines that wait for the database: appended whole, read back in order, bounded; and a journal that lives by them."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.journal import spill as spilling
from bot.journal.entries import changed
from bot.journal.reader import JournalReader
from bot.journal.records import CallEnd
from bot.journal.spill import JournalSpill, hold
from bot.journal.writer import Journal
from tests.bot.journal.sample import ASKED, TOLD, hold_call, started
from tests.faults import disk_of, fill, locked_by_another_process, small_disk

ENTRIES = [changed(f"call-{number}", language="fa") for number in range(6)]


@pytest.fixture
def spill(tmp_path: Path) -> JournalSpill:
    return JournalSpill(tmp_path / "journal")


def test_what_is_appended_is_read_in_order(spill: JournalSpill) -> None:
    spill.append(ENTRIES[:2])
    spill.append(ENTRIES[2:])
    (path,) = spill.files()
    assert spill.read(path) == (ENTRIES, 0)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_after_a_drop_another_file_begins(spill: JournalSpill) -> None:
    spill.append(ENTRIES[:1])
    (first,) = spill.files()
    spill.drop(first)
    assert spill.files() == []
    spill.append(ENTRIES[1:])
    assert spill.files() != [first]


def test_a_disk_that_fills_half_way_leaves_no_half_line(spill: JournalSpill) -> None:
    spill.append(ENTRIES[:1])
    (path,) = spill.files()
    with disk_of(path.stat().st_size + 30), pytest.raises(OSError, match="large"):
        spill.append(ENTRIES[1:])
    spill.append(ENTRIES[2:])
    assert spill.read(path) == (ENTRIES[:1] + ENTRIES[2:], 0)


def test_an_outage_fills_only_so_much_of_the_disk(spill: JournalSpill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spilling, "BYTES_MOST", 100)
    spill.append(ENTRIES[:1])
    with pytest.raises(OSError, match="is full"):
        spill.append(ENTRIES[1:])


@pytest.mark.parametrize("damage", [b"", b"\x00" * 40, b"no journal\n", b'{"v": 9}\n{"v": 1, "kind"'])
def test_bad_lines_are_counted_and_the_file_set_aside(spill: JournalSpill, damage: bytes) -> None:
    spill.append(ENTRIES)
    (path,) = spill.files()
    path.write_bytes(path.read_bytes() + damage)
    found, bad = spill.read(path)
    assert (found, bad) == (ENTRIES, len(damage.splitlines()))
    assert spill.set_aside(path).name == f"{path.name}.bad"
    assert spill.files() == []


def test_on_a_full_disk_the_reserve_is_spent(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2 << 20) as disk:
        spill = JournalSpill(disk / "journal")
        spill.reserve.fill()
        fill(disk)
        for entry in ENTRIES:
            spill.append([entry])
        (path,) = spill.files()
        assert spill.read(path) == (ENTRIES, 0)


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
    assert sorted(path.name for path in (tmp_path / "spill").iterdir()) == [
        f"{spilled.name}.bad",
        "house",
        "reserve",
    ]


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


def test_a_file_that_is_replaced_while_it_is_waited_for_is_not_written_any_more(tmp_path: Path) -> None:
    """As who takes a caller's lines out does; what is appended then goes into the new one."""
    path = tmp_path / "1.jsonl"
    path.write_bytes(b"old\n")
    appended = threading.Thread(target=_append, args=(path, b"later\n"))
    with hold(path):
        appended.start()
        (tmp_path / "new").write_bytes(b"new\n")
        (tmp_path / "new").replace(path)
    appended.join()
    assert path.read_bytes() == b"new\nlater\n"


def _append(path: Path, text: bytes) -> None:
    with hold(path) as handle:
        os.write(handle, text)
