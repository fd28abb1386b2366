"""The line to one caller: says and listens at the same time, and tells what came back as one `Heard`.

say ──────────────┐ playback ends
  │ speech begins  ▼
  └─ barge-in ─▶ listen ──▶ speech | keys | silence
                    │
                    ├──▶ CallerGone     the caller hung up
                    └──▶ RecogniserDown the recogniser died
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.errors import CallerGone, RecogniserDown
from bot.inbox import Inbox, call_off
from bot.mouth import Mouth, Spoken
from voice.events import (
    KeyPressed,
    LegEnded,
    LegEvent,
    ListenerLost,
    ListenEvent,
    MediaLost,
    NoInput,
    SpeechStarted,
    Utterance,
)

Expect = Literal["general", "digits", "yesno"]
Awaited = Expect | Literal["language"]
"""What an ear may be told: "language" is an answer of any kind whose language is to be told too."""

KEYS_WAIT_S = 2.5
"""After the last key, how long the next may take."""
KEYS_END = "#"
KEYS_MOST = 24
KEY_FOR_HUMAN = "0"


@dataclass(frozen=True, slots=True)
class Heard:
    """The caller's turn. Times are `time.monotonic()` seconds; `ended_s` is when the caller stopped."""

    kind: Literal["speech", "keys", "silence"]
    text: str = ""
    confidence: float = 1.0
    ended_s: float = 0.0
    final_s: float = 0.0
    barged_in: bool = False


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one kind of answer may take, ms."""

    no_input_ms: int
    end_silence_ms: int


class Ear(Protocol):
    """What the line needs of `voice.listen.pool.Listener`."""

    events: asyncio.Queue[ListenEvent]
    on_doubt: Callable[[bool], None] | None
    """Called with True when the caller may be interrupting; with False when not, else SpeechStarted follows."""

    def expect(self, kind: Awaited, *, no_input_ms: int, end_silence_ms: int, digit_count: int = 0) -> None:
        """Arm the next turn; `digit_count` digits are asked for, 0: not known."""
        ...

    def playing(self, on: bool) -> None:
        """The bot speaks: stricter rules for what counts as an interruption."""
        ...


class Line:
    """One caller's line; not shared, driven by one task."""

    def __init__(
        self,
        legs: asyncio.Queue[LegEvent],
        ear: Ear,
        mouth: Mouth,
        patience: Mapping[Expect, Patience],
        *,
        barge_in: bool = True,
    ) -> None:
        self._legs = legs
        self._ear = ear
        self._mouth = mouth
        self._patience = patience
        self._barge_in = barge_in
        if barge_in:
            ear.on_doubt = mouth.pause

    async def announce(self, texts: Sequence[str]) -> Spoken:
        """Say `texts` to their very end, whatever the caller does but hang up.

        Raises:
            CallerGone: the caller hung up.
        """
        self._ear.playing(True)
        speaking = asyncio.ensure_future(self._mouth.speak(texts))
        ending = asyncio.ensure_future(self._ended())
        try:
            await asyncio.wait({speaking, ending}, return_when=asyncio.FIRST_COMPLETED)
            if ending.done():
                raise CallerGone(ending.result())
            return speaking.result()
        finally:
            await call_off(speaking)
            await call_off(ending)
            self._ear.playing(False)

    async def exchange(self, texts: Sequence[str], expect: Expect, *, key_count: int = 0) -> Heard:
        """Say `texts` and hear what the caller answers; speech and keys stop the saying.

        Args:
            key_count: as many keys end the turn at once; 0 waits for `#` or a pause.

        Raises:
            CallerGone: the caller hung up. RecogniserDown: the recogniser died.
        """
        patience = self._patience[expect]
        self._forget_late_speech()
        self._ear.playing(bool(texts))
        self._ear.expect(
            expect,
            no_input_ms=patience.no_input_ms,
            end_silence_ms=patience.end_silence_ms,
            digit_count=key_count if expect == "digits" and key_count > 1 else 0,
        )
        speaking = asyncio.ensure_future(self._mouth.speak(texts)) if texts else None
        inbox = Inbox(self._legs, self._ear.events, speaking)
        turn = _Turn(self._interrupt, key_count or KEYS_MOST, zero_ends=expect != "digits")
        try:
            while True:
                event = await inbox.next(KEYS_WAIT_S if turn.keys else None)
                if isinstance(event, Spoken):
                    self._ear.playing(False)
                elif heard := turn.take(event):
                    return heard
        finally:
            await inbox.close()
            if speaking is not None:
                await call_off(speaking)
            self._ear.playing(False)

    def _interrupt(self, sure: bool) -> bool:
        """Fall silent because the caller acts; speech alone does so only where barge-in is allowed."""
        if not self._mouth.speaking or not (sure or self._barge_in):
            return False
        self._mouth.stop()
        self._ear.playing(False)
        return True

    def _forget_late_speech(self) -> None:
        """What was said into the bot's thinking belongs to the last turn; a lost recogniser is not forgotten."""
        for _ in range(self._ear.events.qsize()):
            event = self._ear.events.get_nowait()
            if isinstance(event, ListenerLost):
                self._ear.events.put_nowait(event)

    async def _ended(self) -> str:
        while True:
            event = await self._legs.get()
            if isinstance(event, LegEnded):
                return event.reason


class Interrupt(Protocol):
    """Stops the saying; True where something was being said."""

    def __call__(self, sure: bool) -> bool: ...


class _Turn:
    """The caller's running turn: events in, at most one `Heard` out."""

    def __init__(self, interrupt: Interrupt, key_count: int, *, zero_ends: bool) -> None:
        self.keys = ""
        """Keypad digits so far."""
        self._key_s = 0.0
        self._interrupt = interrupt
        self._key_count = key_count
        self._zero_ends = zero_ends
        self._barged_in = False

    def take(self, event: LegEvent | ListenEvent | None) -> Heard | None:
        """Take one event in; None stands for the time-out after the last key."""
        match event:
            case None:
                return self._keyed()
            case KeyPressed():
                return self._key(event)
            case LegEnded() | MediaLost() | ListenerLost():
                raise _fault(event)
            case _ if self.keys:
                return None
            case SpeechStarted():
                self._barged_in |= self._interrupt(sure=False)
            case Utterance():
                self._barged_in |= self._interrupt(sure=True)
                return Heard(
                    "speech", event.text, event.confidence, event.speech_ended_s, event.final_s, self._barged_in
                )
            case NoInput():
                return Heard("silence", ended_s=event.at_s, final_s=time.monotonic())
        return None

    def _key(self, event: KeyPressed) -> Heard | None:
        self._barged_in |= self._interrupt(sure=True)
        self._key_s = event.at_s
        if event.digit != KEYS_END:
            self.keys += event.digit
        full = len(self.keys) >= self._key_count or (self._zero_ends and self.keys == KEY_FOR_HUMAN)
        return self._keyed() if full or event.digit == KEYS_END else None

    def _keyed(self) -> Heard:
        return Heard("keys", self.keys, ended_s=self._key_s, final_s=time.monotonic(), barged_in=self._barged_in)


def _fault(event: LegEnded | MediaLost | ListenerLost) -> CallerGone | RecogniserDown:
    match event:
        case LegEnded():
            return CallerGone(event.reason)
        case MediaLost():
            return CallerGone(f"no audio for {event.silent_ms} ms")
        case ListenerLost():
            return RecogniserDown(event.reason)
