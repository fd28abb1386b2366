"""Transports and codecs, heard from outside."""

import socket
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest

from voice.gateway.stack import is_wildcard
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

pytestmark = pytest.mark.sip

OpenPhone = Callable[..., Awaitable[RemotePhone]]
OpenExchange = Callable[..., Awaitable["Exchange"]]
Share = Callable[[bytes, int], float]


@pytest.mark.parametrize("codec", ["PCMA", "PCMU", "G722"])
async def test_each_codec_carries_sound_both_ways(
    exchange: "Exchange", open_phone: OpenPhone, tone: Callable[..., bytes], tone_file: Callable[..., str],
    tone_share: Share, codec: str,
) -> None:  # fmt: skip
    phone = await open_phone(codecs=[codec])
    leg = await exchange.ring_up(phone)
    assert leg.codec == codec
    heard: list[bytes] = []
    leg.listen(heard.append)
    leg.play().feed(tone(500))
    await phone.do("play", file=tone_file(500, 1000))
    await phone.wait("far_speech_ended")
    await phone.wait("play_ended")
    leg.listen(None)
    assert {len(frame) for frame in heard} == {320}
    middle = b"".join(frame for frame in heard if max(frame) > 0)[3200:6400]
    assert tone_share(middle, 1000) > 0.8


async def test_our_order_of_codecs_is_offered(open_exchange: OpenExchange, open_phone: OpenPhone) -> None:
    exchange = await open_exchange(codecs=("PCMU", "PCMA"))
    agent = await open_phone(auto_answer=True)
    leg = await exchange.gateway.call(f"sip:a@127.0.0.1:{agent.port}", timeout_s=5)
    assert leg.codec == "PCMU"


async def test_no_common_codec_is_488(open_exchange: OpenExchange, open_phone: OpenPhone) -> None:
    exchange = await open_exchange(codecs=("PCMA",))
    phone = await open_phone(codecs=["G722"])
    await phone.do("call", uri=exchange.uri())
    assert (await phone.wait("ended"))["code"] == 488


async def test_calls_over_tcp(exchange: "Exchange", phone: RemotePhone, tone: Callable[..., bytes]) -> None:
    leg = await exchange.ring_up(phone, suffix=";transport=tcp")
    leg.play().feed(tone(100))
    await phone.wait("far_speech_started")
    await leg.hangup()
    await phone.wait("ended")


async def test_all_addresses(open_exchange: OpenExchange, open_phone: OpenPhone, tone: Callable[..., bytes]) -> None:
    exchange = await open_exchange(host="0.0.0.0")
    phone = await open_phone()
    leg = await exchange.ring_up(phone)
    leg.play().feed(tone(100))
    await phone.wait("far_speech_started")


async def test_udp_and_tcp_share_a_port(exchange: "Exchange") -> None:
    port = exchange.gateway.port
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(socket.AF_INET, kind) as probe, pytest.raises(OSError, match="in use"):
            probe.bind(("127.0.0.1", port))


async def test_options_ping_is_answered(exchange: "Exchange") -> None:
    with socket.create_connection(("127.0.0.1", exchange.gateway.port), 5) as line:
        me = f"127.0.0.1:{line.getsockname()[1]}"
        line.sendall(
            f"OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP {me};branch=z9hG4bKping\r\n"
            f"From: <sip:p@{me}>;tag=1\r\nTo: <sip:127.0.0.1>\r\nCall-ID: ping@{me}\r\nCSeq: 1 OPTIONS\r\n"
            "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n".encode()
        )
        assert line.recv(4000).startswith(b"SIP/2.0 200")


def test_wildcard_hosts() -> None:
    assert is_wildcard("0.0.0.0") and is_wildcard("::") and is_wildcard("")
    assert not is_wildcard("127.0.0.1")
