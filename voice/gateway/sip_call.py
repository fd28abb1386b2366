"""One SIP dialog with media as pjsua2 sees it. Every method runs on the SIP thread.

    placed / invited ──▶ ringing ──▶ confirmed ⇄ held ──▶ over

The C++ object is destroyed inside the DISCONNECTED callback, and nowhere else: later its slot belongs to the next
call, and the destructor would hang that one up.
"""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import pjsua2 as pj

from voice.errors import CommandRefused, LegOver
from voice.events import Answered, EndCause, HoldChanged, LegEnded, LegEvent, TransferUpdate
from voice.gateway.admission import Refusal
from voice.gateway.guard import Guard
from voice.gateway.keypad import Keypad
from voice.gateway.life import NO_ANSWERS, Life, LifeRules
from voice.gateway.media_port import LegPort
from voice.gateway.messages import q850_cause
from voice.gateway.offers import with_address
from voice.gateway.params import add_headers, call_params, message_of
from voice.gateway.sound import LegSound
from voice.gateway.transfers import SIPFRAG, Transfers

NETWORK_CODES = frozenset({408, 481, 502, 503, 504})  # pjsip's when the far side, its call or the wire vanished
PAUSE_S = 1.5  # without RTP, in a call that is not on hold
TEMPORARILY_UNAVAILABLE = 480
ACK_WAIT_S = 16.0  # a call whose 200 nobody acknowledges is given up, half way to RFC 3261's 32 s

Tell = Callable[[LegEvent], None]
Forget = Callable[["SipCall"], None]
_GUARD = Guard("a call callback")


class SipCall(pj.Call):  # type: ignore[misc]  # pjsua2 has no type information
    """A call, its port in the conference bridge, and what became of it."""

    def __init__(self, account: Any, call_id: int, tell: Tell, forget: "Forget", rules: LifeRules) -> None:
        super().__init__(account, call_id)
        self.life = Life(rules, time.monotonic())
        self._probe = rules.probe
        self.sound = LegSound()
        self.keypad = Keypad(self.sound, lambda event: self.tell(event))  # `tell` is set again when there is an owner
        self.transfers = Transfers(lambda event: self.tell(event))
        self.codec = ""  # "PCMA"; empty without media
        self.sip_id = ""  # Call-ID
        self.source_ip = ""  # of an incoming call
        self.own_address = ""  # to write into session descriptions; empty: what pjsip finds
        self.over = False  # DISCONNECTED came; the C++ object is gone
        self.confirmed = False  # an ACK passed
        self.refused = False  # turned away at the door
        self.ended = False  # LegEnded was told; the BYE may still be unanswered
        self.placing = False  # inside makeCall, which still writes to the C++ object
        self.tell = tell  # who hears the events
        self._forget = forget
        self._answered = False  # Answered was told
        self._answered_s = 0.0  # when our 200 left
        self._ended_by_us = False
        self._cause: EndCause = "hung_up"
        self._held = False  # by the far side
        self._index = 0  # of the audio stream in the session description
        self._packets = 0  # RTP packets received when last looked
        self._resumed_s = 0.0  # when the last hold ended
        self._port: LegPort | None = None
        self._media: Any = None  # the call's AudioMedia while it is active
        self._peers: set[SipCall] = set()  # bridged with

    def place(self, uri: str, params: Any) -> None:
        """Send the INVITE; raises pj.Error."""
        self.placing = True  # a failure may come as DISCONNECTED while C++ still writes to this object
        try:
            self.makeCall(uri, params)
        except pj.Error:
            self.over = True  # or never, when no call came into being
            self._forget(self)
            raise
        finally:
            self.placing = False
            if self.over:
                pj.Call.__swig_destroy__(self)

    def ring(self) -> None:
        """180 Ringing."""
        with self._command("ring"):
            self.answer(call_params(180))

    def pick_up(self) -> None:
        """200 OK."""
        with self._command("answer"):
            if not self._answered_s:
                self._answered_s = time.monotonic()
                self.answer(call_params(200))

    def refuse(self, refusal: Refusal) -> None:
        """A final answer to an INVITE that is not let in."""
        params = call_params(refusal.sip_code)
        params.reason = refusal.reason
        if refusal.retry_after_s is not None:
            add_headers(params, {"Retry-After": str(refusal.retry_after_s)})
        self.refused = self._ended_by_us = True
        self.answer(params)  # hangup() would lose the extra header

    def end(self, sip_code: int = 0, cause: EndCause = "hung_up") -> None:
        """BYE, CANCEL or a final answer, whatever the state asks for; nothing once it is over."""
        if not self.over and not self.ended:
            self._ended_by_us = True
            self._cause = cause
            self.hangup(call_params(sip_code or TEMPORARILY_UNAVAILABLE))

    def refer(self, target: str, headers: Mapping[str, str]) -> None:
        """REFER (RFC 3515)."""
        params = call_params(0)
        add_headers(params, headers)
        with self._command("refer"):
            self.xfer(f"<{target}>", params)

    def refer_to(self, other: "SipCall") -> None:
        """REFER with Replaces (RFC 3891): the far side takes our place in `other`."""
        if other.over:
            raise LegOver("refer to")
        with self._command("refer to"):
            self.xferReplaces(other, call_params(0))

    def notify(self, sip_code: int) -> None:
        """How the transfer stands that the far side asked for: NOTIFY (RFC 3515 section 2.4.4)."""
        notice = self.transfers.notice(sip_code)
        if notice is None:
            return
        request = pj.CallSendRequestParam()
        request.method = "NOTIFY"
        add_headers(request, notice.headers)
        request.txOption.contentType, request.txOption.msgBody = SIPFRAG, notice.body
        with self._command("notify"):
            self.sendRequest(request)

    def press(self, digits: str) -> None:
        """Telephone-events (RFC 4733)."""
        with self._command("press keys"):
            self.dialDtmf(digits)

    def hold(self) -> None:
        """Re-INVITE with sendonly (RFC 3264 section 8.4)."""
        with self._command("hold"):
            self.setHold(call_params(0))

    def resume(self) -> None:
        """Re-INVITE that takes the call back from hold."""
        params = call_params(0)
        params.opt.flag = pj.PJSUA_CALL_UNHOLD
        with self._command("resume"):
            self.reinvite(params)

    def bridge(self, other: "SipCall") -> None:
        """Let the two far sides hear each other, now and after every re-INVITE."""
        if self.over or other.over:
            raise LegOver("bridge")
        self.unbridge()
        self.join(other)

    def join(self, other: "SipCall") -> None:
        """Let another one in: everybody hears everybody."""
        if self.over or other.over:
            raise LegOver("join")
        other.unbridge()
        for one in (self, *self._peers):
            one._peers.add(other)
            other._peers.add(one)
        other._wire_peers()

    def unbridge(self) -> None:
        """Take this one out of its conversation; nothing if not bridged."""
        for peer in self._leave():
            if self._media is not None and peer._media is not None:
                self._media.stopTransmit(peer._media)
                peer._media.stopTransmit(self._media)

    def watch(self, now_s: float) -> None:
        """Look for a far side that is gone and for a 200 that nobody acknowledges; called about twice a second."""
        if self._answered_s and not self.confirmed and now_s - self._answered_s > ACK_WAIT_S:
            self.end(408)
        if self.over or self.ended or not self._answered:
            return
        # Packets, not frames: the jitter buffer goes on making silent frames for ever when RTP has stopped.
        packets = self.getStreamStat(self._index).rtcp.rxStat.pkt if self._media is not None else self._packets
        if packets != self._packets:
            self._packets = packets
            self.sound.pauses |= now_s - max(self.sound.heard_s, self._resumed_s, self._answered_s) > PAUSE_S
            self.sound.heard_s = now_s
            self.life.sign(now_s)
        state = self.life.state(now_s)
        if state == "ask":
            self._ask(now_s)
        elif state == "held_too_long":
            self._give_up("us", "held_too_long", "the longest hold is over")
        elif state == "lost":
            self._give_up("network", "lost", f"neither sound nor an answer for {self.life.silent_ms(now_s)} ms")

    # --- callbacks of pjsua2 ------------------------------------------------------------------------------------

    def onCallState(self, prm: Any) -> None:
        """The INVITE session (RFC 3261 section 13) changed its state."""
        with _GUARD:
            info = self.getInfo()
            if info.state == pj.PJSIP_INV_STATE_CONFIRMED:
                self.confirmed = True
                self._announce()
            elif info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
                self._disconnected(info.lastStatusCode, info.lastReason, message_of(prm.e))

    def onCallMediaState(self, prm: Any) -> None:
        """Offer and answer (RFC 3264) settled: media came, went on hold, or changed its codec."""
        with _GUARD:
            info = self.getInfo()  # kept in a name: its media list dies with it
            audio = [(m.index, m.status) for m in info.media if m.type == pj.PJMEDIA_TYPE_AUDIO]
            index, status = next((one for one in audio if one[1] != pj.PJSUA_CALL_MEDIA_NONE), (0, None))
            self._media = None
            if status == pj.PJSUA_CALL_MEDIA_ACTIVE:
                self._activate(index)
            if status is not None:
                self._held_by(status)

    def onDtmfDigit(self, prm: Any) -> None:
        """A digit by RFC 4733 or SIP INFO."""
        with _GUARD:
            self.keypad.event(prm.digit)

    def onCallSdpCreated(self, prm: Any) -> None:
        """Our description is about to leave; pjsip would name one interface for all peers."""
        with _GUARD:
            if self.own_address:
                prm.sdp.wholeSdp = with_address(prm.sdp.wholeSdp, self.own_address)

    def onCallTransferRequest(self, prm: Any) -> None:
        """A REFER that `transfers` did not take would make us place calls for strangers: Decline."""
        prm.statusCode = 603

    onCallReplaceRequest = onCallTransferRequest  # Replaces (RFC 3891) would take a call over past admission

    def onCallTransferStatus(self, prm: Any) -> None:
        """A NOTIFY, or the refusal of our REFER."""
        with _GUARD:
            self.tell(TransferUpdate(int(prm.statusCode), prm.reason, bool(prm.finalNotify)))

    def onCallTsxState(self, prm: Any) -> None:
        """A transaction of this dialog moved on: the far side answered something."""
        with _GUARD:
            transaction = prm.e.body.tsxState.tsx
            code = int(transaction.statusCode)
            if transaction.role == pj.PJSIP_ROLE_UAC and code >= 200 and code not in NO_ANSWERS:
                self.life.sign(time.monotonic())

    def abandon(self) -> None:
        """Let go of a call whose far side never answered the BYE; the stack is about to close."""
        if not self.over:
            self._disconnected(408, "no answer to BYE")

    @contextlib.contextmanager
    def _command(self, wanted: str) -> Iterator[None]:
        if self.over:
            raise LegOver(wanted)
        try:
            yield
        except pj.Error as error:
            raise CommandRefused(wanted, error.reason) from None

    def _ask(self, now_s: float) -> None:
        with contextlib.suppress(pj.Error):  # another re-INVITE is under way: its answer is a sign of life
            if self._probe == "reinvite":
                self.reinvite(call_params(0))
            else:
                request = pj.CallSendRequestParam()
                request.method = "OPTIONS"
                self.sendRequest(request)
        self.life.asked(now_s)

    def _give_up(self, by: Literal["us", "network"], cause: EndCause, reason: str) -> None:
        """Tell the end at once: the BYE to a far side that is gone takes 32 s to fail."""
        self.unbridge()
        self.ended = True
        self.tell(LegEnded(by, 408, reason, time.monotonic(), cause))
        self.hangup(call_params(0))

    def _activate(self, index: int) -> None:
        self._media = self.getAudioMedia(index)
        self._index = index
        info = self.getStreamInfo(index)
        self.codec = info.codecName
        self.keypad.listen(min(info.audRxEventPt, info.audTxEventPt) < 0)
        if self._port is None:
            self._port = LegPort(self.sound)
        self._port.startTransmit(self._media)
        self._media.startTransmit(self._port)
        self._wire_peers()
        self._announce()

    def _leave(self) -> "set[SipCall]":
        """Of a conversation; who is left in it."""
        peers, self._peers = self._peers, set()
        for peer in peers:
            peer._peers.discard(self)
        return peers

    def _wire_peers(self) -> None:
        for peer in self._peers:
            if self._media is not None and peer._media is not None:
                self._media.startTransmit(peer._media)
                peer._media.startTransmit(self._media)

    def _announce(self) -> None:
        if self.confirmed and self._media is not None and not self._answered:
            self._answered = True
            self.tell(Answered(time.monotonic()))

    def _held_by(self, status: int) -> None:
        now_s = time.monotonic()
        self.life.hold(status != pj.PJSUA_CALL_MEDIA_ACTIVE, now_s)
        self._resumed_s = now_s
        held = status == pj.PJSUA_CALL_MEDIA_REMOTE_HOLD
        if held != self._held:
            self._held = held
            self.tell(HoldChanged(held, now_s))

    def _disconnected(self, code: int, reason: str, message: str = "") -> None:
        self.over = True
        self._media = None
        self._leave()
        if self._port is not None:
            self._port.destroy()
        self._forget(self)
        vanished = code in NETWORK_CODES and self.confirmed and not self._ended_by_us
        by: Literal["far", "us", "network"] = "us" if self._ended_by_us else "network" if vanished else "far"
        if not self.ended:
            cause: EndCause = "lost" if vanished else self._cause
            self.tell(LegEnded(by, int(code), reason, time.monotonic(), cause, q850_cause(message)))
        if not self.placing:
            pj.Call.__swig_destroy__(self)
