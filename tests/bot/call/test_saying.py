"""Whatever the caller does and in whatever order: the bot is never paused for ever, and every turn has an end."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.call.prompt_player import PromptPlayer, Spoken
from bot.call.saying import DOUBT_MOST_S, Saying
from bot.call.signals import CallSignals
from bot.call.turn_taking import Awaited, Expect, Patience, TurnTaking
from bot.errors import CallerGone, RecogniserDown
from tests.bot.virtual_time import now_s, run
from voice.audio import FRAME_BYTES, FRAME_MS
from voice.events import (
    BargeInConfirmed,
    BargeInSuspected,
    BargeInWithdrawn,
    HoldChanged,
    KeyPressed,
    LegEnded,
    LegEvent,
    ListenerLost,
    ListenEvent,
    NoInput,
    OnListenEvent,
    SpeechStarted,
    Utterance,
)
from voice.gateway.playback import Playback

SENTENCE_MS = 2000
PATIENCE: dict[Expect, Patience] = {
    "general": Patience(5000, 600),
    "digits": Patience(8000, 1000),
    "yesno": Patience(4000, 400),
}
Sound = Literal["doubt", "no doubt", "interruption", "speech"]
SOUNDS: dict[Sound, Callable[[float], ListenEvent]] = {
    "doubt": BargeInSuspected,
    "no doubt": BargeInWithdrawn,
    "interruption": BargeInConfirmed,
    "speech": SpeechStarted,
}
Deed = Literal["1", "0", "#", "*", Sound, "words", "hold", "resume", "hang up", "deaf", "wait"]
DEEDS: tuple[Deed, ...] = get_args(Deed)


class TwoSeconds:
    """Every text is two seconds of sound."""

    async def say(self, text: str, language: str) -> AsyncIterator[bytes]:
        yield b"\x01\x02" * (FRAME_BYTES // 2) * (SENTENCE_MS // FRAME_MS)


class LiveEar:
    """Doubts as the test says; like the real one it tells of silence when nobody has spoken for a while."""

    def __init__(self, on_event: OnListenEvent) -> None:
        self._on_event = on_event
        self._turn = 0
        self._clock: asyncio.TimerHandle | None = None
        self._no_input_ms = 0

    def expect(self, kind: Awaited, *, turn: int, no_input_ms: int, end_silence_ms: int, digit_count: int = 0) -> None:
        self._turn = turn
        self._no_input_ms = no_input_ms

    def playing(self, on: bool) -> None:
        if self._clock is not None:
            self._clock.cancel()
        loop = asyncio.get_running_loop()
        self._clock = None if on else loop.call_later(self._no_input_ms / 1000, self._silent)

    def hear(self, event: ListenEvent) -> None:
        """Tell of something in the turn at hand."""
        self._on_event(event if isinstance(event, ListenerLost) else replace(event, turn=self._turn))

    def _silent(self) -> None:
        self.hear(NoInput(self._no_input_ms, now_s()))


@dataclass
class Telephone:
    """A caller on a real line, mouth and playback; the media clock is a task."""

    legs: asyncio.Queue[LegEvent] = field(default_factory=asyncio.Queue)
    playback: Playback | None = None
    held: bool = False
    gone: bool = False

    def __post_init__(self) -> None:
        self.player = PromptPlayer(self._play, TwoSeconds(), lambda text, _: text, "fa")
        signals = CallSignals(self.legs)
        self.ear = LiveEar(signals.hear)
        self.line = TurnTaking(signals, self.ear, self.player, PATIENCE)

    def _play(self) -> Playback:
        self.playback = Playback(asyncio.get_running_loop())
        if self.gone:
            self.playback.stop()
        return self.playback

    async def media(self) -> None:
        """What the media thread does every 20 ms; on hold nobody takes our frames."""
        while True:
            if self.playback is not None and not self.held:
                self.playback.next_frame()
            await asyncio.sleep(FRAME_MS / 1000)

    def do(self, deed: Deed) -> None:
        match deed:
            case "1" | "0" | "#" | "*":
                self.legs.put_nowait(KeyPressed(deed, now_s()))
            case "doubt" | "no doubt" | "interruption" | "speech":
                self.ear.hear(SOUNDS[deed](now_s()))
            case "words":
                self.ear.hear(Utterance("موجودی", (), 0.9, "fa", now_s() - 1, now_s(), now_s()))
            case "hold" | "resume":
                self.held = deed == "hold"
                self.legs.put_nowait(HoldChanged(self.held, now_s()))
            case "deaf":
                self.ear.hear(ListenerLost("worker 0 died", now_s()))
            case "hang up":
                self.held, self.gone = False, True
                if self.playback is not None:
                    self.playback.stop()  # as the leg does
                self.legs.put_nowait(LegEnded("far", 200, "BYE", now_s()))

    async def act(self, deeds: list[tuple[int, Deed]]) -> None:
        for wait_ms, deed in deeds:
            await asyncio.sleep(wait_ms / 1000)
            self.do(deed)
        self.do("resume")  # nobody holds for ever


async def call(deeds: list[tuple[int, Deed]], expect: Expect) -> str:
    """Two questions, a last sentence and one of the desk's while the caller does `deeds`; how it ended."""
    phone = Telephone()
    media, caller = asyncio.create_task(phone.media()), asyncio.create_task(phone.act(deeds))
    try:
        async with asyncio.timeout(120):
            try:
                for _ in range(2):
                    await phone.line.exchange(["a", "b"], expect, key_count=5 if expect == "digits" else 0)
                spoken = await phone.line.announce(["c"])
                assert spoken == Spoken(True, spoken.started_s, SENTENCE_MS)
            except RecogniserDown:
                pass
            spoken = await phone.player.speak(["I connect you"])
            assert spoken.completed or phone.gone
            return "gone" if phone.gone else "said"
    except CallerGone:
        return "gone"
    finally:
        media.cancel()
        caller.cancel()


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(st.sampled_from([0, 20, 300, 900, 2600, 7000]), st.sampled_from(DEEDS)), max_size=9),
    st.sampled_from(["general", "digits"]),
)
def test_no_order_of_events_leaves_the_caller_in_silence(deeds: list[tuple[int, Deed]], expect: Expect) -> None:
    ended = run(call(deeds, expect))
    assert ended == "said" or any(deed == "hang up" for _, deed in deeds)


def test_speech_over_the_last_sentence_after_a_turn_of_keys() -> None:
    assert run(call([(0, "1"), (0, "#"), (0, "1"), (0, "#"), (300, "doubt"), (300, "speech")], "general")) == "said"


def test_a_doubt_that_is_never_settled_is_withdrawn() -> None:
    async def main() -> float:
        phone = Telephone()
        media = asyncio.create_task(phone.media())
        started_s = now_s()
        saying = Saying(phone.player, ["a"])
        assert saying.task is not None
        await asyncio.sleep(0.5)
        saying.doubt(True)
        spoken = await saying.task
        media.cancel()
        await saying.close()
        assert spoken.completed
        return now_s() - started_s

    lasted_s = run(main())
    assert abs(lasted_s - DOUBT_MOST_S - SENTENCE_MS / 1000) < 0.1


def test_a_doubt_that_ends_with_its_saying_does_not_pause_the_next() -> None:
    async def main() -> Spoken:
        phone = Telephone()
        media = asyncio.create_task(phone.media())
        first = Saying(phone.player, ["a"])
        await asyncio.sleep(0.5)
        first.doubt(True)
        await first.close()
        second = Saying(phone.player, ["b"])
        assert second.task is not None
        spoken = await second.task
        media.cancel()
        await second.close()
        return spoken

    assert run(main()).completed


def test_nobody_else_pauses_what_is_said() -> None:
    bot = Path(__file__).resolve().parents[3] / "bot"
    pausing = {path.name for path in bot.rglob("*.py") if re.search(r"\.pause\b", path.read_text(encoding="utf-8"))}
    assert pausing == {"saying.py", "prompt_player.py"}
