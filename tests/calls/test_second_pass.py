"""Digits that the first pass alone mishears («یک نه سه») are heard in a whole call."""

import pytest

from bot.demo.scenario import SOUNDS
from bot.second_pass import lack
from bot.settings import Settings
from tests.calls.conftest import Exchange, bot_quiet, place_call, say, until
from voice.softphone.remote import RemotePhone

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.sip, pytest.mark.rasa, pytest.mark.timeout(180)]


async def test_an_order_number_said_digit_by_digit(exchange: Exchange, settings: Settings) -> None:
    if why := lack(settings):
        pytest.skip(why)
    assert (SOUNDS / "caller_number.wav").is_file()
    async with RemotePhone(user="09121234567") as phone:
        await place_call(phone, exchange.server.uri)
        await say(phone, "caller_order.wav")
        await bot_quiet(phone)
        await say(phone, "caller_number.wav")
        await bot_quiet(phone)
        await phone.do("hangup")
        await phone.wait("ended")
    call = await until(lambda: exchange.last_call() if exchange.last_call().end_reason else None, "the call's end")
    said = [turn for turn in call.turns if turn.speaker == "caller" and turn.kind != "silence"]
    assert said[1].text == "یک دو سه چهار پنج"
    assert said[1].slots["order_state"] == "shipped"
