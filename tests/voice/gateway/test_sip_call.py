"""Lives of calls that go wrong at their edges."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from voice.errors import LegOver
from voice.events import LegEnded
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

pytestmark = pytest.mark.sip

OpenPhone = Callable[..., Awaitable[RemotePhone]]
Expect = Callable[..., Awaitable[Any]]


async def test_a_call_is_not_collected_while_it_lives(exchange: "Exchange", phone: RemotePhone) -> None:
    await phone.do("call", uri=exchange.uri())
    leg = await exchange.next_leg(answer=False)
    await leg.ring()
    gc.collect()
    await leg.answer()
    gc.collect()
    await phone.wait("answered")
    assert exchange.gateway.active == 1


async def test_nothing_is_left_after_the_end(exchange: "Exchange", phone: RemotePhone) -> None:
    board = exchange.gateway._board
    assert board is not None
    for _ in range(3):
        leg = await exchange.ring_up(phone)
        await leg.hangup()
        await phone.wait("ended")
    assert board._calls == set()
    assert board._incoming == set()


async def test_commands_that_cross_the_end_are_refused(
    exchange: "Exchange", phone: RemotePhone, expect: Expect
) -> None:
    leg = await exchange.ring_up(phone)
    call: Any = leg._call
    await phone.do("hangup")
    await expect(leg, LegEnded)
    assert exchange.gateway._sip is not None
    for command in (call.pick_up, call.ring, call.hold, call.resume, lambda: call.refer("sip:a@b", {})):
        with pytest.raises(LegOver):
            await exchange.gateway._sip.run(command, "test")
    await exchange.gateway._sip.run(call.end, "test")
    await exchange.gateway._sip.run(call.unbridge, "test")


async def test_a_far_side_that_vanished_does_not_hold_up_the_stop(
    exchange: "Exchange", phone: RemotePhone, expect: Expect
) -> None:
    leg = await exchange.ring_up(phone)
    phone.freeze()
    async with asyncio.timeout(4):
        await exchange.gateway.stop()
    assert (await expect(leg, LegEnded)).by == "us"


async def test_bridging_a_leg_twice_moves_it(
    exchange: "Exchange", open_phone: OpenPhone, tone_file: Callable[..., str]
) -> None:
    phones = [await open_phone() for _ in range(3)]
    legs = [await exchange.ring_up(phone) for phone in phones]
    legs[0].bridge(legs[1])
    legs[0].bridge(legs[2])
    await phones[0].do("play", file=tone_file(200))
    await phones[2].wait("far_speech_ended")
    assert not [e for e in phones[1].events if e["event"].startswith("far_speech")]


async def test_a_codec_change_in_a_call(
    exchange: "Exchange", open_phone: OpenPhone, tone: Callable[..., bytes]
) -> None:
    phone = await open_phone(codecs=["PCMA", "PCMU"])
    leg = await exchange.ring_up(phone)
    assert leg.codec == "PCMA"
    await phone.do("codecs", codecs=["PCMU"])
    await phone.do("resume")  # a re-INVITE with the new offer
    playback = leg.play()
    async with asyncio.timeout(5):
        while leg.codec != "PCMU":
            await asyncio.sleep(0.01)
    playback.feed(tone(200))
    playback.end()
    assert (await playback.done()).completed
    await phone.wait("far_speech_ended")
