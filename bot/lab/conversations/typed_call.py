"""A caller who types: the leg, the recogniser, the voice and the desk of one call, without a telephone.

Whenever the call listens, the next turn of the script comes in; whatever the bot says is kept with it. When the script
is over, the caller hangs up.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from bot.call.ports import SpeechInput, TapPort
from bot.call.prompt_player import Spoken
from bot.call.turn_taking import Awaited
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Caller, Dialogue, Reply, Understood
from bot.lab.conversations.script import End, Script, ScriptTurn
from handoff.acd.port import CallerLeg
from handoff.desk import Handed
from handoff.packet import ContextPacket
from handoff.sentences import HandoffSentences
from handoff.states import State
from voice.errors import LegOver
from voice.events import KeyPressed, LegEnded, LegEvent, NoInput, OnListenEvent, Party, TransferAsked, Utterance

TYPED_CONFIDENCE = 1.0


@dataclass
class TurnDone:
    """One turn of the script and what came of it."""

    turn: ScriptTurn
    intent: str = ""
    confidence: float = 0.0
    says: list[str] = field(default_factory=list)
    ended: bool = False


@dataclass
class Transcript:
    """What happened in one call: the greeting, every turn that was taken, and the end."""

    greeting: list[str] = field(default_factory=list)
    done: list[TurnDone] = field(default_factory=list)
    end: End = "open"

    def say(self, text: str) -> None:
        """The bot says `text` now."""
        (self.done[-1].says if self.done else self.greeting).append(text)


class TypedLeg:
    """`bot.call.ports.CallLeg` of a caller who types."""

    def __init__(self, script: Script, call_id: str) -> None:
        self.id = call_id
        self.remote = Party(script.number, "typed")
        self.called = script.called
        self.invited_s = time.monotonic()
        self.events: asyncio.Queue[LegEvent] = asyncio.Queue()
        self.ended: LegEnded | None = None
        self.held = False
        self.keys_by_tone = False
        self.pauses = False
        self.unheard_s = 0.0
        self.farewell = b""
        self.headers: Mapping[str, str] = {}

    async def answer(self) -> None:
        """See `CallLeg`."""

    async def hangup(self, sip_code: int = 0) -> None:
        """See `CallLeg`."""

    async def refer(self, target: str) -> None:
        """See `CallLeg`; nobody is there to be referred."""
        raise LegOver("refer")

    async def refer_to(self, other: Self) -> None:
        """See `CallLeg`; nobody is there to be referred."""
        raise LegOver("refer to")

    def play(self) -> "TypedPlayback":
        """See `CallLeg`."""
        if self.ended is not None:
            raise LegOver("play")
        return TypedPlayback()

    def record(self, tap: TapPort | None) -> None:
        """See `CallLeg`."""

    def listen(self, sink: Callable[[bytes], None] | None, sent: Callable[[bytes], None] | None = None) -> None:
        """See `CallLeg`."""

    def bridge(self, other: Self) -> None:
        """See `CallLeg`."""

    def join(self, other: Self) -> None:
        """See `CallLeg`."""

    def unbridge(self) -> None:
        """See `CallLeg`."""

    def take_transfers(self, judge: Callable[[TransferAsked], int] | None) -> None:
        """See `CallLeg`."""

    async def tell_transfer(self, sip_code: int) -> None:
        """See `CallLeg`."""

    async def press(self, digits: str) -> None:
        """See `CallLeg`."""

    def leave(self) -> None:
        """The caller hangs up."""
        if self.ended is None:
            self.ended = LegEnded("far", 200, "the script is over", time.monotonic())
            self.events.put_nowait(self.ended)


class TypedPlayback:
    """`bot.call.prompt_player.Playback` without sound: over as soon as it is fed."""

    def feed(self, pcm: bytes) -> None:
        """See `Playback`."""

    def end(self) -> None:
        """See `Playback`."""

    def pause(self, on: bool) -> None:
        """See `Playback`."""

    def stop(self) -> None:
        """See `Playback`."""

    async def done(self) -> Spoken:
        """See `Playback`."""
        return Spoken(completed=True, started_s=time.monotonic())


class TypedVoice:
    """`bot.call.prompt_player.Voice` without sound: what is said is noted."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript

    async def say(self, text: str, language: str) -> AsyncIterator[bytes]:
        """See `Voice`."""
        self._transcript.say(text)
        yield b""


class TypedEar:
    """`bot.call.ports.SpeechInput` that "hears" the script: a turn each time it is armed and the bot has spoken."""

    def __init__(self, leg: TypedLeg, language: str, turns: Sequence[ScriptTurn], transcript: Transcript) -> None:
        self._on_event: OnListenEvent = lambda _event: None
        self._leg = leg
        self._language = language
        self._left = list(turns)
        self._transcript = transcript
        self._number = 0  # of the armed turn
        self._no_input_ms: int | None = None
        """How long the armed turn may be silent; None: nothing is awaited."""
        self._bot_speaks = False

    def tell(self, on_event: OnListenEvent) -> None:
        """From now on `on_event` is told what is "heard"."""
        self._on_event = on_event

    def expect(self, kind: Awaited, *, turn: int, no_input_ms: int, end_silence_ms: int, digit_count: int = 0) -> None:
        """See `Ear`."""
        self._number = turn
        self._no_input_ms = no_input_ms
        self._take_turn()

    def playing(self, on: bool) -> None:
        """See `Ear`."""
        self._bot_speaks = on
        self._take_turn()

    def _take_turn(self) -> None:
        if self._bot_speaks or self._no_input_ms is None:
            return
        no_input_ms, self._no_input_ms = self._no_input_ms, None
        if not self._left:
            self._leg.leave()
            return
        turn = self._left.pop(0)
        self._transcript.done.append(TurnDone(turn))
        now_s = time.monotonic()
        if turn.key is not None:
            for digit in turn.key:
                self._leg.events.put_nowait(KeyPressed(digit, now_s))
        elif turn.say is not None:
            said = Utterance(turn.say, (), TYPED_CONFIDENCE, self._language, now_s, now_s, now_s, turn=self._number)
            self._on_event(said)
        else:
            self._on_event(NoInput(no_input_ms, now_s, self._number))

    def feed(self, pcm: bytes) -> None:
        """See `SpeechInput`."""

    def sent(self, pcm: bytes) -> None:
        """See `SpeechInput`."""

    def switch(self, language: str) -> None:
        """See `SpeechInput`."""
        self._language = language

    def close(self) -> None:
        """See `SpeechInput`."""


class TypedEars:
    """`bot.call.ports.Recognisers` of one call."""

    def __init__(self, ear: TypedEar) -> None:
        self._ear = ear

    def open(self, call_id: str, language: str, on_event: OnListenEvent) -> SpeechInput:
        """See `Recognisers`."""
        self._ear.tell(on_event)
        return self._ear


class WatchedDialogue:
    """A `Dialogue` whose answers are noted with the turn that they answer."""

    def __init__(self, dialogue: Dialogue, transcript: Transcript) -> None:
        self._dialogue = dialogue
        self._transcript = transcript

    async def start(self, caller: Caller) -> Reply:
        """See `Dialogue.start`."""
        return await self._dialogue.start(caller)

    async def understand(self, caller: Caller, said: CallerTurn) -> Understood:
        """See `Dialogue.understand`."""
        found = await self._dialogue.understand(caller, said)
        self._note(found.intent, found.confidence)
        return found

    async def turn(self, caller: Caller, said: CallerTurn) -> Reply:
        """See `Dialogue.turn`."""
        reply = await self._dialogue.turn(caller, said)
        self._note(reply.intent, reply.intent_confidence)
        return reply

    def _note(self, intent: str, confidence: float) -> None:
        if self._transcript.done:
            done = self._transcript.done[-1]
            done.intent, done.confidence = intent, confidence


class NotedDesk:
    """`bot.call.ports.HumanDesk` where a human always takes over."""

    def __init__(self, transcript: Transcript, sentences: HandoffSentences) -> None:
        self._transcript = transcript
        self._sentences = sentences

    async def hand_off(self, packet: ContextPacket, caller: CallerLeg, *, opening: str | None = None) -> Handed:
        """See `HumanDesk`."""
        self._transcript.end = "human"
        usual = self._sentences.to_caller(packet.language).opening(packet.reason)
        if words := usual if opening is None else opening:
            self._transcript.say(words)
        return Handed(packet.packet_id, State.BRIDGED, "typed")
