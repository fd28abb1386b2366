"""What is kept: listed, exported, deleted, made whole after faults; files and rows that do not agree."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile
from sqlalchemy import Engine, text

from bot.recordings.errors import KeyUnknown, RecordingBroken, RecordingMissing
from bot.recordings.facts import Facts
from bot.recordings.shelf import BAD, Shelf
from bot.recordings.vault import VaultWriter
from bot.recordings.writing import DONE, UNDER_WAY
from bot.settings.recording_options import RecordingOptions
from handoff.states import State
from tests.bot.recordings.made import FACTS, KEY, OTHER_KEYS, kept_file, left_file, numbers
from tests.bot.recordings.test_left_over import take

ALL = RecordingOptions(which="all", consent=False)
TOLD = RecordingOptions(which="all")
HANDOFFS = RecordingOptions(which="handoffs", consent=False)


def keep(shelf: Shelf, call_id: str, started_at_ms: int = FACTS.started_at_ms, count: int = 250) -> Path:
    facts = Facts(call_id, started_at_ms)
    path = kept_file(shelf.folder, facts, count)
    shelf.keep(path, replace(facts, length_ms=20 * count, whole=True))
    return path


def lose_row(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM recordings"))


def test_listed_newest_first_and_found_by_the_start_of_the_call(shelf: Shelf) -> None:
    for number, call_id in enumerate(("aa1", "ab2", "ac3")):
        keep(shelf, call_id, 1_000 + number)
    assert [row.facts.call_id for row in shelf.latest(2)] == ["ac3", "ab2"]
    assert shelf.find("ab").facts.call_id == "ab2"
    assert shelf.find("ab").size_bytes == (shelf.folder / f"ab2{DONE}").stat().st_size
    for call_id in ("a", "b", ""):
        with pytest.raises(RecordingMissing):
            shelf.find(call_id)


@pytest.mark.parametrize("ending", [".flac", ".wav"])
def test_exported_sample_for_sample(shelf: Shelf, tmp_path: Path, ending: str) -> None:
    keep(shelf, "c1")
    target = tmp_path / f"call{ending}"
    assert shelf.export(shelf.find("c1"), target) == ""
    sound, rate = soundfile.read(target, dtype="int16")
    assert rate == 8000
    assert numbers(sound) == [(n, n + 1000) for n in range(1, 251)]


def test_an_export_that_fails_leaves_what_was_there(shelf: Shelf, tmp_path: Path) -> None:
    path = keep(shelf, "c1")
    target = tmp_path / "call.wav"
    target.write_bytes(b"mine")
    path.write_bytes(b"no recording")
    with pytest.raises(RecordingBroken):
        shelf.export(shelf.find("c1"), target)
    assert target.read_bytes() == b"mine"
    assert [one.name for one in tmp_path.glob(".*")] == []


def test_a_file_that_was_cut_is_exported_as_far_as_it_goes_and_told(shelf: Shelf, tmp_path: Path) -> None:
    path = keep(shelf, "c1")
    path.write_bytes(path.read_bytes()[:-300])
    assert shelf.export(shelf.find("c1"), tmp_path / "call.wav") == "it was cut"
    sound, _ = soundfile.read(tmp_path / "call.wav", dtype="int16")
    assert len(sound) in (32_000, 40_000)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(RecordingBroken):
        shelf.export(shelf.find("c1"), tmp_path / "call.wav")


def test_another_key_opens_nothing(shelf: Shelf, engine: Engine, tmp_path: Path) -> None:
    keep(shelf, "c1")
    other = Shelf(shelf.folder, OTHER_KEYS, engine)
    with pytest.raises(KeyUnknown):
        other.export(other.find("c1"), tmp_path / "call.wav")
    assert not (tmp_path / "call.wav").exists()
    assert other.delete([other.find("c1")]) == 1  # without any key


def test_deleted_means_file_and_row(shelf: Shelf) -> None:
    keep(shelf, "c1")
    keep(shelf, "c2")
    assert shelf.delete([shelf.find("c1")]) == 1
    assert [path.name for path in shelf.folder.iterdir()] == [f"c2{DONE}"]
    assert [row.facts.call_id for row in shelf.latest(10)] == ["c2"]


def test_files_of_calls_are_deleted_with_what_no_row_knows(shelf: Shelf, engine: Engine) -> None:
    keep(shelf, "c1")
    keep(shelf, "c2")
    left_file(shelf.folder, Facts("c3", 5))
    (shelf.folder / f"c4{DONE}{BAD}").write_bytes(b"x")
    lose_row(engine)
    assert shelf.delete_files(["c1", "c3", "c4", "none"]) == 3
    assert [path.name for path in shelf.folder.iterdir()] == [f"c2{DONE}"]


def test_what_is_too_old_goes(shelf: Shelf) -> None:
    for number in range(4):
        keep(shelf, f"c{number}", 1_000 + number, count=10)
    assert shelf.expire(1_002) == 2
    assert shelf.expire(1_002) == 0
    assert [row.facts.call_id for row in shelf.latest(10)] == ["c3", "c2"]


def test_a_database_that_is_away_costs_a_row_until_it_is_back(shelf: Shelf, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE recordings RENAME TO away"))
    path = kept_file(shelf.folder)
    shelf.keep(path, FACTS)
    assert shelf.behind
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO recordings"))
    assert shelf.restore() == 1
    assert not shelf.behind
    found = shelf.find("c1")
    assert (found.facts.length_ms, found.facts.whole, found.size_bytes) == (5000, True, path.stat().st_size)
    assert shelf.restore() == 0


def test_a_file_that_is_none_is_set_aside_once_and_told(shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    shelf.folder.mkdir()
    (shelf.folder / f"c1{DONE}").write_bytes(b"no recording")
    assert shelf.restore() == 0
    assert [path.name for path in shelf.folder.iterdir()] == [f"c1{DONE}{BAD}"]
    assert shelf.restore() == 0
    assert len(caplog.records) == 1


def test_a_file_under_another_key_stays_where_it_is(
    shelf: Shelf, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    kept_file(shelf.folder, keys=OTHER_KEYS)
    assert shelf.restore() == 0
    assert [path.name for path in shelf.folder.iterdir()] == [f"c1{DONE}"]
    assert OTHER_KEYS.present.key_id in caplog.text
    assert Shelf(shelf.folder, OTHER_KEYS, engine).restore() == 1


def test_a_killed_runs_recording_is_kept_as_far_as_it_came(shelf: Shelf, tmp_path: Path) -> None:
    left_file(shelf.folder)
    assert shelf.adopt(ALL) == 1
    found = shelf.find("c1")
    assert (found.facts.whole, found.facts.length_ms, found.file) == (False, 4000, f"c1{DONE}")
    assert shelf.export(found, tmp_path / "call.flac") == "it was cut"


@pytest.mark.parametrize(("consent_ms", "kept"), [(None, 0), (2_000, 1)])
def test_of_a_caller_who_was_not_told_nothing_is_kept(shelf: Shelf, consent_ms: int | None, kept: int) -> None:
    left_file(shelf.folder, consent_ms=consent_ms)
    assert shelf.adopt(TOLD) == kept
    assert len(list(shelf.folder.iterdir())) == kept


@pytest.mark.parametrize("handed", [True, False])
def test_of_handoffs_those_that_a_human_had(shelf: Shelf, engine: Engine, tmp_path: Path, handed: bool) -> None:
    if handed:
        take(engine, tmp_path / "spill", "000000000001", "c1", State.REFERRING, State.REFERRED)
    left_file(shelf.folder)
    assert shelf.adopt(HANDOFFS) == handed
    assert [row.facts.handed for row in shelf.latest(5)] == [True] * handed
    assert [path.suffix for path in shelf.folder.iterdir()] == [DONE] * handed


def test_one_that_is_being_written_is_left_alone(shelf: Shelf) -> None:
    shelf.folder.mkdir()
    vault = VaultWriter(shelf.folder / f"c1{UNDER_WAY}", KEY)
    assert shelf.adopt(ALL) == 0
    assert [path.name for path in shelf.folder.iterdir()] == [f"c1{UNDER_WAY}"]
    vault.close()


def test_an_empty_file_of_a_killed_run_is_set_aside(shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    shelf.folder.mkdir()
    (shelf.folder / f"c1{UNDER_WAY}").write_bytes(b"")
    assert shelf.adopt(ALL) == 0
    assert [path.name for path in shelf.folder.iterdir()] == [f"c1{UNDER_WAY}{BAD}"]


def test_a_folder_that_is_not_there_is_empty(shelf: Shelf) -> None:
    assert (shelf.adopt(ALL), shelf.restore(), shelf.expire(5), shelf.delete_files(["c1"])) == (0, 0, 0, 0)
