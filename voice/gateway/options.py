"""What the operator may set on the SIP side; validated here once, frozen after."""

import ipaddress
from dataclasses import dataclass
from typing import Literal

from voice.errors import BadAddress
from voice.gateway.display import Display
from voice.gateway.life import LifeRules

Codec = Literal["PCMA", "PCMU", "G722"]
SESSION_TIMER_LEAST_S = 90  # RFC 4028 section 4
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Account:
    """An extension at a PBX that the gateway registers as (RFC 3261 section 10), with digest authentication."""

    user: str
    password: str
    registrar: str  # "sip:pbx:5060"; append ";transport=tcp" for TCP
    realm: str = "*"  # "*" answers any realm
    expires_s: int = 300

    def __repr__(self) -> str:
        return f"Account(user={self.user!r}, registrar={self.registrar!r})"  # never the password

    def __post_init__(self) -> None:
        if self.registrar.lower().startswith("sips:"):
            wanted = f'one without TLS, such as "sip:{self.registrar[5:]};transport=tcp"'
            raise BadAddress(self.registrar, "sip.account.registrar", wanted)
        if not self.registrar.lower().startswith("sip:"):
            raise BadAddress(self.registrar, "sip.account.registrar", 'a SIP URI such as "sip:pbx.example:5060"')


@dataclass(frozen=True)
class GatewayOptions:
    """Everything a `Gateway` needs to know. Nothing is open by default: only this machine may call."""

    host: str = "127.0.0.1"  # address to listen on; 0.0.0.0 for all
    port: int = 5060  # UDP and TCP; 0 = any free port
    public_host: str | None = None  # what to write into SDP and Contact behind a NAT
    rtp_port_start: int = 16000
    rtp_port_count: int = 2000
    account: Account | None = None
    max_calls: int = 100  # incoming calls at once; above it 486
    allowed_peers: tuple[str, ...] = ("127.0.0.0/8",)  # CIDRs that may send calls; others get 403
    allowed_numbers: tuple[str, ...] = ()  # fnmatch patterns of called numbers; empty = all; others get 404
    codecs: tuple[Codec, ...] = ("PCMA", "PCMU", "G722")  # in order of preference
    life: LifeRules = LifeRules()  # when a far side counts as gone
    session_timer_s: int = 1800  # RFC 4028: refreshed at half of it; 0 = only where the far side wants it
    agent_display: Display = "auto"  # how a person on whose behalf we call is shown
    max_unconfirmed_per_source: int = 50  # INVITEs of one address that nobody has acknowledged yet; above it 503

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
