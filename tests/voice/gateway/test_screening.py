"""Every branch of the screen, and the answers of a running gateway."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest

from tests.voice.gateway.wire import WireCall, code_of
from voice.gateway import screening
from voice.gateway.messages import parse_request
from voice.gateway.options import parse_networks
from voice.gateway.screening import Screen, Verdict, rebuke

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

OpenExchange = Callable[..., Awaitable["Exchange"]]

PEERS = parse_networks(("192.0.2.0/24",))
PEER, STRANGER = "192.0.2.7:5060", "198.51.100.9:5060"


def judge(
    method: str,
    *,
    source: str = PEER,
    uri: str = "sip:100@192.0.2.1",
    call: str = "new",
    headers: str = "",
    body: str = "",
    draining: bool = False,
) -> Verdict:
    to = "<sip:100@192.0.2.1>" + (";tag=x" if call != "new" else "")
    request = parse_request(f"{method} {uri} SIP/2.0\r\nTo: {to}\r\nCall-ID: {call}\r\n{headers}\r\n\r\n{body}")
    screen = Screen(lambda: PEERS, {"live"}.__contains__, ("PCMA",))
    return screen.judge(request, source, draining=draining)


@pytest.mark.parametrize(
    "method",
    [*("OPTIONS", "MESSAGE", "SUBSCRIBE", "REGISTER", "NOTIFY"), *("PUBLISH", "INFO", "BYE", "ACK", "FOO")],
)
def test_a_stranger_hears_nothing(method: str) -> None:
    assert judge(method, source=STRANGER) == "drop"
    assert judge(method, source=STRANGER, draining=True) == "drop"
    assert judge(method, source="not an address") == "drop"


def test_a_stranger_that_calls_is_refused_whatever_it_calls() -> None:
    for uri in ("sip:100@192.0.2.1", "sips:100@192.0.2.1", "tel:100", "http://x"):
        assert judge("INVITE", source=STRANGER, uri=uri) is screening.NOT_ALLOWED


@pytest.mark.parametrize("method", ["INVITE", "OPTIONS"])
def test_addresses_that_ask_for_what_we_have_not(method: str) -> None:
    for uri in ("sips:100@192.0.2.1", "SIPS:100@192.0.2.1", "http://192.0.2.1", "mailto:a@b", "urn:service:sos", ""):
        assert judge(method, uri=uri) is screening.NO_SUCH_SCHEME
    for uri in ("sip:100@192.0.2.1", "SIP:192.0.2.1", "tel:+98211234"):
        assert judge(method, uri=uri) == "pass"


@pytest.mark.parametrize("method", ["MESSAGE", "SUBSCRIBE", "PUBLISH", "REGISTER", "FOO"])
def test_methods_that_nobody_here_serves(method: str) -> None:
    assert judge(method) is screening.NO_SUCH_METHOD
    assert judge(method, call="live", source=STRANGER) is screening.NO_SUCH_METHOD


@pytest.mark.parametrize("method", ["BYE", "INFO", "UPDATE", "PRACK", "REFER"])
def test_requests_of_a_call_that_is_not(method: str) -> None:
    assert judge(method) is screening.NO_SUCH_CALL
    assert judge(method, call="gone") is screening.NO_SUCH_CALL


def test_what_goes_on_to_the_stack() -> None:
    for method in ("INVITE", "ACK", "CANCEL", "OPTIONS", "NOTIFY"):
        assert judge(method) == "pass"
    for method in ("INVITE", "ACK", "CANCEL", "BYE", "UPDATE", "NOTIFY", "REFER", "PRACK"):
        assert judge(method, call="live", source=STRANGER) == "pass"  # an agent we called need not be a peer


def test_options_tell_of_draining_and_of_a_live_call() -> None:
    assert judge("OPTIONS", draining=True) is screening.DRAINING
    assert judge("OPTIONS", call="live", draining=True) is screening.ALIVE
    assert judge("OPTIONS", call="live", source=STRANGER) is screening.ALIVE


def test_info_in_a_call() -> None:
    def info(headers: str, body: str) -> Verdict:
        return judge("INFO", call="live", headers=headers, body=body)

    assert info("Content-Type: application/dtmf", "5") is screening.KEYS_TAKEN
    assert info("c: application/dtmf-relay", "Signal=5") is screening.KEYS_TAKEN
    assert info("X: y", "") is screening.KEYS_TAKEN
    assert info("Content-Type: application/media_control+xml", "<x/>") is screening.NO_SUCH_TYPE
    assert info("Info-Package: g.3gpp.x", "") is screening.NO_SUCH_PACKAGE


@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_a_new_offer_in_a_call(method: str) -> None:
    def offered(sdp: str, kind: str = "application/sdp") -> Verdict:
        return judge(method, call="live", headers=f"Content-Type: {kind}", body=sdp)

    assert offered("v=0\r\nm=audio 4 RTP/AVP 8\r\n") == "pass"
    assert offered("v=0\r\nm=audio 4 RTP/AVP 18\r\n") is screening.NO_COMMON_CODEC
    assert offered("v=0\r\nm=image 4 udptl t38\r\n", "Application/SDP; charset=utf-8") is screening.NO_COMMON_CODEC
    assert judge(method, call="live") == "pass"  # without an offer


BROKEN = (
    "INVITE sip:100@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP {via};branch=z9hG4bK1\r\nFrom: <sip:broken\r\n"
    "To: <sip:100@192.0.2.1>\r\nCall-ID: a\r\nCSeq: 1 {method}\r\n\r\n"
)


@pytest.mark.parametrize(
    ("via", "host", "port"),
    [
        ("192.0.2.7:5070", "192.0.2.7", 5070),
        ("192.0.2.7", "192.0.2.7", 5060),
        ("192.0.2.7;rport", "192.0.2.7", 5060),
        ("192.0.2.7:5070, SIP/2.0/UDP 198.51.100.9", "192.0.2.7", 5070),
    ],
)
def test_a_broken_request_of_a_peer_is_answered_with_400(via: str, host: str, port: int) -> None:
    answer = rebuke(BROKEN.format(via=via, method="INVITE").encode(), PEERS)
    assert answer is not None
    assert (answer.host, answer.port) == (host, port)
    text = answer.packet.decode()
    assert text.startswith("SIP/2.0 400 Bad Request\r\nVia: SIP/2.0/UDP " + via)
    assert "CSeq: 1 INVITE\r\n" in text
    assert "Hatef" not in text


@pytest.mark.parametrize(
    "packet",
    [
        BROKEN.format(via="198.51.100.9:5060", method="INVITE"),
        BROKEN.format(via="pbx.example:5060", method="INVITE"),
        BROKEN.format(via="", method="INVITE"),
        BROKEN.format(via="192.0.2.7:anch=1", method="INVITE"),
        BROKEN.format(via="192.0.2.7:99999", method="INVITE"),
        BROKEN.format(via="192.0.2.7x", method="INVITE"),
        BROKEN.format(via="192.0.2.7", method="ACK").replace("INVITE sip", "ACK sip"),
        "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.7\r\n\r\n",
        "INVITE sip:a@b SIP/2.0\r\n\r\n",
        "\r\n\r\n",
        "GET / HTTP/1.1\r\nVia: SIP/2.0/UDP 192.0.2.7\r\n\r\n",
        "",
    ],
)
def test_what_gets_no_400(packet: str) -> None:
    assert rebuke(packet.encode(), PEERS) is None


def test_ipv6_peers_are_answered_too() -> None:
    packet = BROKEN.format(via="[2001:db8::7]:5070", method="INVITE").encode()
    answer = rebuke(packet, parse_networks(("2001:db8::/32",)))
    assert answer is not None
    assert (answer.host, answer.port) == ("2001:db8::7", 5070)


# --- a running gateway -------------------------------------------------------------------------------------------


@pytest.mark.sip
async def test_what_strangers_hear_of_a_running_gateway(open_exchange: OpenExchange) -> None:
    exchange = await open_exchange(allowed_peers=("127.0.0.9",))
    async with WireCall(exchange.gateway.port) as call:
        for method in ("OPTIONS", "MESSAGE", "SUBSCRIBE", "REGISTER", "FOO"):
            call.send(method)
        call.send_bytes(BROKEN.format(via=call.me, method="INVITE").encode())
        answer = await call.request("INVITE", call.sdp(), "application/sdp")
        assert code_of(answer) == 403
        assert "hatef" not in answer.lower()
        assert call.responses.empty()  # nothing else was ever answered


@pytest.mark.sip
async def test_what_peers_hear_of_a_running_gateway(exchange: "Exchange") -> None:
    async with WireCall(exchange.gateway.port) as call:
        ours = call.target
        assert code_of(await call.request("OPTIONS")) == 200
        assert code_of(await call.request("MESSAGE", "hello", "text/plain")) == 405
        call.target = ours.replace("sip:", "sips:")
        assert code_of(await call.request("INVITE", call.sdp(), "application/sdp")) == 416
        call.target = ours
        call.send_bytes(BROKEN.format(via=call.me, method="INVITE").encode())
        assert code_of(await asyncio.wait_for(call.responses.get(), 5)) == 400


@pytest.mark.sip
async def test_requests_in_a_call(exchange: "Exchange") -> None:
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        assert code_of(await call.request("OPTIONS")) == 200
        for codecs in ("18", "3 101"):
            assert code_of(await call.invite(call.sdp(codecs=codecs))) == 488
            assert code_of(await call.request("UPDATE", call.sdp(codecs=codecs), "application/sdp")) == 488
        assert code_of(await call.request("FOO")) == 405
        assert code_of(await call.invite()) == 200  # the call is as it was
        assert leg.ended is None
        assert code_of(await call.request("BYE")) == 200
        assert code_of(await call.request("BYE")) == 481
