"""The line to one caller: says and listens at the same time, and tells what came back as one `CallerTurn`.

say ──────────────┐ playback ends
  │ speech begins  ▼
  └─ barge-in ─▶ listen ──▶ speech | keys | silence
  ▲                 │
  │   resumed       ├──▶ CallerGone     the caller hung up
  └── on hold ◀─────┴──▶ RecogniserDown the recogniser died
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from bot.call.keypad import Afterkeys, Keypad
from bot.call.prompt_player import PromptPlayer, Spoken
from bot.call.saying import Saying
from bot.call.signals import CallSignals, Signal
from bot.call.turn import Turn
from bot.dialogue.caller_turn import CallerTurn
from bot.tasks import call_off
from voice.events import BargeInSuspected, BargeInWithdrawn, KeyPressed

Expect = Literal["general", "digits", "yesno", "date", "free"]
Awaited = Expect | Literal["language"]
"""What an ear may be told: "language" is an answer of any kind whose language is to be told too."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one kind of answer may take, ms."""

    no_input_ms: int
    end_silence_ms: int


class Ear(Protocol):
    """What the line needs of `voice.listen.listener.Listener`; what it hears, it tells `CallSignals.hear`."""

    def expect(self, kind: Awaited, *, turn: int, no_input_ms: int, end_silence_ms: int, digit_count: int = 0) -> None:
        """Arm the next turn, whose number its events carry; `digit_count` digits are asked for, 0: not known."""
        ...

    def playing(self, on: bool) -> None:
        """The bot speaks: stricter rules for what counts as an interruption."""
        ...


class TurnTaking:
    """One caller's line; not shared, driven by one task."""

    def __init__(
        self,
        signals: CallSignals,
        ear: Ear,
        player: PromptPlayer,
        patience: Mapping[Expect, Patience],
        *,
        barge_in: bool = True,
    ) -> None:
        self._signals = signals
        self._ear = ear
        self._player = player
        self._patience = patience
        self._barge_in = barge_in
        self._wait_s = 0.0
        """How long this turn may be silent; 0: by its kind."""
        self._afterkeys = Afterkeys()

    async def announce(self, texts: Sequence[str]) -> Spoken:
        """Say `texts` to their very end, whatever the caller does but hang up.

        Raises:
            CallerGone: the caller hung up.
        """
        self._ear.playing(True)
        speaking = asyncio.ensure_future(self._player.speak(texts))
        waiting: set[asyncio.Future[Any]] = {speaking, self._signals.ended}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            self._signals.check()
            return speaking.result()
        finally:
            await call_off(speaking)
            self._ear.playing(False)

    async def exchange(
        self, texts: Sequence[str], expect: Expect, *, key_count: int = 0, wait_s: float = 0.0
    ) -> CallerTurn:
        """Say `texts` and hear what the caller answers; speech and keys stop the saying.

        On hold nothing is said and no clock runs; after it the question is said again.

        Args:
            wait_s: how long the caller may be silent; 0: as long as the kind of answer may take.
            key_count: so many digits has a number, 0: not known; 1: one key is the whole answer.

        Raises:
            CallerGone: the caller hung up. RecogniserDown: the recogniser died.
        """
        self._wait_s = wait_s
        digit_count = key_count if expect == "digits" and key_count > 1 else 0
        keypad = Keypad(number=expect == "digits", one_key=key_count == 1, digit_count=key_count)
        turn = Turn(self._interrupt, keypad, digit_count)
        heard: CallerTurn | None = None
        while heard is None:
            heard = await self._resumed(turn) if self._signals.held else None
            if heard is None:
                heard, texts = await self._ask(texts, expect, turn)
        if heard.kind == "keys":
            self._afterkeys = Afterkeys(heard.keys, heard.ended_s, complete=keypad.full and not keypad.closed)
        return heard

    async def _ask(self, texts: Sequence[str], expect: Expect, turn: Turn) -> tuple[CallerTurn | None, Sequence[str]]:
        """What the caller answers; or, put on hold, nothing and what to say after it."""
        self._arm(expect, turn.digit_count, playing=bool(texts))
        saying = Saying(self._player, texts)
        ending = saying.task
        try:
            while not self._signals.held:
                event = await self._signals.next(turn.left_s(), ending)
                if isinstance(event, Spoken):
                    ending = None
                    self._ear.playing(False)
                    texts = texts[-1:] if event.completed else texts
                    continue
                if self._barge_in and isinstance(event, BargeInSuspected | BargeInWithdrawn):
                    saying.doubt(isinstance(event, BargeInSuspected))
                if heard := self._take(event, turn):
                    return heard, texts
            return None, texts
        finally:
            await saying.close()
            self._ear.playing(False)

    async def _resumed(self, turn: Turn) -> CallerTurn | None:
        """Wait until the caller takes us back from hold, however long that is; keys count meanwhile."""
        while self._signals.held:
            if heard := self._take(await self._signals.next(turn.left_s()), turn):
                return heard
        return None

    def _take(self, event: Signal | None, turn: Turn) -> CallerTurn | None:
        if isinstance(event, KeyPressed):
            if longer := self._afterkeys.longer(event):
                turn.keypad.resume(longer)
            if self._afterkeys.take(event):
                return None
        return turn.take(event)

    def _arm(self, expect: Expect, digit_count: int, *, playing: bool) -> None:
        patience = self._patience[expect]
        self._ear.playing(playing)
        self._ear.expect(
            expect,
            turn=self._signals.arm(),
            no_input_ms=round(self._wait_s * 1000) or patience.no_input_ms,
            end_silence_ms=patience.end_silence_ms,
            digit_count=digit_count,
        )

    def _interrupt(self, sure: bool) -> bool:
        """Fall silent because the caller acts; speech alone does so only where barge-in is allowed."""
        if not self._player.speaking or not (sure or self._barge_in):
            return False
        self._player.stop()
        self._ear.playing(False)
        return True
