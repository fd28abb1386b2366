"""Files that are whole or not there at all."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from handoff.spill import Spill
from tests.faults import disk_of


@pytest.fixture
def spill(tmp_path: Path) -> Spill:
    return Spill(tmp_path / "packets")


def test_what_is_written_is_read(spill: Spill) -> None:
    spill.write("one", "سلام")
    spill.write("one", "درود")
    assert spill.read("one") == "درود".encode()
    assert (spill.names(), spill.read("two")) == (["one"], None)
    assert stat.S_IMODE(spill.path("one").stat().st_mode) == 0o600
    assert stat.S_IMODE(spill.path("one").parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("before", [None, "first"])
def test_a_full_disk_leaves_no_half_file(spill: Spill, before: str | None) -> None:
    if before:
        spill.write("one", before)
    with disk_of(10), pytest.raises(OSError, match="large"):
        spill.write("one", "x" * 100)
    assert spill.read("one") == (before.encode() if before else None)
    assert [path.name for path in spill.path("one").parent.iterdir()] == (["one.json"] if before else [])


def test_a_writer_that_is_killed_leaves_a_whole_file(spill: Spill) -> None:
    program = (
        "import sys; from pathlib import Path; from handoff.spill import Spill\n"
        "spill = Spill(Path(sys.argv[1])); spill.write('one', 'a' * 100_000); print('go', flush=True)\n"
        "while True:\n"
        "    for letter in 'ab': spill.write('one', letter * 100_000)\n"
    )
    command = [sys.executable, "-c", program, str(spill.path("one").parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None and writer.stdout.readline() == "go\n"
        writer.kill()
    assert spill.read("one") in (b"a" * 100_000, b"b" * 100_000)


def test_only_what_was_read_is_dropped(spill: Spill) -> None:
    spill.write("one", "old")
    old = spill.read("one")
    assert old is not None
    spill.write("one", "new")
    assert not spill.drop("one", old)
    assert spill.drop("one", b"new")
    assert spill.drop("one", b"new")
    assert spill.names() == []


def test_what_is_set_aside_is_named_and_kept(spill: Spill) -> None:
    spill.write("one", "rubbish")
    bad = spill.set_aside("one")
    assert (bad.name, bad.read_text(), spill.names()) == ("one.json.bad", "rubbish", [])
    assert spill.set_aside("one") == bad


def test_what_a_killed_writer_left_aside_is_swept_away(spill: Spill) -> None:
    spill.write("one", "whole")
    spill.path("two").with_name("two.json.new").write_text("ha")
    spill.sweep()
    assert [path.name for path in spill.path("one").parent.iterdir()] == ["one.json"]


def test_a_folder_that_cannot_be_is_empty(tmp_path: Path) -> None:
    (tmp_path / "packets").write_text("a file")
    spill = Spill(tmp_path / "packets")
    assert spill.names() == []
    spill.sweep()
    with pytest.raises(OSError, match="exists"):
        spill.write("one", "text")
