"""Calls at the end of the service: in their time, with a sentence, and with the true reason."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.voice.gateway.wire import WireCall, code_of
from voice.events import LegEnded
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

pytestmark = pytest.mark.sip

OpenPhone = Callable[..., Awaitable[RemotePhone]]
Expect = Callable[..., Awaitable[Any]]
Tone = Callable[..., bytes]


async def test_a_caller_hears_the_farewell_before_the_end(
    exchange: "Exchange", phone: RemotePhone, expect: Expect, tone: Tone
) -> None:
    leg = await exchange.ring_up(phone)
    leg.farewell = tone(700)
    running = leg.play()
    running.feed(tone(5000))
    await phone.wait("far_speech_started")
    assert await exchange.gateway.drain(0) == 1
    ended = await expect(leg, LegEnded)
    assert (ended.by, ended.cause) == ("us", "drained")
    assert not (await running.done()).completed
    over = await phone.wait("ended")
    assert over["t"] - ended.at_s >= 0.65  # the owner knew before the sentence was said


async def test_people_in_a_bridge_have_a_limit_of_their_own(
    exchange: "Exchange", open_phone: OpenPhone, tone: Tone
) -> None:
    phones = [await open_phone() for _ in range(3)]
    legs = [await exchange.ring_up(phone) for phone in phones]
    legs[0].bridge(legs[1])
    began_s = time.monotonic()
    draining = asyncio.create_task(exchange.gateway.drain(0.2, 1.5))
    alone = await phones[2].wait("ended")
    assert (legs[0].ended, legs[1].ended) == (None, None)
    legs[0].farewell = tone(600)
    assert await draining == 3
    for phone in phones[:2]:
        over = await phone.wait("ended")
        assert over["t"] - began_s >= 1.5
        assert over["t"] > alone["t"]
        await phone.wait("far_speech_started")  # both hear the sentence of either


async def test_a_bridge_that_ends_by_itself_is_waited_for(exchange: "Exchange", open_phone: OpenPhone) -> None:
    phones = [await open_phone(), await open_phone()]
    legs = [await exchange.ring_up(phone) for phone in phones]
    legs[0].bridge(legs[1])
    draining = asyncio.create_task(exchange.gateway.drain(0.1, 30))
    await phones[1].do("hangup")
    await phones[1].wait("ended")
    await legs[0].hangup()  # as the owner of the call does
    assert await draining == 0


async def test_the_world_is_told_of_draining(exchange: "Exchange", phone: RemotePhone) -> None:
    await exchange.ring_up(phone)
    draining = asyncio.create_task(exchange.gateway.drain(20))
    await asyncio.sleep(0)
    async with WireCall(exchange.gateway.port) as call:
        for method in ("OPTIONS", "INVITE"):
            answer = await call.request(method, call.sdp() if method == "INVITE" else "", "application/sdp")
            assert code_of(answer) == 503
            assert "Retry-After:" in answer
    await phone.do("hangup")
    assert await draining == 0


async def test_a_call_that_still_rings_is_refused(exchange: "Exchange", phone: RemotePhone) -> None:
    await phone.do("call", uri=exchange.uri())
    await exchange.next_leg(answer=False)
    assert await exchange.gateway.drain(0) == 1
    assert (await phone.wait("ended"))["code"] == 503
