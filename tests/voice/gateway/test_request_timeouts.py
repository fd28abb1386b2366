"""Requests in a call that nobody answers, and calls that go on."""

import ctypes
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.voice.gateway.wire import WireCall
from voice.events import HoldChanged, TransferUpdate
from voice.gateway.request_timeouts import outlive_timeouts

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange
    from voice.gateway.leg import Leg

Expect = Callable[..., Awaitable[Any]]
OpenExchange = Callable[..., Awaitable["Exchange"]]


async def goes_on(call: WireCall, leg: "Leg", expect: Expect) -> None:
    """The call obeys, and no BYE came before."""
    await call.invite(call.sdp(direction="sendonly"))
    assert (await expect(leg, HoldChanged)).held
    while not call.requests.empty():
        assert not call.requests.get_nowait().startswith("BYE ")


@pytest.mark.sip
async def test_a_transfer_that_times_out_leaves_the_call(open_exchange: OpenExchange, expect: Expect) -> None:
    exchange = await open_exchange()
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        call.answers = False
        await leg.refer("sip:queue@127.0.0.1")
        request = await call.wait_request("REFER")
        call.send_bytes(call.answer_to(request, "408 Request Timeout").encode())
        assert (await expect(leg, TransferUpdate)).sip_code == 408
        await goes_on(call, leg, expect)


@pytest.mark.sip
async def test_a_far_side_that_answers_no_question_but_speaks_again_is_kept(
    open_exchange: OpenExchange, expect: Expect
) -> None:
    exchange = await open_exchange(media_lost_s=2.0)
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        call.answers = False
        request = await call.wait_request("OPTIONS")
        call.send_sound(bytes(160))
        call.send_bytes(call.answer_to(request, "408 Request Timeout").encode())
        await goes_on(call, leg, expect)


def test_a_library_of_another_shape_is_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    assert not outlive_timeouts(ctypes.CDLL(None))
    assert "32 s after a REFER" in caplog.text
