"""What a call needs of the other rooms, as narrow as it uses them; `bot.service.assembly` puts the real ones behind."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol, Self

from bot.call.prompt_player import Playback
from bot.call.turn_taking import Ear
from handoff.acd.port import CallerLeg
from handoff.desk import Handed
from handoff.packet import ContextPacket
from voice.events import LegEnded, LegEvent, OnListenEvent, Party


class CallLeg(Protocol):
    """One SIP call (`voice.gateway.leg.Leg`)."""

    id: str
    remote: Party
    called: str
    invited_s: float
    events: asyncio.Queue[LegEvent]
    """Read by `bot.call.signals.CallSignals` alone."""
    ended: LegEnded | None
    held: bool
    farewell: bytes

    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def unheard_s(self) -> float: ...
    @property
    def pauses(self) -> bool: ...
    @property
    def keys_by_tone(self) -> bool: ...
    async def answer(self) -> None: ...
    async def hangup(self, sip_code: int = 0) -> None: ...
    async def refer(self, target: str) -> None: ...
    async def refer_to(self, other: Self) -> None: ...
    def play(self) -> Playback: ...
    def record(self, tap: "TapPort | None") -> None: ...
    def listen(self, sink: Callable[[bytes], None] | None, sent: Callable[[bytes], None] | None = None) -> None: ...
    def bridge(self, other: Self) -> None: ...
    def unbridge(self) -> None: ...
    async def press(self, digits: str) -> None: ...


class TapPort(Protocol):
    """What is given both sides of a call, on the media thread (`voice.gateway.tap.Tap`)."""

    def sent(self, frame: bytes) -> None: ...
    def caller(self, frame: bytes | None) -> None: ...
    def beside(self, frame: bytes | None) -> None: ...
    def third(self, frame: bytes | None) -> None: ...


class RecordingUnderWay(Protocol):
    """One call's recording (`bot.recordings.recording.Recording`)."""

    @property
    def tap(self) -> TapPort: ...
    def consented(self, at_ms: int) -> None: ...
    def hush(self, on: bool) -> None: ...
    def opt_out(self) -> None: ...
    def end(self, *, handed: bool) -> None: ...


class Recorder(Protocol):
    """What records calls (`bot.recordings.recorder.Recorder`)."""

    consent: bool
    """Callers are told first."""
    opt_out_key: str
    """"": there is none."""

    def open(self, call_id: str) -> RecordingUnderWay | None: ...


class OutgoingCalls(Protocol):
    """Who can be called (`voice.gateway.gateway.Gateway`)."""

    async def call(
        self, uri: str, *, headers: Mapping[str, str] | None = None, person: Party | None = None, timeout_s: float
    ) -> CallLeg: ...


class SpeechInput(Ear, Protocol):
    """One call's recogniser (`voice.listen.listener.Listener`)."""

    def feed(self, pcm: bytes) -> None: ...
    def sent(self, pcm: bytes) -> None: ...
    def switch(self, language: str) -> None: ...
    def close(self) -> None: ...


class Recognisers(Protocol):
    """The recognisers (`voice.listen.pool.ListenerPool`)."""

    def open(self, call_id: str, language: str, on_event: OnListenEvent) -> SpeechInput: ...


class HumanDesk(Protocol):
    """The way to a human (`handoff.desk.Desk`)."""

    async def hand_off(self, packet: ContextPacket, caller: CallerLeg, *, opening: str | None = None) -> Handed: ...
