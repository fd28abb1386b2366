"""The door on the wire: the codes that refused callers hear, floods, hostile packets."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.voice.gateway.wire import WireCall
from voice.gateway.build import installed
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

pytestmark = pytest.mark.sip

OpenPhone = Callable[..., Awaitable[RemotePhone]]
OpenExchange = Callable[..., Awaitable["Exchange"]]

TRACE_S = 5.0
"""By when a refused call is forgotten: its ACK comes within a round trip, else SIP gives up (RFC 3261, 17.2.1)."""


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"allowed_peers": ("10.0.0.0/8",)}, 403),
        ({"allowed_peers": ()}, 403),
        ({"allowed_numbers": ("2??", "3*")}, 404),
        ({"max_calls": 0}, 486),
    ],
)
async def test_refused_at_the_door(
    open_exchange: OpenExchange, open_phone: OpenPhone, settings: dict[str, Any], code: int
) -> None:
    exchange = await open_exchange(**settings)
    phone = await open_phone()
    await phone.do("call", uri=exchange.uri("100"))
    assert (await phone.wait("ended"))["code"] == code
    assert exchange.legs.empty()
    assert exchange.gateway.stats.refused == 1
    assert exchange.gateway.active == 0


async def test_the_cap_frees_with_the_call(open_exchange: OpenExchange, open_phone: OpenPhone) -> None:
    exchange = await open_exchange(max_calls=2, allowed_numbers=("1*",))
    phone = await open_phone()
    legs = [await exchange.ring_up(phone) for _ in range(2)]
    await phone.do("call", uri=exchange.uri(), id="third")
    assert (await phone.wait("ended", id="third"))["code"] == 486
    await legs[0].hangup()
    await exchange.ring_up(phone)
    assert exchange.gateway.active == 2


async def test_a_flood_of_one_source_is_stopped_and_can_be_retried(open_exchange: OpenExchange, raw_peer: Any) -> None:
    exchange = await open_exchange(most_unconfirmed=3)
    for _ in range(4):
        raw_peer.invite(exchange.gateway.port)
    refusal = await raw_peer.final()
    assert refusal.startswith("SIP/2.0 503")
    assert "Retry-After: 30" in refusal
    assert exchange.gateway.active == 3


@pytest.mark.skipif(installed().flavour == "wheel", reason="these packets end the process with the PyPI wheel")
async def test_hostile_session_descriptions_do_not_end_the_process(
    exchange: "Exchange", raw_peer: Any, make_sdp: Callable[..., str], open_phone: OpenPhone
) -> None:
    many = "\r\n".join(f"m=audio {30000 + 2 * n} RTP/AVP 8" for n in range(16))
    for sdp in (make_sdp("h" * 300), make_sdp("127.0.0.1", many), make_sdp("127.0.0.1", "m=audio 1 RTP/AVP 99")):
        raw_peer.invite(exchange.gateway.port, sdp)
    assert (await raw_peer.final()).startswith(("SIP/2.0 4", "SIP/2.0 5"))
    phone = await open_phone()
    await phone.do("call", uri=exchange.uri("777"))
    leg = await exchange.next_leg(answer=False)
    while leg.called != "777":  # those of the raw peer that were let in ring on
        leg = await exchange.next_leg(answer=False)
    await leg.answer()
    await phone.wait("answered")


async def test_a_call_that_nobody_acknowledges_is_given_up(
    exchange: "Exchange", raw_peer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice.gateway.sip_call.ACK_WAIT_S", 0.2)
    raw_peer.invite(exchange.gateway.port)
    leg = await exchange.next_leg(answer=False)
    with pytest.raises(Exception, match="over"):
        await leg.answer()
    assert leg.ended is not None
    assert exchange.gateway.active <= 1  # the BYE may still wait for its answer


async def test_refusals_leave_no_trace(open_exchange: OpenExchange, open_phone: OpenPhone) -> None:
    exchange = await open_exchange(allowed_numbers=("2*",))
    phone = await open_phone()
    for _ in range(20):
        await phone.do("call", uri=exchange.uri("100"))
        await phone.wait("ended")
    assert exchange.gateway.stats.refused == 20
    assert exchange.gateway.stats.calls == 0
    board = exchange.gateway._board
    assert board is not None
    async with asyncio.timeout(TRACE_S):  # the ACK of the last refusal may still be on its way
        while board._calls:
            await asyncio.sleep(0.01)


async def test_a_wildcard_host_tells_each_peer_the_address_it_is_reached_at(
    open_exchange: Callable[..., Awaitable["Exchange"]],
) -> None:
    exchange = await open_exchange(host="0.0.0.0")
    async with WireCall(exchange.gateway.port) as call:
        inviting = asyncio.create_task(call.invite())
        await exchange.next_leg()
        answer = await inviting
        assert "\r\nContact: <sip:hatef@127.0.0.1:" in answer
        assert "\r\nc=IN IP4 127.0.0.1\r\n" in answer
        placing = asyncio.create_task(exchange.gateway.call(f"sip:x@{call.me}", timeout_s=5))
        request = await call.wait_request("INVITE")
        assert "\r\nContact: <sip:hatef@127.0.0.1:" in request
        assert "\r\nc=IN IP4 127.0.0.1\r\n" in request
        await placing
