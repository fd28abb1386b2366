"""The thread that records: many calls, a disk that fills up, a folder that may not be written, an end in the middle."""

import errno
import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from bot.recordings import recorder as room
from bot.recordings.facts import Facts, read_facts
from bot.recordings.recorder import Recorder
from bot.recordings.writing import DONE, UNDER_WAY
from bot.settings.recording_options import RecordingOptions
from tests.bot.recordings.made import KEY, KEYS, numbers, speak, until
from tests.bot.recordings.test_writing import sound_of


@dataclass
class Desk:
    """A recorder and what it told of."""

    folder: Path
    recorder: Recorder
    kept: list[tuple[Path, Facts]] = field(default_factory=list)

    def files(self, ending: str = DONE) -> list[str]:
        return sorted(path.name for path in self.folder.glob(f"*{ending}"))


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "POLL_S", 0.01)
    monkeypatch.setattr(room, "LOOK_S", 0.05)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    kept: list[tuple[Path, Facts]] = []
    options = RecordingOptions(which="all", consent=False, least_free_mb=0)
    made = Recorder(options, tmp_path / "recordings", KEY, lambda path, facts: kept.append((path, facts)))
    yield Desk(tmp_path / "recordings", made, kept)
    made.close()


def test_a_call_from_its_first_tick_to_its_last(desk: Desk) -> None:
    recording = desk.recorder.open("c1")
    assert recording is not None
    speak(recording, 260)
    assert desk.recorder.under_way == 1
    recording.end(handed=True)
    until(lambda: desk.kept)
    path, facts = desk.kept[0]
    assert numbers(np.concatenate(sound_of(path))) == [(n, n + 1000) for n in range(1, 261)]
    assert (facts.call_id, facts.length_ms, facts.handed, facts.whole) == ("c1", 5200, True, True)
    assert (desk.files(), desk.files(UNDER_WAY), desk.recorder.under_way) == ([f"c1{DONE}"], [], 0)


def test_thirty_at_once_do_not_mix(desk: Desk) -> None:
    recordings = {number: desk.recorder.open(f"c{number}") for number in range(30)}
    for number, recording in recordings.items():
        assert recording is not None
        speak(recording, 20, first=100 * number + 1)
    for recording in recordings.values():
        assert recording is not None
        recording.end(handed=False)
    until(lambda: len(desk.kept) == 30)
    for path, facts in desk.kept:
        first = 100 * int(facts.call_id[1:]) + 1
        assert numbers(sound_of(path)[0])[0] == (first, first + 1000)


def test_an_opt_out_deletes_while_the_call_goes_on(desk: Desk) -> None:
    recording = desk.recorder.open("c1")
    assert recording is not None
    speak(recording, 200)
    until(lambda: desk.files(UNDER_WAY))
    recording.opt_out()
    until(lambda: not desk.files(UNDER_WAY))
    speak(recording, 200)
    recording.end(handed=True)
    until(lambda: desk.recorder.under_way == 0)
    assert (desk.kept, list(desk.folder.iterdir())) == ([], [])


def test_nothing_is_made_of_a_call_that_is_not_kept(desk: Desk) -> None:
    recording = desk.recorder.open("c1")
    assert recording is not None
    recording.opt_out()
    until(lambda: desk.recorder.under_way == 0)
    assert desk.kept == []


def test_consent_is_written_before_what_is_said_after_it(tmp_path: Path) -> None:
    kept: list[Facts] = []
    options = RecordingOptions(which="all", least_free_mb=0)
    made = Recorder(options, tmp_path, KEY, lambda path, facts: kept.append(facts))
    recording = made.open("c1")
    assert recording is not None
    speak(recording, 100)
    recording.consented(2000)
    speak(recording, 100)
    until(lambda: "2000" in str(_facts(tmp_path / f"c1{UNDER_WAY}")))
    recording.end(handed=False)
    until(lambda: kept)
    made.close()
    assert kept[0].consent_ms == 2000


def _facts(path: Path) -> Facts | None:
    """Of a file that may just be made."""
    return read_facts(path, KEYS) if path.exists() and path.stat().st_size > 200 else None


class FullDisk:
    """Every write of more than a few bytes is refused, until `room`."""

    def __init__(self) -> None:
        self.room = False
        self._write = os.write

    def __call__(self, handle: int, data: bytes) -> int:
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._write(handle, data)


def test_a_full_disk_stops_recordings_with_one_line_and_they_go_on_when_there_is_room(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    under_way = desk.recorder.open("c1")
    assert under_way is not None
    speak(under_way, 250)
    path = desk.folder / f"c1{UNDER_WAY}"
    until(lambda: _facts(path) is not None and len(sound_of(path)) == 2)
    disk = FullDisk()
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", disk)
        patched.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
        patched.setattr(Path, "write_bytes", _refused)
        speak(under_way, 300)
        until(lambda: desk.recorder.stopped)
        assert desk.recorder.open("c2") is None
        under_way.end(handed=False)
        until(lambda: desk.kept)
    until(lambda: not desk.recorder.stopped)
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING]
    assert "No space left" in caplog.text
    path, facts = desk.kept[0]
    assert (facts.whole, facts.length_ms) == (False, 4000)
    assert read_facts(path, KEYS).length_ms == 4000
    after = desk.recorder.open("c3")
    assert after is not None
    after.end(handed=False)
    until(lambda: len(desk.kept) == 2)


def _refused(path: Path, data: bytes) -> int:
    raise OSError(errno.ENOSPC, "No space left on device", str(path))


def test_an_opt_out_after_the_disk_filled_up_still_deletes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    recording = desk.recorder.open("c1")
    assert recording is not None
    speak(recording, 250)
    until(lambda: desk.files(UNDER_WAY))
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", FullDisk())
        patched.setattr(Path, "write_bytes", _refused)
        speak(recording, 250)
        until(lambda: desk.recorder.stopped)
        recording.opt_out()
        until(lambda: not desk.files(UNDER_WAY))


def test_too_little_room_stops_them_before_the_disk_is_full(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    options = RecordingOptions(which="all", least_free_mb=1_000_000)
    made = Recorder(options, tmp_path, KEY, lambda path, facts: None)
    until(lambda: made.stopped)
    assert made.open("c1") is None
    made.close()
    assert "least_free_mb is 1000000" in caplog.text
    assert len(caplog.records) == 1


def test_a_folder_that_cannot_be_made_stops_them(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    options = RecordingOptions(which="all", least_free_mb=0)
    made = Recorder(options, tmp_path / "file" / "recordings", KEY, lambda path, facts: None)
    until(lambda: made.stopped)
    assert made.open("c1") is None
    made.close()
    assert len(caplog.records) == 1


def test_a_call_that_goes_on_when_hatef_ends_is_cut_and_can_be_read(desk: Desk) -> None:
    recording = desk.recorder.open("c1")
    assert recording is not None
    speak(recording, 250)
    desk.recorder.close()
    assert (desk.kept, desk.files(UNDER_WAY)) == ([], [f"c1{UNDER_WAY}"])
    assert read_facts(desk.folder / f"c1{UNDER_WAY}", KEYS).length_ms == 4000


def test_a_fault_in_one_costs_the_others_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> list[object]:
        raise RuntimeError("a bug")

    one, other = desk.recorder.open("c1"), desk.recorder.open("c2")
    assert one is not None and other is not None
    monkeypatch.setattr(one, "tap", type("Tap", (), {"take": staticmethod(broken)})())
    speak(other, 10)
    other.end(handed=False)
    until(lambda: desk.kept)
    assert desk.kept[0][1].call_id == "c2"
    assert "broke" in caplog.text


def test_a_trial_that_fails_in_the_middle_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a disk with room for half of it."""

    def half(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space"):
        patched.setattr(Path, "write_bytes", half)
        room._try(tmp_path / "trial")
    assert list(tmp_path.iterdir()) == []
