"""What stands around a golden call instead of telephones and sound: every part notes what the people in it notice."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any, Literal, Self

from tests.golden.product import (
    CallFailed,
    CommandRefused,
    KeyPressed,
    LegEnded,
    LegEvent,
    LegOver,
    ListenerLost,
    NoAnswer,
    NoInput,
    OnListenEvent,
    Party,
    SpeakerLost,
    Spoken,
    TransferUpdate,
    Utterance,
)

Note = Callable[[str, str], None]
"""Told who did something, and what."""
CLEAR, UNSURE, DOUBTFUL = 1.0, 0.5, 0.3
"""How sure the recogniser is of what it heard."""
LONG_MS = 60_000
"""As long as any sentence."""
HUM = b"\0"
"""Sound holds it, the bytes of a text never do."""


def as_sound(text: str, language: str) -> bytes:
    """A sentence as the legs of this file carry it."""
    return f"{language}|{text}\n".encode() if text else b""


class Playback:
    """Over as soon as it is fed to its end; the sound of waiting goes on until it is stopped: no clock counts."""

    def __init__(self, leg: "Leg") -> None:
        self._leg = leg
        self._fed = b""
        self._heard = False
        self._over = asyncio.Event()

    def feed(self, pcm: bytes) -> None:
        self._fed += pcm

    def pause(self, on: bool) -> None: ...

    def end(self) -> None:
        if HUM in self._fed:
            self._leg.humming.set()
            return
        for line in self._fed.decode().splitlines():
            self._leg.hears(line)
        self._heard = True
        self._over.set()

    def stop(self) -> None:
        self._over.set()
        self._leg.humming.clear()

    async def done(self) -> Spoken:
        await self._over.wait()
        return Spoken(self._heard, time.monotonic() if self._heard else None, LONG_MS if self._heard else 0)


class Leg:
    """A telephone: the caller's, or an agent's. `language` is the one that goes without saying."""

    def __init__(self, call_id: str, remote: Party, called: str, language: str, note: Note) -> None:
        self.id = call_id
        self.remote = remote
        self.called = called
        self.invited_s = time.monotonic()
        self.events: asyncio.Queue[LegEvent] = asyncio.Queue()
        self.ended: LegEnded | None = None
        self.held = False
        self.keys_by_tone = False
        self.pauses = False
        self.unheard_s = 0.0
        self.farewell = b""
        self.headers: Mapping[str, str] = {}
        self.humming = asyncio.Event()
        self.refer_codes: list[int | Exception] = []
        """How a REFER ends: the code of the final NOTIFY, or that it cannot be sent."""
        self._language = language
        self._note = note
        self._hung_up = False

    def hears(self, line: str) -> None:
        language, text = line.split("|", 1)
        self._note("bot" if language == self._language else f"bot in {language}", text)

    async def answer(self) -> None: ...

    async def hangup(self, sip_code: int = 0) -> None:
        if self.ended is None and not self._hung_up:
            self._hung_up = True
            self._note("line", "the bot hangs up")

    async def refer_to(self, other: Self) -> None:
        raise NotImplementedError

    async def refer(self, target: str) -> None:
        self._note("line", f"REFER to {target}")
        code = self.refer_codes.pop(0)
        if isinstance(code, Exception):
            raise code
        if code < 300:  # what is refused at once was never accepted
            for words in ("Accepted", "Trying"):
                self.events.put_nowait(TransferUpdate(100, words, False))
        self.events.put_nowait(TransferUpdate(code, "", True))

    def play(self) -> Playback:
        if self.ended is not None:
            raise LegOver("play")
        return Playback(self)

    def record(self, tap: object) -> None: ...
    def listen(self, sink: Callable[[bytes], None] | None, sent: Callable[[bytes], None] | None = None) -> None: ...

    def bridge(self, other: Self) -> None:
        """The two talk, then this side hangs up: not before whoever bridged has seen that the bridge stands."""
        self._note("line", "bridged with the caller")
        loop = asyncio.get_running_loop()
        loop.call_soon(loop.call_soon, self.leave)

    def join(self, other: Self) -> None: ...
    def unbridge(self) -> None: ...
    def take_transfers(self, judge: object) -> None: ...
    async def tell_transfer(self, sip_code: int) -> None: ...
    async def press(self, digits: str) -> None: ...

    def leave(self) -> None:
        """The person hangs up."""
        if self.ended is None:
            self._note("line", "hangs up")
            self.ended = LegEnded("far", 200, "BYE", time.monotonic())
            self.events.put_nowait(self.ended)


class Voice:
    """A synthesiser that says a text as its own bytes, until it is dead."""

    def __init__(self) -> None:
        self.dead = False

    async def say(self, text: str, language: str) -> AsyncIterator[bytes]:
        if self.dead:
            raise SpeakerLost("it died")
        yield as_sound(text, language)


class Ear:
    """Hears the next turn of the scenario when the call listens and the bot is silent; then the caller hangs up."""

    def __init__(
        self, leg: Leg, turns: Sequence[Any], language: str, note: Note, breaks: Callable[[str], None]
    ) -> None:
        self._on_event: OnListenEvent = lambda _event: None
        self._turn = 0
        self._leg = leg
        self._left = list(turns)
        self._language = language
        self._note = note
        self._breaks = breaks
        self._armed = False
        self._bot_speaks = False

    def open(self, call_id: str, language: str, on_event: OnListenEvent) -> Self:
        """The one recogniser of this call."""
        self._on_event = on_event
        return self

    def expect(
        self,
        kind: Literal["general", "digits", "yesno", "date", "free", "language"],
        *,
        turn: int,
        no_input_ms: int,
        end_silence_ms: int,
        digit_count: int = 0,
    ) -> None:
        self._turn = turn
        self._armed = True
        self._take_turn()

    def playing(self, on: bool) -> None:
        self._bot_speaks = on
        self._take_turn()

    def feed(self, pcm: bytes) -> None: ...
    def sent(self, pcm: bytes) -> None: ...

    def close(self) -> None:
        self._armed = False

    def switch(self, language: str) -> None:
        self._language = language

    def _take_turn(self) -> None:
        """Not at once: a call that breaks stops its sentence, but does not listen."""
        asyncio.get_running_loop().call_soon(self._next_turn)

    def _next_turn(self) -> None:
        if self._bot_speaks or not self._armed:
            return
        self._armed = False
        while self._left and isinstance(self._left[0], Mapping) and "breaks" in self._left[0]:
            part = str(self._left.pop(0)["breaks"])
            self._note("breaks", part)
            self._breaks(part)
        if self._left:
            self._do(self._left.pop(0))
        else:
            self._leg.leave()

    def _do(self, turn: Any) -> None:
        now_s = time.monotonic()
        match turn:
            case str():
                self._hear(turn, CLEAR)
            case {"doubtful": words}:
                self._hear(words, DOUBTFUL)
            case {"unsure": words}:
                self._hear(words, UNSURE)
            case {"key": digits}:
                self._note("presses", digits)
                for digit in digits:
                    self._leg.events.put_nowait(KeyPressed(digit, now_s))
            case {"silence": True}:
                self._note("caller", "(silence)")
                self._on_event(NoInput(5000, now_s, self._turn))
            case {"lost": True}:
                self._note("breaks", "recogniser")
                self._on_event(ListenerLost("it died", now_s))
            case _:
                raise ValueError(f"no such turn: {turn}")

    def _hear(self, words: str, confidence: float) -> None:
        self._note({CLEAR: "caller", UNSURE: "caller, in doubt"}.get(confidence, "caller, hardly heard"), words)
        now_s = time.monotonic()
        said = Utterance(words, (), confidence, self._language, now_s, now_s, now_s, turn=self._turn)
        self._on_event(said)


class Agents:
    """The gateway as it calls agents; they answer when the caller has been asked to wait, so that no clock counts."""

    def __init__(self, caller: Leg, answers: Sequence[str], language: str, note: Note) -> None:
        self._caller = caller
        self._answers = list(answers)
        self._language = language
        self._note = note

    async def call(self, uri: str, *, headers: Mapping[str, str], person: Party, timeout_s: float) -> Leg:
        self._note("line", f"rings at {uri}, shows {person.user} {person.display_name}".rstrip())
        self._note("headers", ", ".join(sorted(headers)))
        await self._caller.humming.wait()
        answer = self._answers.pop(0)
        if answer == "no answer":
            raise NoAnswer(timeout_s)
        if answer == "unreachable":
            raise CallFailed(503, "unreachable")
        if answer == "caller leaves":
            self._caller.leave()
            await asyncio.Event().wait()
        return Leg("agent", Party("agent", "pbx"), "", self._language, self._note)


def cannot_refer() -> Exception:
    """The line takes no REFER now."""
    return CommandRefused("refer", "the stack is down")
