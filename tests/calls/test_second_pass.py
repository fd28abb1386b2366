"""Digits that the first pass alone mishears («یک نه سه») are heard in a whole call."""

import pytest

from bot.journal.records import Turn
from bot.lab.demo.scenario import SOUNDS
from bot.releases.second_pass import lack
from bot.settings.settings import Settings
from tests.calls.conftest import Exchange, bot_answered, place_call, say, until
from voice.softphone.remote import RemotePhone

CALLS = 3
"""A full machine may hear a turn once only; so the caller may try again."""
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.sip, pytest.mark.rasa, pytest.mark.timeout(180)]


async def test_an_order_number_said_digit_by_digit(exchange: Exchange, settings: Settings) -> None:
    if why := lack(settings):
        pytest.skip(why)
    assert (SOUNDS / "caller_number.wav").is_file()
    for _ in range(CALLS):
        said = await order_number_said(exchange)
        if said.text == "یک دو سه چهار پنج":
            break
    assert said.text == "یک دو سه چهار پنج"
    assert said.slots["told_order"] == "12345"


async def order_number_said(exchange: Exchange) -> Turn:
    """The turn in which the caller says his order number, as the journal has it."""
    async with RemotePhone(user="09121234567") as phone:
        await place_call(phone, exchange.server.uri)
        await bot_answered(phone, await say(phone, "caller_order.wav"))
        await bot_answered(phone, await say(phone, "caller_number.wav"))
        await phone.do("hangup")
        await phone.wait("ended")
    call = await until(lambda: exchange.last_call() if exchange.last_call().end_reason else None, "the call's end")
    return [turn for turn in call.turns if turn.speaker == "caller" and turn.kind != "silence"][1]
