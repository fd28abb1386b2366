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
from voice.events import Answered, HoldChanged, KeyPressed, LegEnded, LegEvent, MediaLost, TransferUpdate
from voice.gateway.admission import Refusal
from voice.gateway.guard import Guard
from voice.gateway.media_port import LegPort
from voice.gateway.sound import LegSound

DIGITS = frozenset("0123456789*#ABCD")
NETWORK_CODES = frozenset({408, 502, 503, 504})  # what pjsip reports when the far side or the wire vanished
TEMPORARILY_UNAVAILABLE = 480
ACK_WAIT_S = 16.0  # a call whose 200 nobody acknowledges is given up, half way to RFC 3261's 32 s

Tell = Callable[[LegEvent], None]
_GUARD = Guard("a call callback")


class SipCall(pj.Call):  # type: ignore[misc]  # pjsua2 has no type information
    """A call, its port in the conference bridge, and what became of it."""

    def __init__(self, account: Any, call_id: int, tell: Tell, forget: Callable[["SipCall"], None]) -> None:
        super().__init__(account, call_id)
        self.sound = LegSound()
        self.codec = ""  # "PCMA"; empty without media
        self.source_ip = ""  # of an incoming call
        self.over = False  # DISCONNECTED came; the C++ object is gone
        self.confirmed = False  # an ACK passed
        self.refused = False  # turned away at the door
        self.placing = False  # inside makeCall, which still writes to the C++ object
        self.tell = tell  # who hears the events
        self._forget = forget
        self._answered = False  # Answered was told
        self._answered_s = 0.0  # when our 200 left
        self._ended_by_us = False
        self._held = False  # by the far side
        self._index = 0  # of the audio stream in the session description
        self._packets = 0  # RTP packets received when last looked
        self._heard_s = 0.0  # when they were last seen to grow
        self._lost = False  # MediaLost was told
        self._port: LegPort | None = None
        self._media: Any = None  # the call's AudioMedia while it is active
        self._peer: SipCall | None = None  # bridged with

    # --- commands -----------------------------------------------------------------------------------------------

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
                self.destroy()

    def ring(self) -> None:
        """180 Ringing."""
        with self._command("ring"):
            self.answer(_params(180))

    def pick_up(self) -> None:
        """200 OK."""
        with self._command("answer"):
            if not self._answered_s:
                self._answered_s = time.monotonic()
                self.answer(_params(200))

    def refuse(self, refusal: Refusal) -> None:
        """A final answer to an INVITE that is not let in."""
        params = _params(refusal.sip_code)
        params.reason = refusal.reason
        if refusal.retry_after_s is not None:
            add_headers(params, {"Retry-After": str(refusal.retry_after_s)})
        self.refused = self._ended_by_us = True
        self.answer(params)  # hangup() would lose the extra header

    def end(self, sip_code: int = 0) -> None:
        """BYE, CANCEL or a final answer, whatever the state asks for; nothing once it is over."""
        if not self.over:
            self._ended_by_us = True
            self.hangup(_params(sip_code or TEMPORARILY_UNAVAILABLE))

    def refer(self, target: str, headers: Mapping[str, str]) -> None:
        """REFER (RFC 3515)."""
        params = _params(0)
        add_headers(params, headers)
        with self._command("refer"):
            self.xfer(f"<{target}>", params)

    def hold(self) -> None:
        """Re-INVITE with sendonly (RFC 3264 section 8.4)."""
        with self._command("hold"):
            self.setHold(_params(0))

    def resume(self) -> None:
        """Re-INVITE that takes the call back from hold."""
        params = _params(0)
        params.opt.flag = pj.PJSUA_CALL_UNHOLD
        with self._command("resume"):
            self.reinvite(params)

    def bridge(self, other: "SipCall") -> None:
        """Let the two far sides hear each other, now and after every re-INVITE."""
        self._require("bridge")
        other._require("bridge")
        self.unbridge()
        other.unbridge()
        self._peer, other._peer = other, self
        self._wire_peer()

    def unbridge(self) -> None:
        """Take the two apart; nothing if not bridged."""
        peer, self._peer = self._peer, None
        if peer is None:
            return
        peer._peer = None
        if self._media is not None and peer._media is not None:
            self._media.stopTransmit(peer._media)
            peer._media.stopTransmit(self._media)

    def watch(self, now_s: float, media_lost_ms: int) -> None:
        """Look for lost media and for a 200 that nobody acknowledges; called about twice a second."""
        if self._answered_s and not self.confirmed and now_s - self._answered_s > ACK_WAIT_S:
            self.end(408)
            return
        if self._media is None or not self._answered:
            return
        # Packets, not frames: the jitter buffer goes on making silent frames for ever when RTP has stopped.
        packets = self.getStreamStat(self._index).rtcp.rxStat.pkt
        if packets != self._packets:
            self._packets = packets
            self._heard_s = now_s
        silent_ms = int((now_s - self._heard_s) * 1000)
        if silent_ms < media_lost_ms:
            self._lost = False
        elif not self._lost:
            self._lost = True
            self.tell(MediaLost(silent_ms, now_s))

    # --- callbacks of pjsua2 ------------------------------------------------------------------------------------

    def onCallState(self, prm: Any) -> None:
        """The INVITE session (RFC 3261 section 13) changed its state."""
        with _GUARD:
            info = self.getInfo()
            if info.state == pj.PJSIP_INV_STATE_CONFIRMED:
                self.confirmed = True
                self._announce()
            elif info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
                self._disconnected(info.lastStatusCode, info.lastReason)

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
                self._hold_changed(status == pj.PJSUA_CALL_MEDIA_REMOTE_HOLD)

    def onDtmfDigit(self, prm: Any) -> None:
        """A digit by RFC 4733 or SIP INFO."""
        with _GUARD:
            if prm.digit.upper() in DIGITS:
                self.tell(KeyPressed(prm.digit.upper(), time.monotonic()))

    def onCallTransferRequest(self, prm: Any) -> None:
        """An incoming REFER would make us place calls for strangers: Decline."""
        prm.statusCode = 603

    def onCallReplaceRequest(self, prm: Any) -> None:
        """An INVITE with Replaces (RFC 3891) would take a call over past admission: Decline."""
        prm.statusCode = 603

    def onCallTransferStatus(self, prm: Any) -> None:
        """A NOTIFY, or the refusal of our REFER."""
        with _GUARD:
            self.tell(TransferUpdate(int(prm.statusCode), prm.reason, bool(prm.finalNotify)))

    # --- inside -------------------------------------------------------------------------------------------------

    def destroy(self) -> None:
        """Free the C++ object; for `onCallState`, and for a makeCall that failed at once."""
        pj.Call.__swig_destroy__(self)

    def abandon(self) -> None:
        """Let go of a call whose far side never answered the BYE; the stack is about to close."""
        if not self.over:
            self._disconnected(408, "no answer to BYE")

    def _require(self, wanted: str) -> None:
        if self.over:
            raise LegOver(wanted)

    @contextlib.contextmanager
    def _command(self, wanted: str) -> Iterator[None]:
        self._require(wanted)
        try:
            yield
        except pj.Error as error:
            raise CommandRefused(wanted, error.reason) from None

    def _activate(self, index: int) -> None:
        self._media = self.getAudioMedia(index)
        self._index = index
        self._heard_s = time.monotonic()
        self.codec = self.getStreamInfo(index).codecName
        if self._port is None:
            self._port = LegPort(self.sound)
        self._port.startTransmit(self._media)
        self._media.startTransmit(self._port)
        self._wire_peer()
        self._announce()

    def _wire_peer(self) -> None:
        peer = self._peer
        if peer is not None and self._media is not None and peer._media is not None:
            self._media.startTransmit(peer._media)
            peer._media.startTransmit(self._media)

    def _announce(self) -> None:
        if self.confirmed and self._media is not None and not self._answered:
            self._answered = True
            self.tell(Answered(time.monotonic()))

    def _hold_changed(self, held: bool) -> None:
        if held != self._held:
            self._held = held
            self.tell(HoldChanged(held, time.monotonic()))

    def _disconnected(self, code: int, reason: str) -> None:
        self.over = True
        self._media = None
        peer, self._peer = self._peer, None
        if peer is not None:
            peer._peer = None
        if self._port is not None:
            self._port.destroy()
        self._forget(self)
        self.tell(LegEnded(self._blame(code), int(code), reason, time.monotonic()))
        if not self.placing:
            self.destroy()

    def _blame(self, code: int) -> Literal["far", "us", "network"]:
        if self._ended_by_us:
            return "us"
        return "network" if code in NETWORK_CODES and self.confirmed else "far"


def add_headers(params: Any, headers: Mapping[str, str]) -> None:
    """Put extra header fields on the request or answer that `params` makes."""
    fields = pj.SipHeaderVector()
    for name, value in headers.items():
        field = pj.SipHeader()
        field.hName, field.hValue = name, value
        fields.append(field)
    params.txOption.headers = fields


def _params(sip_code: int) -> Any:
    params = pj.CallOpParam(True)
    params.statusCode = sip_code
    audio_only(params.opt)
    return params


def audio_only(setting: Any) -> None:
    """One audio stream and nothing else; 2.17 would offer text too."""
    setting.audioCount = 1
    setting.videoCount = 0
    if hasattr(setting, "textCount"):
        setting.textCount = 0
