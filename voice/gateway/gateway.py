"""The telephone exchange of Hatef, for asyncio: takes calls, places calls, drains, stops."""

import asyncio
import contextlib
import logging
import sys
import time
import weakref
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from voice.errors import CallFailed, GatewayStopped, LegOver, NoAnswer
from voice.events import LegEnded, LegEvent, Party
from voice.gateway.admission import MOST_UNCONFIRMED, Admission
from voice.gateway.build import installed, load
from voice.gateway.farewell import end_in_time
from voice.gateway.invitation import Invitation
from voice.gateway.leg import CallHandle, Leg, LegFacts
from voice.gateway.messages import Headers
from voice.gateway.options import Account, GatewayOptions, Network, parse_networks
from voice.gateway.parties import checked_header, checked_uri, safe_host, safe_user, split_uri
from voice.gateway.registration import FIRST_LOOK_UP_S, keep_looking_up
from voice.gateway.sip_thread import SipThread

if TYPE_CHECKING:  # these import pjsua2, whose absence must be one clear error of start()
    from voice.gateway.switchboard import Switchboard, Totals

log = logging.getLogger("voice.gateway")

GIL_SWITCH_S = 0.0005  # with the default 5 ms, one busy Python thread delays sound by 90 ms
OWNERS_END_S = 2.0  # how long the owners of calls may take to notice the end at stop()

OnCall = Callable[[Leg], Awaitable[None]]


class Gateway:
    """One SIP endpoint; a process can run one at a time.

    `on_call` owns each incoming leg: it runs in a task of its own, and when it returns the leg is hung up if it is
    still there. `password` is the account's. `full` (asked on the SIP thread) makes new calls hear 486 before
    `max_calls` is reached; `most_unconfirmed` INVITEs of one address may wait to be acknowledged, above it 503.
    """

    def __init__(
        self,
        options: GatewayOptions,
        on_call: OnCall,
        *,
        password: str = "",
        full: Callable[[], bool] = lambda: False,
        most_unconfirmed: int = MOST_UNCONFIRMED,
    ) -> None:
        self._options = options
        self._on_call = on_call
        self._password = password
        self._full = full
        self._most_unconfirmed = most_unconfirmed
        self._owners: set[asyncio.Task[None]] = set()  # one a leg that came in
        self._legs: weakref.WeakSet[Leg] = weakref.WeakSet()  # both ways
        self._registrar: asyncio.Task[None] | None = None  # looks its name up
        self._board: Switchboard | None = None
        self._sip: SipThread | None = None

    @property
    def active(self) -> int:
        """Calls that are up or coming up, in both directions."""
        return self._board.live if self._board else 0

    @property
    def registered(self) -> bool | None:
        """Whether the PBX knows us; None without an account."""
        return self._board.registered if self._board else None

    @property
    def draining(self) -> bool:
        """Whether new calls are refused because the end is near."""
        return self._board is not None and self._board.draining

    @property
    def port(self) -> int:
        """The SIP port, UDP and TCP; 0 when not running."""
        return self._board.port if self._board else 0

    @property
    def stats(self) -> "Totals":
        """Calls and frames since start(); frames `dropped`, `late` and `starved` should stay 0."""
        if self._board is None:
            raise GatewayStopped("read the statistics")
        return self._board.statistics()

    async def start(self) -> None:
        """Listen, and register if there is an account; raises PortTaken, BadAddress or SipStackMissing."""
        load()
        from voice.gateway.switchboard import Switchboard

        sys.setswitchinterval(GIL_SWITCH_S)
        loop = asyncio.get_running_loop()
        options = self._options
        peers = parse_networks(options.allowed_peers)
        unconfirmed = self._most_unconfirmed
        admission = Admission(peers, options.allowed_numbers, options.max_calls, unconfirmed, self._full)
        board = Switchboard(options, admission, lambda call, it: self._welcome(call, it, loop), self._password)
        self._board, self._sip = board, SipThread(board)
        try:
            await self._sip.start()
        except BaseException:
            self._board = self._sip = None
            raise
        if options.account is not None:
            await self._look_up_registrar(options.account, board, self._sip)
        log.info(
            "SIP on %s port %d, UDP and TCP, with the %s build",
            self._options.host,
            board.port,
            installed().flavour,
        )

    async def call(
        self, uri: str, *, headers: Mapping[str, str] | None = None, person: Party | None = None, timeout_s: float
    ) -> Leg:
        """Place a call and return its leg once answered; raises CallFailed, NoAnswer or BadAddress.

        Args:
            person: on whose behalf; what the telephone shows of it, `GatewayOptions.agent_display` says.
        """
        board, sip = self._running("place a call")
        target = checked_uri(uri)
        fields = dict(checked_header(name, value) for name, value in (headers or {}).items())
        user, host = split_uri(target)
        party = Party(safe_user(user), safe_host(host))
        facts = LegFacts(False, party, party.user, Headers(fields.items()), time.monotonic())
        leg = Leg(facts, sip, asyncio.get_running_loop())
        self._legs.add(leg)
        try:
            await sip.run(lambda: leg.attach(board.place(target, fields, person, leg.tell)), "place a call")
            await asyncio.wait_for(leg.wait_for_media("call"), timeout_s)
        except TimeoutError:
            await leg.hangup()
            raise NoAnswer(timeout_s) from None
        except LegOver:
            raise _failure(leg.ended) from None
        except asyncio.CancelledError:
            leg.abandon()  # not awaited: it may not even be placed yet
            raise
        return leg

    async def drain(self, timeout_s: float, bridged_s: float | None = None) -> int:
        """Unregister, refuse new calls with 503, wait for running ones; dismiss those left, and say how many.

        Args:
            timeout_s: how long calls may go on.
            bridged_s: how long those of people who talk to each other may; None: as long as the others.
        """
        board, sip = self._running("drain")
        board.draining = True
        await sip.run(board.leave, "drain")
        return await end_in_time(lambda: list(self._legs), timeout_s, timeout_s if bridged_s is None else bridged_s)

    async def stop(self) -> None:
        """Hang up everything, unregister, release the port. Does nothing if not running."""
        if self._sip is None:
            return
        sip, self._sip = self._sip, None
        if self._registrar is not None:
            self._registrar.cancel()
            await asyncio.wait({self._registrar})
        await sip.stop()
        self._board = None
        if self._owners:
            await asyncio.wait(self._owners, timeout=OWNERS_END_S)
        for task in self._owners:
            task.cancel()
        await asyncio.gather(*self._owners, return_exceptions=True)

    def _running(self, wanted: str) -> "tuple[Switchboard, SipThread]":
        if self._board is None or self._sip is None:
            raise GatewayStopped(wanted)
        return self._board, self._sip

    async def _look_up_registrar(self, account: Account, board: "Switchboard", sip: SipThread) -> None:
        """Register, and let the PBX that we register at send us calls, wherever its name leads."""

        async def found(networks: tuple[Network, ...]) -> None:
            await sip.run(lambda: board.registrar_at(networks), "register")

        looked_up = asyncio.Event()
        task = asyncio.create_task(keep_looking_up(account, found, looked_up), name="registrar")
        self._registrar = task
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(looked_up.wait(), FIRST_LOOK_UP_S)

    # --- calls that come in ---------------------------------------------------------------------------------------

    def _welcome(
        self, call: CallHandle, invitation: Invitation, loop: asyncio.AbstractEventLoop
    ) -> Callable[[LegEvent], None]:
        """Make a leg and hand it to its owner. SIP thread."""
        assert self._sip is not None
        facts = LegFacts(
            *(True, invitation.caller, invitation.called, invitation.headers, time.monotonic()),
            diverted_from=invitation.diverted_from,
        )
        leg = Leg(facts, self._sip, loop)
        leg.attach(call)
        self._legs.add(leg)
        loop.call_soon_threadsafe(self._hand_over, leg)
        return leg.tell

    def _hand_over(self, leg: Leg) -> None:
        task = asyncio.get_running_loop().create_task(self._own(leg), name=f"call {leg.id}")
        self._owners.add(task)
        task.add_done_callback(self._owners.discard)

    async def _own(self, leg: Leg) -> None:
        code = 0
        try:
            await self._on_call(leg)
        except LegOver:
            log.info("call %s ended before its owner was done", leg.id)
        except Exception:
            log.exception("the owner of call %s failed", leg.id)
            code = 500
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await leg.hangup(code)


def _failure(ended: LegEnded | None) -> CallFailed:
    return CallFailed(ended.sip_code, ended.reason, ended.q850) if ended else CallFailed(500, "unknown")
