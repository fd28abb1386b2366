"""A real gateway on loopback, softphones in processes of their own, a registrar, and raw packets."""

import asyncio
import hashlib
import itertools
import math
import re
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from voice.audio import SAMPLE_RATE_HZ, write_wav
from voice.events import LegEvent
from voice.gateway.gateway import Gateway
from voice.gateway.leg import Leg
from voice.gateway.options import Account, GatewayOptions
from voice.softphone.remote import RemotePhone

END_S = 5.0
_rtp_starts = itertools.count(20000, 100)


class Exchange:
    """A running gateway whose incoming legs wait here for the test to own them."""

    def __init__(self, options: GatewayOptions, **more: Any) -> None:
        self.gateway = Gateway(options, self._own, **more)
        self.legs: asyncio.Queue[Leg] = asyncio.Queue()

    async def _own(self, leg: Leg) -> None:
        self.legs.put_nowait(leg)
        while leg.ended is None:
            await asyncio.sleep(0.01)

    def uri(self, user: str = "100", suffix: str = "") -> str:
        return f"sip:{user}@127.0.0.1:{self.gateway.port}{suffix}"

    async def next_leg(self, answer: bool = True) -> Leg:
        leg = await asyncio.wait_for(self.legs.get(), END_S)
        if answer:
            await leg.answer()
        return leg

    async def ring_up(self, phone: RemotePhone, suffix: str = "", **headers: str) -> Leg:
        """Have the phone call us, and answer."""
        await phone.do("call", uri=self.uri(suffix=suffix), headers=headers)
        leg = await self.next_leg()
        await phone.wait("answered")
        return leg


async def wait_event[E: LegEvent](leg: Leg, kind: type[E], timeout_s: float = END_S) -> E:
    """The next event of a kind, skipping others."""
    async with asyncio.timeout(timeout_s):
        while True:
            event = await leg.events.get()
            if isinstance(event, kind):
                return event


class Registrar(asyncio.DatagramProtocol):
    """REGISTER with digest authentication (RFC 3261 section 22, RFC 2617), just enough to be a PBX."""

    def __init__(self, user: str = "bot", password: str = "secret") -> None:
        self.user, self.password = user, password
        self.contact = ""  # URI of who is registered
        self.challenges = 0
        self.refuse_with = 0  # answer everything with this code
        self.transport: asyncio.DatagramTransport | None = None

    @property
    def account(self) -> Account:
        assert self.transport is not None
        port = self.transport.get_extra_info("sockname")[1]
        return Account(self.user, f"sip:127.0.0.1:{port}")

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self.transport = transport

    def datagram_received(self, data: bytes, address: Any) -> None:
        message = data.decode()
        if not message.startswith("REGISTER"):
            return
        answer = self._judge(message)
        assert self.transport is not None
        self.transport.sendto(answer.encode(), address)

    def _judge(self, message: str) -> str:
        if self.refuse_with:
            return _answer(message, f"{self.refuse_with} Refused")
        given = dict(re.findall(r'(\w+)="?([^",]+)"?', _field(message, "Authorization")))
        if given.get("response") != self._expected(given, message.split()[1]):
            self.challenges += 1
            return _answer(message, "401 Unauthorized", 'WWW-Authenticate: Digest realm="pbx", nonce="n1"\r\n')
        contact = _field(message, "Contact")
        expires = _field(message, "Expires") or "300"
        self.contact = "" if expires == "0" else contact[contact.index("<") + 1 : contact.index(">")]
        return _answer(message, "200 OK", f"Contact: {contact}\r\nExpires: {expires}\r\n")

    def _expected(self, given: dict[str, str], uri: str) -> str:
        ha1 = _md5(f"{self.user}:{given.get('realm')}:{self.password}")
        return _md5(f"{ha1}:{given.get('nonce')}:{_md5(f'REGISTER:{uri}')}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _field(message: str, name: str) -> str:
    found = re.search(rf"(?im)^{name}:\s*(.*?)\r?$", message)
    return found[1] if found else ""


def _answer(request: str, status: str, extra: str = "") -> str:
    kept = "".join(f"{n}: {_field(request, n)}\r\n" for n in ("Via", "From", "Call-ID", "CSeq"))
    return f"SIP/2.0 {status}\r\n{kept}To: {_field(request, 'To')};tag=r1\r\n{extra}Content-Length: 0\r\n\r\n"


class RawPeer(asyncio.DatagramProtocol):
    """Sends SIP requests as bytes and never acknowledges anything."""

    def __init__(self) -> None:
        self.answers: asyncio.Queue[str] = asyncio.Queue()
        self._transport: asyncio.DatagramTransport | None = None
        self._numbers = itertools.count(1)

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self._transport = transport

    def datagram_received(self, data: bytes, address: Any) -> None:
        self.answers.put_nowait(data.decode())

    def invite(self, port: int, sdp: str | None = None) -> None:
        assert self._transport is not None
        me = "127.0.0.1:{}".format(self._transport.get_extra_info("sockname")[1])
        number = next(self._numbers)
        body = sdp if sdp is not None else sdp_of("127.0.0.1")
        head = (
            f"INVITE sip:100@127.0.0.1:{port} SIP/2.0\r\nVia: SIP/2.0/UDP {me};branch=z9hG4bKraw{number}\r\n"
            f"From: <sip:raw@{me}>;tag=t{number}\r\nTo: <sip:100@127.0.0.1>\r\nCall-ID: raw{number}@{me}\r\n"
            f"CSeq: 1 INVITE\r\nContact: <sip:raw@{me}>\r\nMax-Forwards: 70\r\n"
            f"Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._transport.sendto((head + body).encode(), ("127.0.0.1", port))

    async def final(self) -> str:
        """The next final answer."""
        while True:
            answer = await asyncio.wait_for(self.answers.get(), END_S)
            if not answer.startswith("SIP/2.0 1"):
                return answer


def sdp_of(host: str, media: str = "m=audio 30000 RTP/AVP 8") -> str:
    """A session description (RFC 4566)."""
    return f"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n{media}\r\n"


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    """Closed after the test, in reverse order."""
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
def open_exchange(stack: AsyncExitStack) -> Callable[..., Awaitable[Exchange]]:
    """Start a gateway; takes fields of GatewayOptions, and what else a Gateway is told."""

    async def start(*, password: str = "", most_unconfirmed: int = 50, **options: Any) -> Exchange:
        settings = {"port": 0, "rtp_port_start": next(_rtp_starts), **options}
        exchange = Exchange(GatewayOptions(**settings), password=password, most_unconfirmed=most_unconfirmed)
        await exchange.gateway.start()
        stack.push_async_callback(exchange.gateway.stop)
        return exchange

    return start


@pytest.fixture
def open_phone(stack: AsyncExitStack) -> Callable[..., Awaitable[RemotePhone]]:
    """Start a softphone process; takes arguments of its listen command."""

    async def start(**listen: Any) -> RemotePhone:
        return await stack.enter_async_context(RemotePhone(**listen))

    return start


@pytest.fixture
async def exchange(open_exchange: Callable[..., Awaitable[Exchange]]) -> Exchange:
    return await open_exchange()


@pytest.fixture
async def phone(exchange: Exchange, open_phone: Callable[..., Awaitable[RemotePhone]]) -> RemotePhone:
    """Closed before the exchange."""
    return await open_phone()


@pytest.fixture
def expect() -> Callable[..., Awaitable[Any]]:
    """`await expect(leg, KeyPressed)`."""
    return wait_event


@pytest.fixture
async def registrar(stack: AsyncExitStack) -> Registrar:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(Registrar, local_addr=("127.0.0.1", 0))
    stack.callback(transport.close)
    return protocol


@pytest.fixture
async def raw_peer(stack: AsyncExitStack) -> RawPeer:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(RawPeer, local_addr=("127.0.0.1", 0))
    stack.callback(transport.close)
    return protocol


@pytest.fixture
def make_sdp() -> Callable[..., str]:
    return sdp_of


@pytest.fixture
def tone() -> Callable[..., bytes]:
    """A sine, 8 kHz s16."""

    def make(duration_ms: int, hz: int = 440, amplitude: int = 8000) -> bytes:
        count = SAMPLE_RATE_HZ * duration_ms // 1000
        wave = (int(amplitude * math.sin(2 * math.pi * hz * n / SAMPLE_RATE_HZ)) for n in range(count))
        return struct.pack(f"<{count}h", *wave)

    return make


@pytest.fixture
def tone_file(tmp_path: Path, tone: Callable[..., bytes]) -> Callable[..., str]:
    """A WAV with a sine."""

    def make(duration_ms: int, hz: int = 440) -> str:
        path = tmp_path / f"tone_{hz}_{duration_ms}.wav"
        write_wav(path, tone(duration_ms, hz))
        return str(path)

    return make


@pytest.fixture
def tone_share() -> Callable[[bytes, int], float]:
    """The share of the energy of some PCM that lies at a frequency, by Goertzel's algorithm; 0 to 1."""

    def measure(pcm: bytes, hz: int) -> float:
        samples = struct.unpack(f"<{len(pcm) // 2}h", pcm)
        turn = 2 * math.cos(2 * math.pi * hz / SAMPLE_RATE_HZ)
        older = old = 0.0
        for sample in samples:
            older, old = old, sample + turn * old - older
        power = old * old + older * older - turn * old * older
        energy = sum(s * s for s in samples)
        return 2 * power / (len(samples) * energy) if energy else 0.0

    return measure
