"""A line with its inputs at hand, without SIP or sound."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace

from bot.call.prompt_player import PromptPlayer, Spoken
from bot.call.signals import CallSignals
from bot.call.turn_taking import Awaited, Expect, Patience, TurnTaking
from tests.bot.virtual_time import now_s
from voice.events import HoldChanged, KeyPressed, LegEvent, ListenerLost, ListenEvent, OnListenEvent, Utterance

PATIENCE: dict[Expect, Patience] = {
    "general": Patience(5000, 600),
    "digits": Patience(8000, 1000),
    "yesno": Patience(4000, 400),
}


@dataclass
class ScriptedEar:
    """An ear whose events are put in by the test; remembers how it was armed."""

    on_event: OnListenEvent
    armed: list[tuple[str, int, int]] = field(default_factory=list)
    digit_counts: list[int] = field(default_factory=list)
    playings: list[bool] = field(default_factory=list)
    turn: int = 0

    def expect(self, kind: Awaited, *, turn: int, no_input_ms: int, end_silence_ms: int, digit_count: int = 0) -> None:
        self.turn = turn
        self.armed.append((kind, no_input_ms, end_silence_ms))
        self.digit_counts.append(digit_count)

    def playing(self, on: bool) -> None:
        self.playings.append(on)

    def hear(self, event: ListenEvent) -> None:
        """Tell of something in the turn at hand."""
        self.on_event(event if isinstance(event, ListenerLost) else replace(event, turn=self.turn))


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
        self.signals = CallSignals(self.legs)
        self.ear = ScriptedEar(self.signals.hear)
        self.playbacks: list[EndlessPlayback] = []
        self.texts: list[str] = []

        def play() -> EndlessPlayback:
            self.playbacks.append(EndlessPlayback(short))
            return self.playbacks[-1]

        self.player = PromptPlayer(play, OneChunk(), self._wording, "fa")
        self.line = TurnTaking(self.signals, self.ear, self.player, PATIENCE, barge_in=barge_in)

    def _wording(self, text: str, _: str) -> str:
        self.texts.append(text)
        return text

    def press(self, digits: str) -> None:
        for digit in digits:
            self.legs.put_nowait(KeyPressed(digit, now_s()))

    def hold(self, held: bool) -> None:
        self.legs.put_nowait(HoldChanged(held, now_s()))

    def say(self, text: str) -> None:
        self.ear.hear(Utterance(text, (), 0.9, "fa", 1.0, 2.0, 2.5))


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0)


async def ticks() -> None:
    """Long enough for everything that can happen now."""
    for _ in range(20):
        await asyncio.sleep(0)
