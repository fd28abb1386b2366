"""Messages from the beep to the disk: ended by silence, #, the limit, hanging up, a full disk, a stop of Hatef."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.recordings import recorder as room
from bot.recordings.facts import Facts, read_facts
from bot.recordings.recorder import Recorder
from bot.recordings.writing import DONE, Writing
from bot.settings.recording_options import RecordingOptions
from bot.voicemail import recorder as taking
from bot.voicemail.recorder import MessageTaker
from handoff.errors import CallerGone
from handoff.voicemail.message import Fate, Taken
from handoff.voicemail.options import VoicemailRules
from tests.bot.recordings.made import KEY, KEYS
from tests.bot.voicemail.made import LOUD, PACKET, LevelEar
from tests.handoff.doubles import OneCaller
from voice.audio import SILENCE_FRAME

OPTIONS = RecordingOptions("all", consent=False, least_free_mb=0)
RULES = VoicemailRules(end_silence_s=4.0, most_s=60.0, least_s=1.0)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "POLL_S", 0.01)
    monkeypatch.setattr(taking, "LOOK_S", 0.001)


class Speaking(OneCaller):
    """Says frames as fast as the clock of the test goes: 20 ms each."""

    def __init__(self, now: "Now") -> None:
        super().__init__()
        self.now = now

    def say_frames(self, frame: bytes, count: int) -> None:
        assert self.sink is not None
        for _ in range(count):
            self.sink(frame)
        self.now.s += count * 0.02

    async def key(self) -> str:
        key = await super().key()
        if not key:
            raise CallerGone
        return key


@dataclass
class Now:
    s: float = 100.0

    def __call__(self) -> float:
        return self.s


@dataclass
class Desk:
    folder: Path
    recorder: Recorder
    kept: list[Facts]
    now: Now = field(default_factory=Now)

    def __post_init__(self) -> None:
        self.caller = Speaking(self.now)
        self.taker = MessageTaker(self.recorder, LevelEar, RULES, clock=self.now)

    async def begin(self) -> "asyncio.Task[Taken]":
        """A message is being recorded."""
        going = asyncio.create_task(self.taker.take(PACKET, self.caller))
        while self.caller.sink is None and not going.done():
            await asyncio.sleep(0)
        return going

    async def says(self, frame: bytes, seconds: float) -> None:
        """A second at a time, so that it is judged in time."""
        for _ in range(round(seconds)):
            if self.caller.sink is not None:
                self.caller.say_frames(frame, 50)
            await asyncio.sleep(0.004)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    kept: list[Facts] = []
    made = Recorder(OPTIONS, tmp_path / "voicemail", KEY, lambda path, facts: kept.append(facts))
    yield Desk(tmp_path / "voicemail", made, kept)
    made.close()


async def test_silence_ends_it_and_then_it_stands_on_the_disk(desk: Desk) -> None:
    going = await desk.begin()
    await desk.says(LOUD, 5)
    assert not going.done()
    await desk.says(SILENCE_FRAME, 8)
    assert await going == Taken(Fate.KEPT)
    assert desk.files() == [f"{PACKET}{DONE}"]
    facts = read_facts(desk.folder / f"{PACKET}{DONE}", KEYS)
    assert facts.whole
    assert 8_900 <= facts.length_ms <= 13_100
    assert desk.kept[0].call_id == PACKET
    assert desk.caller.sink is None


async def test_a_key_ends_it(desk: Desk) -> None:
    going = await desk.begin()
    await desk.says(LOUD, 2)
    for key in "1#":
        desk.caller.keys.put_nowait(key)
    assert await going == Taken(Fate.KEPT)


async def test_the_limit_ends_it(desk: Desk) -> None:
    going = await desk.begin()
    await desk.says(LOUD, 70)
    assert await going == Taken(Fate.KEPT)


@pytest.mark.parametrize("lost", ["", "the line broke"])
async def test_who_hangs_up_has_left_what_was_said(desk: Desk, lost: str) -> None:
    going = await desk.begin()
    await desk.says(LOUD, 2)
    desk.caller.lost = lost
    desk.caller.gone.set()
    desk.caller.keys.put_nowait("")
    assert await going == Taken(Fate.KEPT, gone=True, lost=lost)
    assert desk.files() == [f"{PACKET}{DONE}"]


@pytest.mark.parametrize("seconds", [0, 20])
async def test_silence_is_no_message(desk: Desk, seconds: int) -> None:
    going = await desk.begin()
    await desk.says(SILENCE_FRAME, seconds)
    desk.caller.keys.put_nowait("#")
    assert await going == Taken(Fate.EMPTY)
    assert (desk.files(), desk.kept) == ([], [])


async def test_a_telephone_that_sends_nothing_in_pauses_ends_it_too(desk: Desk) -> None:
    going = await desk.begin()
    await desk.says(LOUD, 2)
    desk.now.s += 5
    assert await going == Taken(Fate.KEPT)


async def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "voicemail").write_text("no folder")
    made = Recorder(OPTIONS, tmp_path / "voicemail", KEY, lambda path, facts: None)
    now = Now()
    while not made.stopped:
        await asyncio.sleep(0.01)
    assert await MessageTaker(made, LevelEar, RULES, clock=now).take(PACKET, Speaking(now)) == Taken(Fate.UNABLE)
    made.close()


async def test_a_disk_that_fills_up_keeps_the_beginning(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    going = await desk.begin()
    await desk.says(LOUD, 3)
    while not desk.folder.exists() or not any(path.stat().st_size > 1_000 for path in desk.folder.iterdir()):
        await asyncio.sleep(0.01)
    monkeypatch.setattr(Writing, "feed", _full)
    await desk.says(LOUD, 3)
    assert await going == Taken(Fate.CUT)
    assert not read_facts(desk.folder / f"{PACKET}{DONE}", KEYS).whole


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


async def test_when_hatef_stops_what_was_said_is_kept(desk: Desk) -> None:
    going = await desk.begin()
    await desk.says(LOUD, 3)
    while not desk.recorder.under_way:
        await asyncio.sleep(0.01)
    going.cancel()
    with pytest.raises(asyncio.CancelledError):
        await going
    desk.recorder.close()
    assert desk.files() == [f"{PACKET}{DONE}"]
    assert desk.kept[0].length_ms == 3_000
