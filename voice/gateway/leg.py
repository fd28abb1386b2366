"""One call as the conversation sees it. Everything here belongs to the event loop, but for `tell` and the sink."""

import asyncio
import contextlib
import math
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from voice.errors import CommandRefused, LegOver, PlaybackRunning
from voice.events import Answered, HoldChanged, KeyPressed, LegEnded, LegEvent, Party
from voice.gateway.parties import checked_header, checked_uri
from voice.gateway.playback import Playback
from voice.gateway.sip_thread import SipThread
from voice.gateway.sound import BothSides, LegSound, share
from voice.gateway.transfers import Judge, Transfers

DISMISSED = 503  # what an unanswered call hears
FAREWELL_MOST_S = 10.0
REINVITE_TRIES = 20
REINVITE_PAUSE_S = 0.05
MAX_WAITING_EVENTS = 256  # a far side that floods us with keys or holds must not fill the memory


class CallHandle(Protocol):
    """What a leg asks of its call (`SipCall`), always on the SIP thread."""

    sound: LegSound
    codec: str
    ring: Callable[[], None]
    pick_up: Callable[[], None]
    hold: Callable[[], None]
    resume: Callable[[], None]
    unbridge: Callable[[], None]
    end: Callable[[int], None]
    refer: Callable[[str, Mapping[str, str]], None]
    refer_to: Callable[[Any], None]  # with a handle of the same kind
    bridge: Callable[[Any], None]  # with a handle of the same kind
    join: Callable[[Any], None]  # with a handle of the same kind
    transfers: Transfers
    notify: Callable[[int], None]
    press: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LegFacts:
    """What is known of a call when it begins."""

    incoming: bool
    remote: Party
    called: str
    headers: Mapping[str, str]
    invited_s: float
    diverted_from: Party = Party("", "")


class Leg:
    """One SIP dialog with media.

    `events` brings what happens to it; the last one is `LegEnded`, which always finds room. Where `most_waiting` others
    wait, a new key is dropped, and for a hold or a transfer's news the oldest that waits. A leg that is over accepts
    `hangup`, `listen` and `unbridge` silently and answers everything else with LegOver.
    """

    def __init__(
        self,
        facts: LegFacts,
        sip: SipThread,
        loop: asyncio.AbstractEventLoop,
        *,
        most_waiting: int = MAX_WAITING_EVENTS,
    ) -> None:
        self.id = secrets.token_hex(8)  # opaque
        self.incoming = facts.incoming
        self.remote = facts.remote
        self.called = facts.called  # the number dialled
        self.headers = facts.headers  # X-*, User-to-User, Call-ID of the INVITE; names in any case
        self.diverted_from = facts.diverted_from  # who was called first, where the call was forwarded to us
        self.invited_s = facts.invited_s  # monotonic time the INVITE came or was sent
        self.events: asyncio.Queue[LegEvent] = asyncio.Queue()
        self.dropped = 0  # events for which there was no room
        self.ended: LegEnded | None = None
        self.held = False  # by the far side: nothing that is played is heard
        self.farewell = b""  # 8 kHz s16, said when the service must end the call
        self.bridge_ended_s = -math.inf  # monotonic time
        self._peers: list[Leg] = []  # bridged with, in the order in which they came
        self._sip = sip
        self._loop = loop
        self._most_waiting = most_waiting
        self._call: CallHandle | None = None  # attached once, by the gateway
        self._media_up = asyncio.Event()  # also set by the end
        self._over = asyncio.Event()

    def __repr__(self) -> str:
        return f"<Leg {self.id} {'in' if self.incoming else 'out'}{' over' if self.ended else ''}>"

    @property
    def codec(self) -> str:
        """The audio codec in use, "PCMA", "PCMU" or "G722"; empty before there is media."""
        return self._call.codec if self._call else ""

    @property
    def keys_by_tone(self) -> bool:
        """Whether the far side offers no telephone-event, so that its keys are heard as tones in the sound."""
        return self._call is not None and self._call.sound.hears_tones

    @property
    def unheard_s(self) -> float:
        """How long no RTP packet has come, looked at twice a second; infinite before the first."""
        heard_s = self._call.sound.heard_s if self._call else 0.0
        return time.monotonic() - heard_s if heard_s else math.inf

    @property
    def pauses(self) -> bool:
        """Whether the far side sends nothing while it is quiet (DTX, RFC 3389): then missing sound proves nothing."""
        return self._call is not None and self._call.sound.pauses

    @property
    def bridged(self) -> bool:
        """Whether the far side talks to that of another leg."""
        return bool(self._peers)

    @property
    def last_words(self) -> bytes:
        """Its farewell, or that of the leg it is bridged with: an agent hears what the caller hears."""
        return self.farewell or next((peer.farewell for peer in self._peers if peer.farewell), b"")

    async def ring(self) -> None:
        """Send 180 Ringing for an incoming call."""
        await self._command("ring", lambda call: call.ring())

    async def answer(self) -> None:
        """Send 200 OK and wait until media flows; raises LegOver when the caller went away meanwhile."""
        if self._media_up.is_set() and self.ended is None:
            return
        await self._command("answer", lambda call: call.pick_up())
        await self.wait_for_media("answer")

    async def hangup(self, sip_code: int = 0) -> None:
        """End the call, in whatever state, and wait until it is over. An unanswered call is refused with `sip_code`."""
        if self.ended is not None or self._call is None:
            return
        call = self._call
        self._sip.post(lambda: call.end(sip_code))
        with contextlib.suppress(TimeoutError):  # pjsip reports the end at once, or after its BYE timed out
            await asyncio.wait_for(self._over.wait(), 2.0)

    def play(self) -> Playback:
        """Begin to say something; raises PlaybackRunning while something else is being said, LegOver."""
        sound = self._handle("play").sound
        if sound.playback is not None and not sound.playback.over:
            raise PlaybackRunning
        sound.playback = Playback(self._loop)
        return sound.playback

    def listen(self, sink: Callable[[bytes], None] | None, sent: Callable[[bytes], None] | None = None) -> None:
        """Send every 20 ms frame heard (320 bytes, 8 kHz s16) to `sink`, or to nobody; every frame played to `sent`.

        `sent` is what an echo canceller needs; it gets nothing while nothing plays. Both run on the media thread of
        all calls: they must not block. If one raises, the frame is counted as dropped.
        """
        if self._call is not None and self.ended is None:
            self._call.sound.sink, self._call.sound.sent = sink, sent

    def record(self, tap: BothSides | None) -> None:
        """Let `tap` have both sides from now on, through every bridge; None: no longer."""
        if self._call is not None and self.ended is None:
            self._call.sound.tap = tap
            self._overhear()

    async def refer(self, target: str, headers: Mapping[str, str] | None = None) -> None:
        """Ask the far side to call `target` instead (RFC 3515); progress comes as TransferUpdate events.

        The owner hangs the leg up after a final 2xx; after any other final code the call simply goes on.
        """
        uri = checked_uri(target)
        fields = dict(checked_header(name, value) for name, value in (headers or {}).items())
        await self._command("refer", lambda call: call.refer(uri, fields))

    async def refer_to(self, other: "Leg") -> None:
        """Ask the far side to take our place in `other` (RFC 3891, an attended transfer); progress as of `refer`."""
        theirs = other._handle("refer to")
        await self._command("refer to", lambda call: call.refer_to(theirs))

    def take_transfers(self, judge: Judge | None) -> None:
        """Let the far side have its partner brought elsewhere, as `judge` allows (TransferAsked); None: not."""
        if self._call is not None:
            self._call.transfers.judge = judge

    async def tell_transfer(self, sip_code: int) -> None:
        """Tell the far side how the transfer stands that it asked for; a code of 200 and above ends it."""
        await self._command("tell of a transfer", lambda call: call.notify(sip_code))

    async def press(self, digits: str) -> None:
        """Press keys for the far side, as telephone-events (RFC 4733); raises CommandRefused where it takes none."""
        await self._command("press keys", lambda call: call.press(digits))

    def bridge(self, other: "Leg") -> None:
        """Let the far sides of both legs hear each other. Listening and playing go on as before."""
        mine, theirs = self._handle("bridge"), other._handle("bridge")
        self._part()
        self._meet(other)
        self._sip.post(lambda: mine.bridge(theirs))

    def join(self, other: "Leg") -> None:
        """Let a third leg into the bridge that this one is in: everybody hears everybody."""
        mine, theirs = self._handle("join"), other._handle("join")
        self._meet(other)
        self._sip.post(lambda: mine.join(theirs))

    def unbridge(self) -> None:
        """Take this leg out of its bridge, where others may stay; nothing if it is not bridged."""
        self._part()
        if self._call is not None and self.ended is None:
            self._sip.post(self._call.unbridge)

    async def hold(self) -> None:
        """Put the far side on hold."""
        await self._reinvite("hold", lambda call: call.hold())

    async def resume(self) -> None:
        """Take the far side back from hold."""
        await self._reinvite("resume", lambda call: call.resume())

    # --- for the gateway ----------------------------------------------------------------------------------------

    async def dismiss(self, farewell: bytes) -> None:
        """End the call because the service stops: its owner hears so at once, the far side hears `farewell` first."""
        call = self._call
        if call is None or self.ended is not None:
            return
        self.unbridge()
        answered = self._media_up.is_set()
        self._accept(LegEnded("us", DISMISSED, "the service stops", time.monotonic(), "drained"))
        if answered and farewell:
            playback = call.sound.playback = Playback(self._loop)
            playback.feed(farewell)
            playback.end()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(playback.done(), FAREWELL_MOST_S)
        self._sip.post(lambda: call.end(DISMISSED))

    def attach(self, call: CallHandle) -> None:
        """Join the leg to its SIP call; once."""
        self._call = call

    def abandon(self) -> None:
        """Hang up without waiting, also a call whose placing is only queued."""

        def end() -> None:
            if self._call is not None:
                self._call.end(0)

        self._sip.post(end)

    def tell(self, event: LegEvent) -> None:
        """Something happened. SIP thread."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is left to hear it
            self._loop.call_soon_threadsafe(self._accept, event)

    async def wait_for_media(self, wanted: str) -> None:
        """Return when media flows; LegOver if the call ends first."""
        await self._media_up.wait()
        if self.ended is not None:
            raise LegOver(wanted)

    def _accept(self, event: LegEvent) -> None:
        if self.ended is not None:
            return
        if isinstance(event, HoldChanged):
            self.held = event.held
        if isinstance(event, Answered):
            self._media_up.set()
        elif isinstance(event, LegEnded):
            self._finish(event)
        elif not self._room_for(event):
            return
        self.events.put_nowait(event)

    def _room_for(self, event: LegEvent) -> bool:
        if self.events.qsize() < self._most_waiting:
            return True
        self.dropped += 1
        if isinstance(event, KeyPressed):
            return False
        self.events.get_nowait()
        return True

    def _meet(self, other: "Leg") -> None:
        other._part()
        for one in (self, *self._peers):
            one._peers.append(other)
            other._peers.append(one)
        self._overhear()

    def _part(self) -> None:
        peers, self._peers = self._peers, []
        if not peers:
            return
        now_s = time.monotonic()
        for peer in peers:
            peer._peers.remove(self)
            if not peer._peers:
                peer.bridge_ended_s = now_s
        self.bridge_ended_s = now_s
        self._overhear()
        peers[0]._overhear()

    def _overhear(self) -> None:
        """What is recorded of each leg in this bridge holds all others."""
        share([one._call.sound for one in (self, *self._peers) if one._call is not None])

    def _finish(self, event: LegEnded) -> None:
        self.ended = event
        self._part()
        self._media_up.set()
        self._over.set()
        if self._call is not None:
            self._call.sound.close()

    def _handle(self, wanted: str) -> CallHandle:
        if self.ended is not None or self._call is None:
            raise LegOver(wanted)
        return self._call

    async def _reinvite(self, wanted: str, command: Callable[[CallHandle], None]) -> None:
        """A command that must wait while another re-INVITE, of either side, is unanswered (RFC 3261 section 14.1)."""
        for _ in range(REINVITE_TRIES - 1):
            with contextlib.suppress(CommandRefused):
                return await self._command(wanted, command)
            await asyncio.sleep(REINVITE_PAUSE_S)
        return await self._command(wanted, command)

    async def _command(self, wanted: str, command: Callable[[CallHandle], None]) -> None:
        call = self._handle(wanted)
        await self._sip.run(lambda: command(call), wanted)
