"""Where we stand with the registrar (RFC 3261 section 10), and its addresses, looked up again and again.

looking up ──found──▶ registering ──200──▶ active ──refresh refused──▶ tried again
     ▲ └─ not found: told once, tried again       └──▶ leaving: unregistered, for good
"""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable

from voice.gateway.options import Account, Network, parse_networks
from voice.gateway.parties import split_uri

log = logging.getLogger("voice.gateway")

REGISTER_AGAIN_S = 60.0  # after refusals that pjsip itself does not retry; slow, so that no PBX bans us
LOOK_UP_AGAIN_S = 10.0  # after a name that was not found
FIRST_LOOK_UP_S = 2.0  # start() waits so long for the name of the registrar


class Registration:
    """What the registrar answered. SIP thread."""

    def __init__(self, wanted: bool) -> None:
        self.active: bool | None = False if wanted else None
        self._answered_s = 0.0  # time of the last answer, or of the last try
        self._leaving = False

    def answered(self, active: bool, sip_code: int, now_s: float) -> None:
        """Note and log an answer."""
        self._answered_s = now_s
        if self._leaving:
            log.info("unregistered at the PBX: SIP %d", sip_code)
        elif active != self.active or not active:
            level = logging.INFO if active else logging.WARNING
            state = "is active" if active else "failed, will be tried again"
            log.log(level, "registration at the PBX %s: SIP %d", state, sip_code)
        self.active = active

    def is_due(self, now_s: float) -> bool:
        """Whether to try again what was refused; says so once."""
        if self.active is not False or self._leaving or not self._answered_s:
            return False
        if now_s - self._answered_s <= REGISTER_AGAIN_S:
            return False
        self._answered_s = now_s
        return True

    def leave(self) -> None:
        """No longer wanted; the next answer is to our farewell."""
        self._leaving = True


async def keep_looking_up(
    account: Account, found: Callable[[tuple[Network, ...]], Awaitable[None]], looked_up: asyncio.Event
) -> None:
    """Tell `found` the addresses of the registrar, now and before each registration; until it is cancelled.

    A name that is not found is told once and tried again. `looked_up` is set after the first try, whatever it brought.
    """
    missing = False
    while True:
        try:
            networks = await _look_up(_host_of(account.registrar))
        except OSError as error:
            if not missing:
                why = error.strerror or type(error).__name__
                again = f"it is looked up again every {LOOK_UP_AGAIN_S:.0f} s"
                log.warning("sip.account.registrar: the name of the PBX is not found (%s); %s", why, again)
            missing = True
        else:
            if missing:
                log.info("sip.account.registrar: the name of the PBX is found")
            missing = False
            await found(networks)
        looked_up.set()
        await asyncio.sleep(LOOK_UP_AGAIN_S if missing else account.expires_s / 2)


async def _look_up(host: str) -> tuple[Network, ...]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_DGRAM)
    except UnicodeError as error:  # a label of the name is too long
        raise OSError(None, "no name") from error
    return parse_networks(tuple(dict.fromkeys(str(one[4][0]) for one in found)))


def _host_of(registrar: str) -> str:
    host = split_uri(registrar)[1]
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
