"""The line: barge-in, keys, silence and the ways it breaks, without SIP or sound."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from bot import line as line_module
from bot.errors import CallerGone, RecogniserDown
from bot.line import Awaited, Expect, Line, Patience
from bot.mouth import Mouth, Spoken
from voice.events import (
    KeyPressed,
    LegEnded,
    LegEvent,
    ListenerLost,
    ListenEvent,
    NoInput,
    SpeechStarted,
    Utterance,
)

PATIENCE: dict[Expect, Patience] = {
    "general": Patience(5000, 600),
    "digits": Patience(8000, 1000),
    "yesno": Patience(4000, 400),
}


@dataclass
class ScriptedEar:
    """An ear whose events are put in by the test; remembers how it was armed."""

    events: asyncio.Queue[ListenEvent] = field(default_factory=asyncio.Queue)
    armed: list[tuple[str, int, int]] = field(default_factory=list)
    digit_counts: list[int] = field(default_factory=list)
    playings: list[bool] = field(default_factory=list)
    on_doubt: Callable[[bool], None] | None = None

    def expect(self, kind: Awaited, *, no_input_ms: int, end_silence_ms: int, digit_count: int = 0) -> None:
        self.armed.append((kind, no_input_ms, end_silence_ms))
        self.digit_counts.append(digit_count)

    def playing(self, on: bool) -> None:
        self.playings.append(on)


class EndlessPlayback:
    """Plays until stopped, or until ended when `short`."""

    def __init__(self, short: bool) -> None:
        self.short = short
        self.stopped = False
        self.pauses: list[bool] = []
        self.over = asyncio.Event()

    def feed(self, pcm: bytes) -> None: ...

    def pause(self, on: bool) -> None:
        self.pauses.append(on)

    def end(self) -> None:
        if self.short:
            self.over.set()

    def stop(self) -> None:
        self.stopped = self.stopped or not self.over.is_set()
        self.over.set()

    async def done(self) -> Spoken:
        await self.over.wait()
        return Spoken(completed=not self.stopped, started_s=1.0, played_ms=20)


class OneChunk:
    async def say(self, text: str, language: str) -> AsyncIterator[bytes]:
        yield text.encode()


class Desk:
    """A line with its inputs at hand."""

    def __init__(self, *, short: bool = True, barge_in: bool = True) -> None:
        self.legs: asyncio.Queue[LegEvent] = asyncio.Queue()
        self.ear = ScriptedEar()
        self.playbacks: list[EndlessPlayback] = []

        def play() -> EndlessPlayback:
            self.playbacks.append(EndlessPlayback(short))
            return self.playbacks[-1]

        self.mouth = Mouth(play, OneChunk(), lambda text, _: text, "fa")
        self.line = Line(self.legs, self.ear, self.mouth, PATIENCE, barge_in=barge_in)

    def press(self, digits: str) -> None:
        for digit in digits:
            self.legs.put_nowait(KeyPressed(digit, 2.0))

    def say(self, text: str) -> None:
        self.ear.events.put_nowait(Utterance(text, (), 0.9, "fa", 1.0, 2.0, 2.5))


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0)


async def test_speech_after_the_question() -> None:
    desk = Desk()
    turn = asyncio.create_task(desk.line.exchange(["سلام"], "general"))
    await until(lambda: desk.ear.playings == [True, False])
    desk.say("موجودی")
    heard = await turn
    assert (heard.kind, heard.text, heard.confidence) == ("speech", "موجودی", 0.9)
    assert (heard.ended_s, heard.final_s) == (2.0, 2.5)
    assert desk.ear.armed == [("general", 5000, 600)]
    assert desk.ear.playings[0] is True
    assert desk.ear.playings[-1] is False


async def test_speech_stops_the_saying() -> None:
    desk = Desk(short=False)
    turn = asyncio.create_task(desk.line.exchange(["پیام بلند"], "general"))
    await until(lambda: desk.mouth.speaking)
    desk.ear.events.put_nowait(SpeechStarted(1.0))
    await until(lambda: desk.playbacks[0].stopped)
    assert not turn.done()
    desk.say("نه")
    assert (await turn).barged_in


async def test_a_doubt_pauses_the_saying_and_a_false_alarm_goes_on() -> None:
    desk = Desk(short=False)
    turn = asyncio.create_task(desk.line.exchange(["پیام بلند"], "general"))
    await until(lambda: desk.mouth.speaking)
    assert desk.ear.on_doubt is not None
    desk.ear.on_doubt(True)
    desk.ear.on_doubt(False)
    assert desk.playbacks[0].pauses == [True, False]
    assert not desk.playbacks[0].stopped
    desk.say("نه")
    await turn


async def test_without_barge_in_only_the_finished_turn_stops_it() -> None:
    desk = Desk(short=False, barge_in=False)
    turn = asyncio.create_task(desk.line.exchange(["پیام بلند"], "general"))
    await until(lambda: desk.mouth.speaking)
    desk.ear.events.put_nowait(SpeechStarted(1.0))
    desk.say("نه")
    await turn
    assert desk.ear.on_doubt is None
    assert desk.playbacks[0].stopped


async def test_keys_end_at_their_count() -> None:
    desk = Desk(short=False)
    desk.press("12345")
    heard = await desk.line.exchange(["شماره سفارش؟"], "digits", key_count=5)
    assert (heard.kind, heard.text) == ("keys", "12345")


async def test_keys_end_at_the_hash() -> None:
    desk = Desk()
    desk.press("12#9")
    assert (await desk.line.exchange([], "digits")).text == "12"


async def test_keys_end_after_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "KEYS_WAIT_S", 0.01)
    desk = Desk()
    desk.press("12")
    assert (await desk.line.exchange([], "digits", key_count=5)).text == "12"


async def test_zero_calls_a_human_at_once_but_begins_a_number() -> None:
    desk = Desk()
    desk.press("0")
    assert (await desk.line.exchange([], "general")).text == "0"
    desk.press("01234")
    assert (await desk.line.exchange([], "digits", key_count=5)).text == "01234"


async def test_speech_while_keying_is_not_taken() -> None:
    desk = Desk()
    desk.press("1")
    turn = asyncio.create_task(desk.line.exchange([], "digits", key_count=2))
    await until(desk.legs.empty)
    desk.say("سه")
    desk.press("2")
    assert (await turn).text == "12"


async def test_silence() -> None:
    desk = Desk()
    turn = asyncio.create_task(desk.line.exchange(["?"], "general"))
    await until(lambda: bool(desk.ear.armed))
    desk.ear.events.put_nowait(NoInput(5000, 7.0))
    assert (await turn).kind == "silence"


async def test_the_caller_hangs_up_while_listening_and_while_saying() -> None:
    for short in (True, False):
        desk = Desk(short=short)
        desk.legs.put_nowait(LegEnded("far", 200, "BYE", 1.0))
        with pytest.raises(CallerGone):
            await desk.line.exchange(["سلام"], "general")


async def test_a_dead_recogniser_is_told() -> None:
    desk = Desk()
    desk.ear.events.put_nowait(ListenerLost("worker 0 died", 1.0))
    with pytest.raises(RecogniserDown, match="worker 0"):
        await desk.line.exchange([], "general")


async def test_an_announcement_is_not_interrupted() -> None:
    desk = Desk(short=False)
    saying = asyncio.create_task(desk.line.announce(["شما را وصل می‌کنم"]))
    await until(lambda: bool(desk.playbacks))
    desk.ear.events.put_nowait(SpeechStarted(1.0))
    desk.press("1")
    for _ in range(20):
        await asyncio.sleep(0)
    assert not desk.playbacks[0].stopped
    desk.playbacks[0].over.set()
    assert (await saying).completed


async def test_an_announcement_ends_with_the_caller() -> None:
    desk = Desk(short=False)
    desk.legs.put_nowait(LegEnded("far", 200, "BYE", 1.0))
    with pytest.raises(CallerGone):
        await desk.line.announce(["خدانگهدار"])
    assert desk.playbacks[0].stopped


async def test_speech_into_the_bots_thinking_is_not_the_next_answer() -> None:
    desk = Desk(short=False)
    desk.say("یک")
    turn = asyncio.create_task(desk.line.exchange(["شماره؟"], "digits"))
    await until(lambda: desk.mouth.speaking)
    desk.say("دو")
    assert (await turn).text == "دو"


async def test_keys_pressed_ahead_are_kept() -> None:
    desk = Desk()
    desk.press("12")
    assert (await desk.line.exchange([], "digits", key_count=1)).text == "1"
    assert (await desk.line.exchange([], "digits", key_count=1)).text == "2"


async def test_the_ear_is_told_how_many_digits_are_asked_for() -> None:
    desk = Desk(short=False)
    desk.press("12345")
    await desk.line.exchange(["شماره سفارش؟"], "digits", key_count=5)
    desk.press("0")
    await desk.line.exchange(["؟"], "general", key_count=1)
    assert desk.ear.digit_counts == [5, 0]
