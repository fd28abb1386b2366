"""A call without SIP or sound: what stands behind the ports is scripted by the test."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import pytest

from bot.call.context import CallContext
from bot.call.ports import TapPort
from bot.call.prompt_player import Spoken
from bot.call.turn_taking import Awaited
from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Caller, Reply, Understood
from bot.journal.reader import JournalReader
from bot.journal.writer import Journal
from bot.settings.call_options import CallOptions
from bot.store.database import open_database
from handoff.acd.port import CallerLeg
from handoff.desk import Handed
from handoff.packet import ContextPacket
from handoff.states import State
from tests.shipped import CALL
from voice.errors import LegOver
from voice.events import (
    EndCause,
    LegEnded,
    LegEvent,
    ListenerLost,
    ListenEvent,
    OnListenEvent,
    Party,
    TransferAsked,
    Utterance,
)

ROOT = Path(__file__).resolve().parent.parent.parent


class ScriptedLeg:
    """A leg whose far side is the test."""

    def __init__(self) -> None:
        self.id = "leg1"
        self.remote = Party("09121234567", "127.0.0.1")
        self.called = "100"
        self.invited_s = 0.0
        self.events: asyncio.Queue[LegEvent] = asyncio.Queue()
        self.ended: LegEnded | None = None
        self.held = False
        self.keys_by_tone = False
        self.pauses = False
        self.unheard_s = 0.0
        self.farewell = b""
        self.headers: Mapping[str, str] = {}
        self.sink: Callable[[bytes], None] | None = None
        self.sent: Callable[[bytes], None] | None = None
        self.heard: list[str] = []
        self.referred: list[str] = []
        self.bridged: list[Self] = []
        self.left_to: list[Self] = []
        self.hung_up = False
        self.pressed: list[str] = []
        self.taps: list[TapPort | None] = []
        self.judge: Callable[[TransferAsked], int] | None = None
        self.told: list[int] = []

    async def answer(self) -> None:
        if self.ended is not None:
            raise LegOver("answer")

    async def hangup(self, sip_code: int = 0) -> None:
        self.hung_up = True

    async def refer(self, target: str) -> None:
        self.referred.append(target)

    async def refer_to(self, other: Self) -> None:
        self.left_to.append(other)

    def play(self) -> "ShortPlayback":
        if self.ended is not None:
            raise LegOver("play")
        return ShortPlayback(self.heard)

    def record(self, tap: TapPort | None) -> None:
        self.taps.append(tap)

    def listen(self, sink: Callable[[bytes], None] | None, sent: Callable[[bytes], None] | None = None) -> None:
        self.sink, self.sent = sink, sent

    def bridge(self, other: Self) -> None:
        self.bridged[:] = [other]

    def join(self, other: Self) -> None:
        self.bridged.append(other)

    def unbridge(self) -> None:
        self.bridged.clear()

    def take_transfers(self, judge: Callable[[TransferAsked], int] | None) -> None:
        self.judge = judge

    async def tell_transfer(self, sip_code: int) -> None:
        if self.ended is not None:
            raise LegOver("tell of a transfer")
        self.told.append(sip_code)

    async def press(self, digits: str) -> None:
        if self.ended is not None:
            raise LegOver("press keys")
        self.pressed.append(digits)

    def end(self, cause: EndCause = "hung_up") -> None:
        """The far side hangs up, or what else ends the call."""
        self.ended = LegEnded("far" if cause == "hung_up" else "us", 200, "BYE", 1.0, cause)
        self.events.put_nowait(self.ended)


class ShortPlayback:
    """Over as soon as all is fed; what was fed is text."""

    def __init__(self, heard: list[str]) -> None:
        self._heard = heard
        self._fed = b""

    def feed(self, pcm: bytes) -> None:
        self._fed += pcm

    def end(self) -> None:
        self._heard.append(self._fed.decode())

    def pause(self, on: bool) -> None: ...
    def stop(self) -> None: ...

    async def done(self) -> Spoken:
        return Spoken(completed=True, started_s=1.0, played_ms=20)


class ScriptedEar:
    """Each time it is armed it hears the next event of the script."""

    def __init__(self, script: list[ListenEvent]) -> None:
        self.on_event: OnListenEvent = lambda _event: None
        self.turn = 0
        self.expected: list[Awaited] = []
        self.closed = False
        self.switched: list[str] = []
        self._script = script

    def expect(self, kind: Awaited, *, turn: int, no_input_ms: int, end_silence_ms: int, digit_count: int = 0) -> None:
        self.expected.append(kind)
        self.turn = turn
        if self._script:
            self.hear(self._script.pop(0))

    def hear(self, event: ListenEvent) -> None:
        """Tell of something in the turn at hand."""
        self.on_event(event if isinstance(event, ListenerLost) else replace(event, turn=self.turn))

    def playing(self, on: bool) -> None: ...
    def feed(self, pcm: bytes) -> None: ...
    def sent(self, pcm: bytes) -> None: ...

    def switch(self, language: str) -> None:
        self.switched.append(language)

    def close(self) -> None:
        self.closed = True


@dataclass
class ScriptedDialogue:
    """Answers with the next reply; an exception in the script is raised."""

    replies: list[Reply | Exception]
    said: list[CallerTurn] = field(default_factory=list)
    likeliest: tuple[tuple[str, float], ...] = ()
    """What every turn might also mean."""
    _meant: dict[str, Reply] = field(default_factory=dict)
    """What was understood and not told yet, by its words."""

    async def start(self, caller: Caller) -> Reply:
        return self._next()

    async def understand(self, caller: Caller, said: CallerTurn) -> Understood:
        """As the next reply has it, which comes when the turn is told, or not at all."""
        reply = self._meant[said.text] = self._next()
        return Understood(((reply.intent, reply.intent_confidence), *self.likeliest))

    async def turn(self, caller: Caller, said: CallerTurn) -> Reply:
        self.said.append(said)
        return self._meant.pop(said.text, None) or self._next()

    def _next(self) -> Reply:
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply


@dataclass
class OneAgent:
    """A desk that always has a human, and keeps the packets."""

    packets: list[ContextPacket] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    async def hand_off(self, packet: ContextPacket, caller: CallerLeg, *, opening: str | None = None) -> Handed:
        self.packets.append(packet)
        if words := "to a human" if opening is None else opening:
            await caller.say(words)
        self.meanwhile()
        return Handed(packet.packet_id, State.BRIDGED, "queue")


class TextVoice:
    """Says a text as its own bytes."""

    async def say(self, text: str, language: str) -> AsyncIterator[bytes]:
        yield text.encode()


@dataclass
class Recognisers:
    """Opens the one scripted ear."""

    ear: ScriptedEar

    def open(self, call_id: str, language: str, on_event: OnListenEvent) -> ScriptedEar:
        self.ear.on_event = on_event
        return self.ear


@dataclass
class Stage:
    """Everything around one scripted call."""

    leg: ScriptedLeg
    ear: ScriptedEar
    dialogue: ScriptedDialogue
    desk: OneAgent
    context: CallContext
    reader: JournalReader
    journal: Journal


StageMaker = Callable[[list[Reply | Exception], list[ListenEvent]], Stage]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[StageMaker]:
    """Makes a stage from the dialogue's replies and what the ear hears."""
    engine = open_database(f"sqlite:///{tmp_path / 'hatef.db'}")
    journal = Journal(engine)

    def make(replies: list[Reply | Exception], heard: list[ListenEvent]) -> Stage:
        ear, dialogue, desk = ScriptedEar(heard), ScriptedDialogue(replies), OneAgent()
        context = CallContext(
            options=CallOptions(),
            dialogue=dialogue,
            listeners=Recognisers(ear),
            speaker=TextVoice(),
            desk=desk,
            journal=journal,
            prompts=CALL,
            apologies={"fa": b"sorry", "ar": b"sorry"},
            wording=lambda text, _: text,
        )
        return Stage(ScriptedLeg(), ear, dialogue, desk, context, JournalReader(engine), journal)

    yield make
    journal.close()
    engine.dispose()


def utterance(text: str, confidence: float = 0.9) -> Utterance:
    """What an ear hears."""
    return Utterance(text, (), confidence, "fa", 1.0, 2.0, 2.3)
