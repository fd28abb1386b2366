"""What the operator may set on the SIP side: the gateway's part of `config.yml`, with its usual values; frozen.

`metadata` holds an example of a key that has no usual value.
"""

import ipaddress
from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Le, MinLen

from voice.errors import BadAddress
from voice.gateway.display import Display
from voice.gateway.life import LifeRules, Probe

Codec = Literal["PCMA", "PCMU", "G722"]
SESSION_TIMER_LEAST_S = 90  # RFC 4028 section 4
SessionTimer = Annotated[int, Ge(0), Le(86_400)]
User = Annotated[str, MinLen(1)]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
REGISTRAR = "sip:pbx.example:5060"


@dataclass(frozen=True)
class Account:
    """An extension at a PBX that the gateway registers as (RFC 3261 section 10), with digest authentication (22)."""

    user: User = field(metadata={"example": "200"})
    registrar: str = field(metadata={"example": REGISTRAR})  # append ";transport=tcp" for TCP
    realm: str = "*"  # "*" answers any realm
    expires_s: Annotated[int, Ge(30), Le(86_400)] = 300

    def __post_init__(self) -> None:
        if self.registrar.lower().startswith("sips:"):
            wanted = f'one without TLS, such as "sip:{self.registrar[5:]};transport=tcp"'
            raise BadAddress(self.registrar, "sip.account.registrar", wanted)
        if not self.registrar.lower().startswith("sip:"):
            raise BadAddress(self.registrar, "sip.account.registrar", f'a SIP URI such as "{REGISTRAR}"')


@dataclass(frozen=True)
class GatewayOptions:
    """Everything a `Gateway` needs to know. Nothing is open by default: only this machine may call."""

    host: str = "127.0.0.1"  # address to listen on; 0.0.0.0 for all
    port: Annotated[int, Ge(0), Le(65_535)] = 5060  # UDP and TCP; 0 = any free port
    # what to write into SDP and Contact behind a NAT
    public_host: str | None = field(default=None, metadata={"example": "203.0.113.5"})
    rtp_port_start: Annotated[int, Ge(1_024), Le(65_535)] = 16_000
    rtp_port_count: Annotated[int, Ge(8), Le(40_000)] = 2_000
    account: Account | None = field(default=None, metadata={"example": {"user": "200", "registrar": REGISTRAR}})
    max_calls: Annotated[int, Ge(1), Le(500)] = 100  # incoming calls at once; above it 486
    allowed_peers: tuple[str, ...] = ("127.0.0.0/8",)  # CIDRs that may send calls; others get 403
    # fnmatch patterns of called numbers; empty = all; others get 404
    allowed_numbers: tuple[str, ...] = field(default=(), metadata={"example": ["100", "2*"]})
    codecs: Annotated[tuple[Codec, ...], MinLen(1)] = ("PCMA", "PCMU", "G722")  # in order of preference
    media_lost_s: Annotated[float, Ge(2), Le(600)] = LifeRules.media_lost_s
    probe: Probe = LifeRules.probe  # how a far side that sends no sound is asked whether it lives
    longest_hold_s: Annotated[float, Ge(10), Le(86_400)] = LifeRules.longest_hold_s
    agent_display: Display = "auto"  # how a person on whose behalf we call is shown
    # RFC 4028: refreshed at half of it; 0 = only where the far side wants it
    session_timer_s: SessionTimer = 1_800

    @property
    def life(self) -> LifeRules:
        """When a far side counts as gone."""
        return LifeRules(self.media_lost_s, self.longest_hold_s, self.probe)

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise BadAddress(str(self.port), "sip.port", "a port from 0 to 65535")
        if not 1024 <= self.rtp_port_start <= 65535 - self.rtp_port_count:
            raise BadAddress(str(self.rtp_port_start), "sip.rtp_port_start", "a range that ends below 65535")
        if not self.codecs:
            raise BadAddress("", "sip.codecs", "at least one of PCMA, PCMU, G722")
        if self.session_timer_s and self.session_timer_s < SESSION_TIMER_LEAST_S:
            wanted = f"0 or a time of {SESSION_TIMER_LEAST_S} s or more"
            raise BadAddress(str(self.session_timer_s), "sip.session_timer_s", wanted)
        parse_networks(self.allowed_peers)


def parse_networks(cidrs: tuple[str, ...]) -> tuple[Network, ...]:
    """CIDR texts as networks; a single address is a network of one. Raises BadAddress naming the bad one."""
    networks = []
    for cidr in cidrs:
        try:
            networks.append(ipaddress.ip_network(cidr, strict=False))
        except ValueError as error:
            raise BadAddress(cidr, "sip.allowed_peers", 'an address or range such as "192.168.1.0/24"') from error
    return tuple(networks)
