"""The pjsua2 endpoint: its settings, transports, codecs and accounts. Every method runs on the SIP thread."""

import contextlib
import errno
import logging
import socket
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pjsua2 as pj

from voice.audio import FRAME_MS, SAMPLE_RATE_HZ
from voice.errors import BadAddress, GatewayRunning, PortTaken
from voice.gateway.build import installed
from voice.gateway.core import Core
from voice.gateway.guard import Guard
from voice.gateway.options import SESSION_TIMER_LEAST_S, Account, GatewayOptions
from voice.gateway.screening import Rebuke, Verdict

log = logging.getLogger("voice.gateway")

OS_ERROR_BASE = 120000  # PJ_ERRNO_START_SYS: pjlib's status is this plus errno
CODEC_IDS = {"PCMA": "PCMA/8000", "PCMU": "PCMU/8000", "G722": "G722/16000"}
PORT_TRIES = 20
REGISTER_RETRY_S = 30
UNREGISTER_WAIT_POLLS = 50


class AccountDesk(Protocol):
    """Who hears what accounts receive."""

    def invited(self, account: Any, prm: Any) -> None:
        """An INVITE came."""
        ...

    def registration(self, active: bool, sip_code: int) -> None:
        """The registrar answered."""
        ...

    def judge(self, message: str, source: str) -> Verdict:
        """What becomes of a request, before the stack sees it."""
        ...

    def rebuke(self, packet: bytes) -> Rebuke | None:
        """The answer to a packet that the stack could not read."""
        ...


class SipAccount(pj.Account):  # type: ignore[misc]  # pjsua2 has no type information
    """An identity that receives calls."""

    def __init__(self, desk: AccountDesk) -> None:
        super().__init__()
        self._desk = desk
        self._guard = Guard("an account callback")

    def onIncomingCall(self, prm: Any) -> None:
        """See AccountDesk."""
        with self._guard:
            self._desk.invited(self, prm)

    def onRegState(self, prm: Any) -> None:
        """See AccountDesk."""
        with self._guard:
            self._desk.registration(prm.code // 100 == 2 and prm.expiration > 0, int(prm.code))


class _Endpoint(pj.Endpoint):  # type: ignore[misc]  # pjsua2 has no type information
    """The library, which tells which request is in hand."""

    def __init__(self, saw: Callable[[str, str], None]) -> None:
        super().__init__()
        self._saw = saw

    def onSelectAccount(self, prm: Any) -> None:
        """Asked for each request by `Core`, and for some by pjsua itself."""
        self._saw(prm.rdata.wholeMsg, prm.rdata.srcAddress)


class Stack:
    """One running pjsua2 library; a process can hold one at a time."""

    def __init__(self, options: GatewayOptions, desk: AccountDesk, password: str = "") -> None:
        self._options = options
        self._password = password
        self._desk = desk
        _refuse_a_second_endpoint()
        self._core = Core(desk.judge, desk.rebuke)
        self._endpoint = _Endpoint(self._core.saw)
        self._accounts: list[SipAccount] = []
        self.port = 0  # the SIP port really bound

    @property
    def account(self) -> SipAccount:
        """The identity that places calls: the registered extension if there is one."""
        return self._accounts[-1]

    def open(self) -> None:
        """Start the library and listen; raises PortTaken or BadAddress and leaves nothing running."""
        try:
            self._endpoint.libCreate()
            self._endpoint.libInit(_endpoint_config(self._options))
            self._listen()
            self._endpoint.libStart()
            self._core.open()
            self._endpoint.audDevManager().setNullDev()
            self._choose_codecs()
            self._open_accounts()
        except (pj.Error, PortTaken, BadAddress):
            self._destroy()
            raise

    def poll(self, wait_ms: int) -> None:
        """Handle SIP messages, timers and pending callbacks."""
        self._endpoint.libHandleEvents(wait_ms)

    def knows_dialog(self, call_id: str, own_tag: str, far_tag: str) -> bool:
        """See `Core`."""
        return self._core.knows_dialog(call_id, own_tag, far_tag)

    def close(self) -> None:
        """Unregister and end; no call may exist any more."""
        if self._options.account is not None:
            with contextlib.suppress(pj.Error):
                self.account.setRegistration(False)
                for _ in range(UNREGISTER_WAIT_POLLS):
                    self.poll(10)
                    if not self.account.getInfo().regIsActive:
                        break
        for account in self._accounts:
            account.shutdown()
        self._destroy()

    def _destroy(self) -> None:
        self._core.close()
        for account in self._accounts:
            pj.Account.__swig_destroy__(account)
        self._accounts.clear()
        self._endpoint.libDestroy(pj.PJSUA_DESTROY_NO_RX_MSG)  # else it waits a second for nothing
        pj.Endpoint.__swig_destroy__(self._endpoint)

    def _listen(self) -> None:
        if self._options.port:
            self._bind(self._options.port)
            return
        for _ in range(PORT_TRIES):
            with contextlib.suppress(PortTaken):
                self._bind(_free_port(self._options.host))
                return
        raise PortTaken(self._options.host, 0, "udp")

    def _bind(self, port: int) -> None:
        config = pj.TransportConfig()
        config.port = port
        config.boundAddress = "" if is_wildcard(self._options.host) else self._options.host
        config.publicAddress = self._options.public_host or ""
        with _bind_errors(self._options.host, port, "udp"):
            udp = self._endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, config)
        try:
            with _bind_errors(self._options.host, port, "tcp"):
                self._endpoint.transportCreate(pj.PJSIP_TRANSPORT_TCP, config)
        except PortTaken:
            self._endpoint.transportClose(udp)
            raise
        self.port = port

    def _choose_codecs(self) -> None:
        for codec in self._endpoint.codecEnum2():
            self._endpoint.codecSetPriority(codec.codecId, 0)
        for rank, name in enumerate(self._options.codecs):
            self._endpoint.codecSetPriority(CODEC_IDS[name], 255 - rank)

    def _open_accounts(self) -> None:
        host = self._options.public_host or self._options.host
        local = socket.gethostname() if is_wildcard(host) else host
        self._add_account(_account_config(self._options, f"sip:hatef@{_bracketed(local)}:{self.port}"))
        if self._options.account is not None:
            self._add_account(_registered_config(self._options, self._options.account, self._password))

    def _add_account(self, config: Any) -> None:
        account = SipAccount(self._desk)
        account.create(config, True)
        self._accounts.append(account)


def _refuse_a_second_endpoint() -> None:
    try:
        pj.Endpoint.instance()
    except pj.Error:
        return
    raise GatewayRunning  # pj.Endpoint() would abort the process


def is_wildcard(host: str) -> bool:
    """Whether a host means all addresses of this machine."""
    return host in ("", "0.0.0.0", "::")


def _endpoint_config(options: GatewayOptions) -> Any:
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0  # the SIP thread polls
    config.uaConfig.mainThreadOnly = True  # callbacks of C++ threads wait for its next poll
    config.uaConfig.maxCalls = installed().max_calls
    config.uaConfig.userAgent = "Hatef"
    config.logConfig.level = 0  # SIP traces hold personal data
    config.logConfig.consoleLevel = 0
    media = config.medConfig
    media.clockRate = media.sndClockRate = SAMPLE_RATE_HZ
    media.audioFramePtime = FRAME_MS
    media.channelCount = 1
    media.noVad = True  # else RTP pauses in silence
    media.ecTailLen = 0  # a bot has no loudspeaker
    media.maxMediaPorts = 2 * installed().max_calls + 16  # a stream and a leg port a call
    return config


def _account_config(options: GatewayOptions, identity: str) -> Any:
    config = pj.AccountConfig()
    config.idUri = identity
    if options.session_timer_s:
        config.callConfig.timerUse = pj.PJSUA_SIP_TIMER_ALWAYS  # also where the far side knows no timers
        config.callConfig.timerSessExpiresSec = options.session_timer_s
        config.callConfig.timerMinSESec = SESSION_TIMER_LEAST_S
    config.mediaConfig.lockCodecEnabled = False  # no surprise re-INVITE after an answer with two codecs
    transport = config.mediaConfig.transportConfig
    transport.port = options.rtp_port_start
    transport.portRange = options.rtp_port_count
    transport.boundAddress = "" if is_wildcard(options.host) else options.host
    transport.publicAddress = options.public_host or ""
    return config


def _registered_config(options: GatewayOptions, account: Account, password: str) -> Any:
    domain = account.registrar.partition(":")[2].partition(";")[0]
    config = _account_config(options, f"sip:{account.user}@{domain}")
    config.regConfig.registrarUri = account.registrar
    config.regConfig.registerOnAdd = False  # only once its name is found: pjsip would wait for it on the SIP thread
    config.regConfig.timeoutSec = account.expires_s
    config.regConfig.retryIntervalSec = REGISTER_RETRY_S
    config.regConfig.firstRetryIntervalSec = 2
    config.regConfig.dropCallsOnFail = False
    config.sipConfig.authCreds.append(pj.AuthCredInfo("digest", account.realm, account.user, 0, password))
    return config


def _free_port(host: str) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, 0))
        except OSError as error:
            raise _bad_host(host, error.strerror or str(error)) from error
        return int(probe.getsockname()[1])


def _bad_host(host: str, reason: str) -> BadAddress:
    return BadAddress(host, "sip.host", f"an address of this machine ({reason})")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@contextlib.contextmanager
def _bind_errors(host: str, port: int, transport: str) -> Iterator[None]:
    try:
        yield
    except pj.Error as error:
        if error.status == OS_ERROR_BASE + errno.EADDRINUSE:
            raise PortTaken(host, port, transport) from None
        raise _bad_host(host, error.reason) from None
