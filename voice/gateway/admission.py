"""Who may call: a pure decision, taken before anything is answered.

A SIP port on a network is called by strangers all day; a bot that answers everyone is a toll-fraud tool and a
flood target (RFC 3261 section 26). The order of the rules gives a stranger no hint about numbers or load.
"""

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from voice.gateway.options import Network

RETRY_AFTER_S = 30


@dataclass(frozen=True, slots=True)
class Offer:
    """A call at the door: where it really came from, and the user part of its Request-URI."""

    source: str  # "192.0.2.7:5060" or "[2001:db8::7]:5060"
    called: str


@dataclass(frozen=True, slots=True)
class Load:
    """How busy the gateway is at this moment."""

    incoming: int  # incoming calls that are up or coming up
    unconfirmed_from_source: int  # of them, those from this source that are not confirmed by an ACK
    draining: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """The SIP answer to a call that is not let in (RFC 3261 section 21)."""

    sip_code: int
    reason: str
    retry_after_s: int | None = None  # Retry-After, section 20.33


MOST_UNCONFIRMED = 50
"""INVITEs of one address that nobody has acknowledged yet."""
NOT_ALLOWED = Refusal(403, "Forbidden")
NO_SUCH_NUMBER = Refusal(404, "Not Found")
DRAINING = Refusal(503, "Service Unavailable", RETRY_AFTER_S)
FLOODED = Refusal(503, "Service Unavailable", RETRY_AFTER_S)
BUSY = Refusal(486, "Busy Here")


@dataclass(frozen=True)
class Admission:
    """The rules of the door."""

    peers: tuple[Network, ...]
    numbers: tuple[str, ...]  # fnmatch patterns; empty = all
    max_calls: int
    max_unconfirmed_per_source: int = MOST_UNCONFIRMED
    full: Callable[[], bool] = field(default=lambda: False)  # nobody could serve one more, not even in line

    def judge(self, offer: Offer, load: Load) -> Refusal | None:
        """None lets the call in."""
        if not is_peer(offer.source, self.peers):
            return NOT_ALLOWED
        if not is_allowed_number(offer.called, self.numbers):
            return NO_SUCH_NUMBER
        if load.draining:
            return DRAINING
        if load.incoming >= self.max_calls or self.full():
            return BUSY
        if load.unconfirmed_from_source >= self.max_unconfirmed_per_source:
            return FLOODED
        return None


def is_peer(source: str, peers: Sequence[Network]) -> bool:
    """Whether the address of "ip:port" lies in one of the networks; anything unreadable does not."""
    try:
        address = ipaddress.ip_address(source_ip(source))
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in peers)


def is_allowed_number(called: str, patterns: Sequence[str]) -> bool:
    """Whether a called number fits one of the patterns; no patterns allow all."""
    return not patterns or any(fnmatchcase(called, pattern) for pattern in patterns)


def source_ip(source: str) -> str:
    """The address of "192.0.2.7:5060", "[2001:db8::7]:5060" or a bare address."""
    if source.startswith("["):
        return source[1:].partition("]")[0]
    return source.partition(":")[0] if source.count(":") == 1 else source
