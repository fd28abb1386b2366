"""Alive, asked, lost: with a clock that the test turns, and with telephones that fall silent or vanish."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.voice.gateway.wire import WireCall
from voice.events import HoldChanged, LegEnded
from voice.gateway.life import Life, LifeRules, Probe
from voice.softphone.remote import RemotePhone

if TYPE_CHECKING:
    from tests.voice.gateway.conftest import Exchange

Expect = Callable[..., Awaitable[Any]]
OpenPhone = Callable[..., Awaitable[RemotePhone]]
OpenExchange = Callable[..., Awaitable["Exchange"]]

RULES = LifeRules(media_lost_s=20, longest_hold_s=100)
QUICK_S = 1.0


def test_sound_keeps_a_call_alive_without_a_question() -> None:
    life = Life(RULES, 0.0)
    for second in range(200):
        life.sign(second)
        assert life.state(second + 0.5) == "alive"


def test_a_silent_far_side_is_asked_in_time_and_given_up_at_media_lost() -> None:
    life = Life(RULES, 0.0)
    assert [life.state(at) for at in (0, 11.9, 12, 13)] == ["alive", "alive", "ask", "ask"]
    life.asked(12)
    assert [life.state(at) for at in (12.5, 19.9, 20)] == ["alive", "alive", "lost"]
    assert life.silent_ms(20) == 20_000


def test_an_answer_is_a_sign_of_life_and_the_question_comes_again() -> None:
    life = Life(RULES, 0.0)
    for began in range(0, 600, 12):
        assert life.state(began + 12) == "ask"
        life.asked(began + 12)
        life.sign(began + 12)
        assert life.state(began + 12.1) == "alive"


def test_a_short_limit_leaves_half_of_it_for_the_answer() -> None:
    life = Life(LifeRules(media_lost_s=4), 0.0)
    assert [life.state(at) for at in (1.9, 2.0)] == ["alive", "ask"]
    life.asked(2.0)
    assert [life.state(at) for at in (3.9, 4.0)] == ["alive", "lost"]


def test_a_hold_is_asked_like_a_conversation_and_has_a_limit() -> None:
    life = Life(RULES, 0.0)
    life.hold(True, 5)
    assert life.state(17) == "ask"
    for second in range(6, 105):
        life.sign(second)
        assert life.state(second) == "alive"
    life.hold(True, 104)  # held again by a second re-INVITE: the limit counts from the first
    assert life.state(105) == "held_too_long"
    life.hold(False, 106)
    assert life.state(107) == "alive"


def test_without_questions_silence_ends_a_conversation_but_not_a_hold() -> None:
    life = Life(LifeRules(media_lost_s=20, longest_hold_s=100, probe="off"), 0.0)
    assert [life.state(at) for at in (19, 20)] == ["alive", "lost"]
    life.hold(True, 20)
    assert [life.state(at) for at in (119, 120)] == ["alive", "held_too_long"]


# --- real calls --------------------------------------------------------------------------------------------------


@pytest.mark.sip
@pytest.mark.parametrize("probe", ["options", "reinvite"])
async def test_a_far_side_that_sends_no_sound_but_answers_stays(
    open_exchange: OpenExchange, expect: Expect, probe: Probe
) -> None:
    exchange = await open_exchange(media_lost_s=1.0, probe=probe)
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        method = "OPTIONS" if probe == "options" else "INVITE"
        for _ in range(4):  # one each half second: twice media_lost
            await call.wait_request(method)
        assert leg.ended is None
        call.answers = False  # now it is dead
        ended = await expect(leg, LegEnded)
        assert (ended.by, ended.sip_code, ended.cause) == ("network", 408, "lost")
        assert exchange.gateway.active == 0


@pytest.mark.sip
@pytest.mark.parametrize("hold", ["sendonly", "inactive"])
async def test_a_far_side_that_dies_on_hold_is_given_up(open_exchange: OpenExchange, expect: Expect, hold: str) -> None:
    exchange = await open_exchange(media_lost_s=QUICK_S)
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        await call.invite(call.sdp(direction=hold))
        assert (await expect(leg, HoldChanged)).held
        for _ in range(2):
            await call.wait_request("OPTIONS")
        call.answers = False
        assert (await expect(leg, LegEnded)).cause == "lost"


@pytest.mark.sip
async def test_a_hold_that_never_ends_is_ended(open_exchange: OpenExchange, expect: Expect) -> None:
    exchange = await open_exchange(media_lost_s=1.0, longest_hold_s=1.5)
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        await call.invite(call.sdp(direction="sendonly"))
        ended = await expect(leg, LegEnded)
        assert (ended.by, ended.cause) == ("us", "held_too_long")
        await call.wait_request("BYE")


@pytest.mark.sip
@pytest.mark.parametrize("dead", [0, 1])
async def test_a_side_of_a_bridge_that_vanishes_is_told_and_the_other_stays(
    open_exchange: OpenExchange, open_phone: OpenPhone, expect: Expect, dead: int
) -> None:
    exchange = await open_exchange(media_lost_s=QUICK_S)
    phones = [await open_phone(), await open_phone()]
    legs = [await exchange.ring_up(phone) for phone in phones]
    legs[0].bridge(legs[1])
    phones[dead].freeze()
    assert (await expect(legs[dead], LegEnded)).cause == "lost"
    assert legs[1 - dead].ended is None
    assert exchange.gateway.active == 1


@pytest.mark.sip
async def test_a_bridge_of_two_that_vanish_takes_no_place(
    open_exchange: OpenExchange, open_phone: OpenPhone, expect: Expect
) -> None:
    exchange = await open_exchange(media_lost_s=QUICK_S)
    phones = [await open_phone(), await open_phone()]
    legs = [await exchange.ring_up(phone) for phone in phones]
    legs[0].bridge(legs[1])
    for phone in phones:
        phone.kill()
    assert [(await expect(leg, LegEnded)).cause for leg in legs] == ["lost", "lost"]
    assert exchange.gateway.active == 0


@pytest.mark.sip
async def test_an_answer_of_no_such_call_ends_it(open_exchange: OpenExchange, expect: Expect) -> None:
    exchange = await open_exchange(media_lost_s=QUICK_S)
    async with WireCall(exchange.gateway.port) as call:
        leg = await call.connect(exchange)
        call.answers = False
        question = await call.wait_request("OPTIONS")
        call.send_bytes(call.answer_to(question, "481 Call/Transaction Does Not Exist").encode())
        assert (await expect(leg, LegEnded)).cause == "lost"
