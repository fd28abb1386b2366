"""A caller made of bytes: one SIP dialog over UDP (RFC 3261) and one RTP socket, saying exactly what a test wants."""

import asyncio
import itertools
import re
import struct
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Self

from voice.gateway.leg import Leg

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

ANSWER_S = 5.0
_numbers = itertools.count(1)


class Mailbox(asyncio.DatagramProtocol):
    """Received datagrams, in order; `transport` sends."""

    def __init__(self) -> None:
        self.got: asyncio.Queue[bytes] = asyncio.Queue()
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self.transport = transport

    def datagram_received(self, data: bytes, address: Any) -> None:
        self.got.put_nowait(data)

    @property
    def port(self) -> int:
        assert self.transport is not None
        return int(self.transport.get_extra_info("sockname")[1])


def field(message: str, name: str) -> str:
    """The first header field of that name; empty where there is none."""
    found = re.search(rf"(?im)^{name}:[ \t]*(.*?)\r?$", message)
    return found[1] if found else ""


def code_of(message: str) -> int:
    """The status code of a response."""
    return int(message.split()[1])


class WireCall:
    """`async with WireCall(port) as call: await call.invite()`. It answers OPTIONS while `answers` is true."""

    def __init__(self, port: int, host: str = "127.0.0.1", user: str = "100") -> None:
        self.target = f"sip:{user}@{host}:{port}"
        self.answers = True  # in-dialog requests of the far side
        self.requests: asyncio.Queue[str] = asyncio.Queue()  # of the far side
        self.responses: asyncio.Queue[str] = asyncio.Queue()
        self.far_sdp = ""
        self._far = host, port
        self._host = host
        self._sip, self._rtp = Mailbox(), Mailbox()
        self._number = next(_numbers)
        self._cseq = itertools.count(1)
        self._sequence = itertools.count(1)
        self._to = f"<{self.target}>"
        self._reader: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        for box in (self._sip, self._rtp):
            await loop.create_datagram_endpoint(lambda box=box: box, local_addr=(self._host, 0))  # type: ignore[misc]
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *reason: object) -> None:
        assert self._reader is not None
        self._reader.cancel()
        for box in (self._sip, self._rtp):
            assert box.transport is not None
            box.transport.close()

    @property
    def me(self) -> str:
        """Our address as it stands in headers."""
        return f"{self._host}:{self._sip.port}"

    def sdp(self, codecs: str = "8 101", direction: str = "sendrecv", host: str = "", lines: Sequence[str] = ()) -> str:
        """A session description of our RTP socket; 101 is telephone-event."""
        events = ["a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15"] if "101" in codecs.split() else []
        where = host or self._host
        rows = [
            *("v=0", f"o=- 1 {next(_numbers)} IN IP4 {where}", "s=-", f"c=IN IP4 {where}", "t=0 0"),
            *(f"m=audio {self._rtp.port} RTP/AVP {codecs}", *events, *lines, f"a={direction}"),
        ]
        return "".join(f"{row}\r\n" for row in rows)

    async def invite(
        self, sdp: str | None = None, headers: Sequence[str] = (), sender: str = "", late: str = ""
    ) -> str:
        """INVITE, or re-INVITE in the call; the final answer, acknowledged. `late`: our answer to their offer."""
        body, kind = ("", "") if late else (sdp or self.sdp(), "application/sdp")
        answer = await self.request("INVITE", body, kind, headers, sender)
        if code_of(answer) < 300:
            self._to = field(answer, "To")
            self.far_sdp = answer.partition("\r\n\r\n")[2]
            number = int(field(answer, "CSeq").split()[0])
            self.send("ACK", late, "application/sdp" if late else "", number=number)
        return answer

    async def connect(self, exchange: "Exchange", sdp: str | None = None, headers: Sequence[str] = ()) -> Leg:
        """Call the exchange, be answered."""
        inviting = asyncio.create_task(self.invite(sdp, headers))
        leg = await exchange.next_leg()
        await inviting
        return leg

    async def request(
        self, method: str, body: str = "", kind: str = "", headers: Sequence[str] = (), sender: str = ""
    ) -> str:
        """Send a request in the dialog (outside it before the first 200); its final answer."""
        number = self.send(method, body, kind, headers, sender)
        while True:
            answer = await asyncio.wait_for(self.responses.get(), ANSWER_S)
            if field(answer, "CSeq").split() == [str(number), method] and code_of(answer) >= 200:
                return answer

    def send(
        self,
        method: str,
        body: str = "",
        kind: str = "",
        headers: Sequence[str] = (),
        sender: str = "",
        number: int = 0,
    ) -> int:
        """Send a request and return its CSeq number."""
        number = number or next(self._cseq)
        rows = [
            f"{method} {self.target} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.me};branch=z9hG4bK{self._number}-{method}-{number};rport",
            f"From: {sender or f'<sip:wire@{self.me}>'};tag=w{self._number}",
            f"To: {self._to}",
            f"Call-ID: wire{self._number}@{self.me}",
            f"CSeq: {number} {method}",
            f"Contact: <sip:wire@{self.me}>",
            "Max-Forwards: 70",
            *headers,
            *([f"Content-Type: {kind}"] if kind else []),
            f"Content-Length: {len(body.encode())}",
        ]
        self.send_bytes(("\r\n".join(rows) + "\r\n\r\n" + body).encode())
        return number

    def send_bytes(self, packet: bytes) -> None:
        """Send anything at all to the SIP port."""
        assert self._sip.transport is not None
        self._sip.transport.sendto(packet, self._far)

    def send_sound(self, alaw: bytes) -> None:
        """One RTP packet of 20 ms of A-law (RFC 3551)."""
        n = next(self._sequence)
        port = int(self.far_sdp.partition("m=audio ")[2].split()[0])
        assert self._rtp.transport is not None
        self._rtp.transport.sendto(struct.pack(">BBHII", 0x80, 8, n & 0xFFFF, n * 160, 77) + alaw, (self._far[0], port))

    async def speak(self, alaw: bytes) -> None:
        """Send sound in real time."""
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        for n, at in enumerate(range(0, len(alaw), 160)):
            self.send_sound(alaw[at : at + 160].ljust(160, b"\xd5"))
            await asyncio.sleep(max(0.0, began_s + 0.020 * (n + 1) - loop.time()))

    async def wait_request(self, method: str, timeout_s: float = ANSWER_S, true: Callable[[str], bool] = bool) -> str:
        """The next request of that method from the far side."""
        async with asyncio.timeout(timeout_s):
            while True:
                request = await self.requests.get()
                if request.startswith(method + " ") and true(request):
                    return request

    async def _read(self) -> None:
        while True:
            message = (await self._sip.got.get()).decode(errors="replace")
            if message.startswith("SIP/2.0 "):
                self.responses.put_nowait(message)
                continue
            self.requests.put_nowait(message)
            if self.answers and not message.startswith("ACK "):
                self.send_bytes(self.answer_to(message).encode())

    def answer_to(self, request: str, status: str = "200 OK") -> str:
        """A response; to an INVITE with our session description."""
        kept = "".join(f"{name}: {field(request, name)}\r\n" for name in ("Via", "From", "To", "Call-ID", "CSeq"))
        body = self.sdp() if request.startswith("INVITE ") else ""
        kind = f"Contact: <sip:wire@{self.me}>\r\nContent-Type: application/sdp\r\n" if body else ""
        return f"SIP/2.0 {status}\r\n{kept}{kind}Content-Length: {len(body)}\r\n\r\n{body}"
