"""The table of live calls: lets calls in, places calls, watches them. Lives on the SIP thread."""

import contextlib
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pjsua2 as pj

from voice.errors import BadAddress, CallFailed
from voice.events import LegEvent, Party
from voice.gateway.admission import Admission, Load, Offer, source_ip
from voice.gateway.display import shown
from voice.gateway.invitation import Invitation, read_invitation
from voice.gateway.messages import Request, parse_request
from voice.gateway.options import GatewayOptions, Network
from voice.gateway.params import add_headers, audio_only
from voice.gateway.parties import split_uri
from voice.gateway.registration import Registration
from voice.gateway.routes import local_address
from voice.gateway.screening import KEYS_TAKEN, NOT_ALLOWED, Rebuke, Screen, Verdict, rebuke
from voice.gateway.sip_call import SipCall
from voice.gateway.stack import Stack, is_wildcard
from voice.gateway.transfers import tags

log = logging.getLogger("voice.gateway")

WATCH_S = 0.5
INVALID_URI = 171039  # PJSIP_EINVALIDURI
TOO_MANY = 70010  # PJ_ETOOMANY

Tell = Callable[[LegEvent], None]
Welcome = Callable[[SipCall, Invitation], Tell]  # who takes a call that was let in


@dataclass
class Totals:
    """Counters of all calls that are over; frames are 20 ms."""

    calls: int = 0
    refused: int = 0  # 403, 404, 486, 503 at the door
    frames: int = 0
    dropped: int = 0  # the listener raised
    late: int = 0  # came over 20 ms late
    starved: int = 0  # playback was not fed in time


class Switchboard:
    """A Pollable for `SipThread`."""

    def __init__(self, options: GatewayOptions, admission: Admission, welcome: Welcome, password: str = "") -> None:
        self._options = options
        self._password = password
        self._admission = admission
        self._welcome = welcome
        self._stack: Stack | None = None
        self._calls: set[SipCall] = set()  # held here until DISCONNECTED: a collected call hangs itself up
        self._incoming: set[SipCall] = set()  # of them, those that were let in
        self._watched_s = 0.0
        self._strangers = 0  # calls of strangers that were not told of yet
        self._strangers_s = 0.0  # when they were told of
        self._peers = admission.peers  # without the registrar's
        self._registrar_found = False
        self._registration = Registration(options.account is not None)
        self._by_id: dict[str, SipCall] = {}  # live calls by Call-ID
        self._screen = Screen(lambda: self._admission.peers, self._by_id.__contains__, options.codecs)
        self.draining = False
        self.totals = Totals()

    @property
    def port(self) -> int:
        """The SIP port really bound; 0 before open."""
        return self._stack.port if self._stack else 0

    @property
    def registered(self) -> bool | None:
        """Whether the PBX knows us; None without an account."""
        return self._registration.active

    @property
    def live(self) -> int:
        """Calls that are up or coming up, both ways, without those being refused or given up."""
        return sum(not (call.refused or call.ended) for call in list(self._calls))

    # --- Pollable -----------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Start the SIP stack."""
        self._stack = Stack(self._options, self, self._password)
        self._stack.open()

    def poll(self, wait_ms: int) -> None:
        """Let the stack work, and look after the calls."""
        stack = self._running()
        stack.poll(wait_ms)
        now_s = time.monotonic()
        if now_s - self._watched_s >= WATCH_S:
            self._watched_s = now_s
            for call in list(self._calls):
                call.watch(now_s)
            if self._registration.is_due(now_s):
                self._register(True)

    def close(self) -> None:
        """Hang up what is left, wait for it to be over, stop the stack."""
        stack = self._running()
        self._registration.leave()
        self.hang_up_all()
        deadline_s = time.monotonic() + 1.0
        while self._calls and time.monotonic() < deadline_s:
            stack.poll(10)
        stack.poll(50)  # the last BYE gets its answer
        for call in list(self._calls):  # a far side that never answered its BYE
            call.abandon()
        stack.close()
        self._stack = None

    # --- requests before the stack ------------------------------------------------------------------------------

    def judge(self, message: str, source: str) -> Verdict:
        """See `Screen`; keys in a SIP INFO go to their call."""
        request = parse_request(message)
        verdict = self._screen.judge(request, source, draining=self.draining)
        call = self._by_id.get(request.call_id)
        if call is not None:
            call.life.sign(time.monotonic())
        if verdict is KEYS_TAKEN and call is not None:
            call.keypad.info(request)
        elif verdict == "pass" and request.method == "REFER" and call is not None:
            return self._asked_to_transfer(call, request)
        elif verdict is NOT_ALLOWED:
            self.totals.refused += 1
            self._tell_strangers(time.monotonic())
        return verdict

    def _asked_to_transfer(self, call: SipCall, request: Request) -> Verdict:
        """The stack declines what nobody wants to hear, and knows what to do with a dialog that there is not."""
        if call.transfers.judge is None or not self._running().knows_dialog(request.call_id, *tags(request)):
            return "pass"
        return call.transfers.asked(request, str(call.getInfo().localContact))

    def _tell_strangers(self, now_s: float) -> None:
        """One line a second at the most: a flood must not fill the disk."""
        self._strangers += 1
        if now_s - self._strangers_s >= 1.0:
            text = "call refused at the door: %d %s; %d since the last such line"
            log.info(text, NOT_ALLOWED.sip_code, NOT_ALLOWED.reason, self._strangers)
            self._strangers, self._strangers_s = 0, now_s

    def rebuke(self, packet: bytes) -> Rebuke | None:
        """See `screening.rebuke`."""
        return rebuke(packet, self._admission.peers)

    # --- calls --------------------------------------------------------------------------------------------------

    def invited(self, account: Any, prm: Any) -> None:
        """Judge an INVITE; hand it to the owner or refuse it."""
        invitation = read_invitation(prm.rdata.wholeMsg, prm.rdata.srcAddress, self._own_user())
        refusal = self._admission.judge(Offer(invitation.source, invitation.called), self._load(invitation.source))
        call = SipCall(account, prm.callId, _tell_nobody, self._forget, self._options.life)
        call.own_address = self._own_address(source_ip(invitation.source))
        self._calls.add(call)
        if refusal is not None:
            self.totals.refused += 1
            log.info("call refused at the door: %d %s", refusal.sip_code, refusal.reason)
            call.refuse(refusal)
            return
        call.source_ip = source_ip(invitation.source)
        self._remember(call)
        self._incoming.add(call)
        call.tell = self._welcome(call, invitation)

    def place(self, uri: str, headers: Mapping[str, str], person: Party | None, tell: Tell) -> SipCall:
        """Send an INVITE on behalf of `person`; raises BadAddress or CallFailed."""
        account = self._running().account
        params = pj.CallOpParam(True)
        audio_only(params.opt)
        call = SipCall(account, pj.PJSUA_INVALID_ID, tell, self._forget, self._options.life)
        call.own_address = self._own_address(split_uri(uri)[1])
        display, registered = self._options.agent_display, self._options.account is not None
        how = shown(person, self._own_uri(call.own_address), display, registered=registered)
        add_headers(params, dict(how.headers) | dict(headers))
        params.txOption.localUri = how.sender or ("" if registered else f"<{self._own_uri(call.own_address)}>")
        self._calls.add(call)
        with _place_errors(uri):
            call.place(uri, params)
            self._remember(call)
        return call

    def hang_up_all(self) -> int:
        """End every call; returns how many there were."""
        calls = list(self._calls)
        for call in calls:
            with contextlib.suppress(pj.Error):
                call.end(cause="drained")
        return len(calls)

    def statistics(self) -> Totals:
        """The totals with the calls that are up."""
        live = [call.sound for call in list(self._calls)]
        done = self.totals
        return Totals(
            calls=done.calls + self.live,
            refused=done.refused,
            frames=done.frames + sum(s.frames for s in live),
            dropped=done.dropped + sum(s.dropped for s in live),
            late=done.late + sum(s.late for s in live),
            starved=done.starved + sum(s.starved for s in live),
        )

    # --- registration -------------------------------------------------------------------------------------------

    def registration(self, active: bool, sip_code: int) -> None:
        """The registrar answered."""
        self._registration.answered(active, sip_code, time.monotonic())

    def registrar_at(self, networks: tuple[Network, ...]) -> None:
        """The registrar is found at these addresses, perhaps others than before: they are peers."""
        first = not self._registrar_found
        self._registrar_found = True
        self._admission = replace(self._admission, peers=self._peers + networks)
        if first and not self.draining:
            self._register(True)

    def leave(self) -> None:
        """Take no new call, and tell the registrar so."""
        self.draining = True
        self._registration.leave()
        if self._registration.active:
            self._register(False)

    def _register(self, on: bool) -> None:
        with contextlib.suppress(pj.Error):  # a try of pjsip's own is under way
            self._running().account.setRegistration(on)

    # --- inside -------------------------------------------------------------------------------------------------

    def _running(self) -> Stack:
        if self._stack is None:
            raise RuntimeError("switchboard used before open()")
        return self._stack

    def _own_address(self, peer: str) -> str:
        """Our address as that peer sees it, where we listen on all of them and none is published."""
        if not is_wildcard(self._options.host) or self._options.public_host:
            return ""
        return local_address(peer)

    def _own_uri(self, address: str) -> str:
        """The URI of our account; without a registrar, at the address that the peer reaches us at."""
        uri = str(self._running().account.getInfo().uri)
        if not address or self._options.account is not None:
            return uri
        host = f"[{address}]" if ":" in address else address
        return f"{uri.partition('@')[0]}@{host}:{self.port}"

    def _own_user(self) -> str:
        return self._options.account.user if self._options.account else ""

    def _load(self, source: str) -> Load:
        ip = source_ip(source)
        waiting = sum(1 for call in self._incoming if not call.confirmed and call.source_ip == ip)
        return Load(sum(not call.ended for call in self._incoming), waiting, self.draining)

    def _remember(self, call: SipCall) -> None:
        if not call.over:
            call.sip_id = call.getInfo().callIdString
            self._by_id[call.sip_id] = call

    def _forget(self, call: SipCall) -> None:
        if call not in self._calls:
            return
        self._by_id.pop(call.sip_id, None)
        self._calls.discard(call)
        self._incoming.discard(call)
        self.totals.calls += not call.refused
        self.totals.frames += call.sound.frames
        self.totals.dropped += call.sound.dropped
        self.totals.late += call.sound.late
        self.totals.starved += call.sound.starved


def _tell_nobody(event: LegEvent) -> None:
    """A refused call has no owner."""


@contextlib.contextmanager
def _place_errors(uri: str) -> Iterator[None]:
    try:
        yield
    except pj.Error as error:
        if error.status == INVALID_URI:
            raise BadAddress(
                f"an address of {len(uri)} characters", "SIP URI", 'one such as "sip:100@192.168.1.10"'
            ) from None
        if error.status == TOO_MANY:
            raise CallFailed(503, "no free call slot in this gateway") from None
        raise CallFailed(500, error.reason) from None
