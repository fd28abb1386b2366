"""Lines that wait for the database: appended whole, read back in order, bounded."""

import stat
from pathlib import Path

import pytest

from bot.journal import spill as spilling
from bot.journal.entries import changed
from bot.journal.spill import JournalSpill
from tests.faults import disk_of, fill, small_disk

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
