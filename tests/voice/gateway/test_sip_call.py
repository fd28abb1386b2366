"""Lives of calls that go wrong at their edges, and calls brought to others: transfers and bridges."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from tests.voice.gateway.wire import WireCall, field
from voice.errors import BadAddress, LegOver
from voice.events import HoldChanged, LegEnded, TransferUpdate
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

pytestmark = pytest.mark.sip

OpenPhone = Callable[..., Awaitable[RemotePhone]]
Expect = Callable[..., Awaitable[Any]]
Tone = Callable[..., bytes]


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


async def test_three_hear_each_other_and_two_when_one_leaves(
    exchange: "Exchange", open_phone: OpenPhone, tone_file: Callable[..., str]
) -> None:
    phones = [await open_phone() for _ in range(3)]
    legs = [await exchange.ring_up(phone) for phone in phones]
    legs[0].bridge(legs[1])
    legs[0].join(legs[2])
    for speaker in phones:
        await speaker.do("play", file=tone_file(200))
        for hearer in phones:
            if hearer is not speaker:
                await hearer.wait("far_speech_ended")
    await phones[0].do("hangup")
    await phones[0].wait("ended")
    assert (legs[1].bridged, legs[2].bridged) == (True, True)
    await phones[1].do("play", file=tone_file(200))
    await phones[2].wait("far_speech_ended")
    legs[1].unbridge()
    assert not legs[2].bridged
    with pytest.raises(LegOver):
        legs[0].join(legs[2])


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


async def test_refer_that_the_far_side_follows(exchange: "Exchange", open_phone: OpenPhone, expect: Expect) -> None:
    agent = await open_phone(auto_answer=True)
    caller = await open_phone(follow_refer=True)
    leg = await exchange.ring_up(caller)
    await leg.refer(f"sip:queue-T0KEN@127.0.0.1:{agent.port}", headers={"X-Reason": "asked"})
    assert (await agent.wait("incoming"))["called"] == "queue-T0KEN"
    updates = [await expect(leg, TransferUpdate)]
    while not updates[-1].final:
        updates.append(await expect(leg, TransferUpdate))
    assert updates[-1].sip_code == 200
    await leg.hangup()
    await agent.wait("answered")


async def test_refer_to_nobody_leaves_the_call_alive(
    exchange: "Exchange", open_phone: OpenPhone, expect: Expect, tone: Tone
) -> None:
    nobody = await open_phone(refuse_with=404)
    caller = await open_phone(follow_refer=True)
    leg = await exchange.ring_up(caller)
    await leg.refer(f"sip:nobody@127.0.0.1:{nobody.port}")
    update = await expect(leg, TransferUpdate)
    while not update.final:
        update = await expect(leg, TransferUpdate)
    assert update.sip_code == 404
    leg.play().feed(tone(200))
    await caller.wait("far_speech_started")


async def test_refer_that_the_far_side_declines(exchange: "Exchange", phone: RemotePhone, expect: Expect) -> None:
    leg = await exchange.ring_up(phone)
    await leg.refer("sip:100@127.0.0.1:9")
    update = await expect(leg, TransferUpdate)
    assert (update.sip_code, update.final) == (603, True)


async def test_a_far_side_is_asked_to_take_our_place_in_another_call(exchange: "Exchange", expect: Expect) -> None:
    async with WireCall(exchange.gateway.port) as caller, WireCall(exchange.gateway.port) as agent:
        leg, other = await caller.connect(exchange), await agent.connect(exchange)
        caller.answers = False
        await leg.refer_to(other)
        request = await caller.wait_request("REFER")
        wanted = unquote(field(request, "Refer-To"))
        assert f"Replaces={other.headers['Call-ID']};to-tag=" in wanted
        caller.send_bytes(caller.answer_to(request, "603 Decline").encode())
        assert (await expect(leg, TransferUpdate)).sip_code == 603
        await other.hangup()
        with pytest.raises(LegOver):
            await leg.refer_to(other)


async def test_refer_wants_a_sip_uri(exchange: "Exchange", phone: RemotePhone) -> None:
    leg = await exchange.ring_up(phone)
    with pytest.raises(BadAddress):
        await leg.refer("100")


async def test_an_incoming_refer_is_declined(exchange: "Exchange", phone: RemotePhone, tone: Tone) -> None:
    leg = await exchange.ring_up(phone)
    await phone.do("refer", target="sip:0900premium@127.0.0.1:9")
    assert (await phone.wait("transfer"))["code"] == 603
    assert exchange.gateway.active == 1
    leg.play().feed(tone(100))
    await phone.wait("far_speech_started")


async def test_bridged_legs_hear_each_other_and_us(
    exchange: "Exchange", open_phone: OpenPhone, tone: Tone, tone_file: Callable[..., str]
) -> None:
    phones = [await open_phone(), await open_phone()]
    legs = [await exchange.ring_up(phone) for phone in phones]
    legs[0].bridge(legs[1])
    for speaker, hearer in ((0, 1), (1, 0)):
        await phones[speaker].do("play", file=tone_file(200))
        await phones[hearer].wait("far_speech_ended")
    whisper = legs[1].play()
    whisper.feed(tone(200))
    whisper.end()
    await phones[1].wait("far_speech_ended")
    assert [e for e in phones[0].events if e["event"] == "far_speech_ended"][1:] == []
    heard: list[bytes] = []
    legs[0].listen(heard.append)
    legs[0].unbridge()
    await phones[0].wait("play_ended")
    await phones[0].do("play", file=tone_file(200))
    await phones[0].wait("play_ended")
    assert heard
    assert [e for e in phones[1].events if e["event"] == "far_speech_ended"][2:] == []


async def test_a_bridge_survives_hold_and_the_end_of_one_side(
    exchange: "Exchange", open_phone: OpenPhone, expect: Expect, tone_file: Callable[..., str], tone: Tone
) -> None:
    phones = [await open_phone(), await open_phone()]
    legs = [await exchange.ring_up(phone) for phone in phones]
    legs[0].bridge(legs[1])
    await phones[1].do("hold")
    assert (await expect(legs[1], HoldChanged)).held
    await phones[1].do("resume")
    assert not (await expect(legs[1], HoldChanged)).held
    await phones[0].do("play", file=tone_file(200))
    await phones[1].wait("far_speech_started")
    await phones[0].do("hangup")
    await expect(legs[0], LegEnded)
    legs[1].play().feed(tone(600))
    await phones[1].wait("far_speech_ended")


@pytest.mark.parametrize(
    "hold", [{"direction": "sendonly"}, {"direction": "inactive"}, {"host": "0.0.0.0"}], ids=lambda hold: str(hold)
)
async def test_every_form_of_hold_is_told(exchange: "Exchange", expect: Expect, hold: dict[str, str]) -> None:
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        for _ in range(2):
            await call.invite(call.sdp(**hold))
            assert (await expect(leg, HoldChanged)).held
            await call.invite()
            assert not (await expect(leg, HoldChanged)).held


async def test_a_far_side_that_only_listens_is_not_on_hold(exchange: "Exchange", expect: Expect) -> None:
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        await call.invite(call.sdp(direction="recvonly"))
        await call.request("BYE")
        seen = [await leg.events.get()]
        while not isinstance(seen[-1], LegEnded):
            seen.append(await leg.events.get())
        assert not any(isinstance(event, HoldChanged) for event in seen)
