"""Keys as callers press them, on a real line."""

import time

import pytest

from bot.lab.demo.scenario import SOUNDS
from tests.calls.conftest import (
    Exchange,
    agent_rings,
    bot_answered,
    bot_quiet,
    bridged,
    heard_since,
    place_call,
    say,
    until,
)
from voice.softphone.remote import RemotePhone

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.sip, pytest.mark.rasa, pytest.mark.timeout(180)]

SARA = "09121234567"


async def press(phone: RemotePhone, digits: str) -> None:
    """Press keys and wait until the bot's answer begins."""
    pressed_s = time.monotonic()
    await phone.do("dtmf", digits=digits)
    await until(lambda: heard_since(phone, "far_speech_started", pressed_s), f"an answer to {digits}")


async def test_wrong_keys_are_helped_and_the_last_sentence_is_heard_by_a_caller_who_talks_over_it(
    exchange: Exchange,
) -> None:
    async with RemotePhone(user=SARA) as phone:
        await place_call(phone, exchange.server.uri)
        await press(phone, "#")
        await bot_quiet(phone)
        await bot_answered(phone, await say(phone, "caller_order.wav"))
        await press(phone, "123456")
        await bot_quiet(phone)
        await press(phone, "99998")
        await bot_quiet(phone)
        called_s = time.monotonic()
        await press(phone, "99999")
        await phone.do("play", file=str(SOUNDS / "caller_complaint.wav"))
        incoming = await agent_rings(exchange.agent, called_s)
        await bridged(exchange)
        await phone.do("hangup")
        await exchange.agent.wait("ended", id=incoming["id"], timeout_s=15)
    call = await until(lambda: exchange.last_call() if exchange.last_call().end_reason else None, "the call's end")
    assert [turn.text for turn in call.turns if turn.kind == "keys"] == ["#", "123456", "99998", "99999"]
    assert not any("told_order" in turn.slots for turn in call.turns)
    bot = [turn.text for turn in call.turns if turn.speaker == "bot"]
    assert "ستاره" in bot[1]
    assert "پنج رقم" in bot[3]
    assert "صفحه‌کلید" in bot[4]
    assert "متأسفم" in bot[5]  # to the agent's key, which joins them
    assert exchange.packet(call.call_id).reason == "bad_number"
