"""What a caller can do: ask, answer by voice or keys, be silent, ask for a human, hang up."""

import time

import pytest

from bot.lab.demo.scenario import SOUNDS
from tests.calls.conftest import Exchange, agent_rings, bot_quiet, heard_since, place_call, say, until
from voice.softphone.remote import RemotePhone

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.sip, pytest.mark.rasa, pytest.mark.timeout(180)]

SARA = "09121234567"


async def test_a_known_caller_is_greeted_by_name_and_told_the_balance(exchange: Exchange) -> None:
    async with RemotePhone(user=SARA) as phone:
        await place_call(phone, exchange.server.uri)
        ended_s = await say(phone, "caller_balance.wav")
        await until(lambda: heard_since(phone, "far_speech_started", ended_s), "an answer")
        await bot_quiet(phone)
        await phone.do("hangup")
        await phone.wait("ended")
    call = await until(lambda: exchange.last_call() if exchange.last_call().end_reason else None, "the call's end")
    assert "محمدی" in call.turns[0].text
    asked, told = call.turns[1], call.turns[2]
    assert (asked.speaker, asked.intent) == ("caller", "ask_balance")
    assert "250" in told.text.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    assert asked.end_of_speech_ms is not None and asked.first_sample_ms is not None
    assert asked.end_of_speech_ms < asked.first_sample_ms
    assert call.end_reason == "caller_hung_up"


async def test_the_order_number_by_keys(exchange: Exchange) -> None:
    async with RemotePhone(user=SARA) as phone:
        await place_call(phone, exchange.server.uri)
        await say(phone, "caller_order.wav")
        await bot_quiet(phone)
        await phone.do("dtmf", digits="12345")
        pressed_s = time.monotonic()
        await until(lambda: heard_since(phone, "far_speech_started", pressed_s), "the order's state")
        await bot_quiet(phone)
        await phone.do("hangup")
        await phone.wait("ended")
    call = await until(lambda: exchange.last_call() if exchange.last_call().end_reason else None, "the call's end")
    keyed = next(turn for turn in call.turns if turn.kind == "keys")
    assert keyed.text == "12345"
    assert keyed.slots["told_order"] == "12345"


async def test_key_zero_brings_the_agent_with_everything(exchange: Exchange) -> None:
    async with RemotePhone(user=SARA) as phone:
        await place_call(phone, exchange.server.uri)
        pressed_s = time.monotonic()
        await phone.do("dtmf", digits="0")
        incoming = await agent_rings(exchange.agent, pressed_s)
        assert incoming["headers"]["X-Hatef-Token"]
        await until(lambda: heard_since(exchange.agent, "far_speech_started", incoming["t"]), "the whisper")
        await bot_quiet(exchange.agent)
        await bot_quiet(phone)
        await exchange.agent.do("hangup", id=incoming["id"])
        await phone.wait("ended", timeout_s=10)
    call = await until(lambda: exchange.last_call() if exchange.last_call().end_reason else None, "the call's end")
    assert call.handoff_outcome == "bridged"
    packet = exchange.packet(call.call_id)
    assert packet.reason == "key_zero"
    assert packet.caller.number == SARA
    assert "محمدی" in packet.caller.name


async def test_a_silent_caller_is_asked_again_told_of_keys_then_reaches_a_human(exchange: Exchange) -> None:
    async with RemotePhone(user="02100000000") as phone:
        called_s = time.monotonic()
        await place_call(phone, exchange.server.uri)
        incoming = await agent_rings(exchange.agent, called_s)
        await phone.do("hangup")
        await exchange.agent.wait("ended", id=incoming["id"], timeout_s=15)
    call = await until(lambda: exchange.last_call() if exchange.last_call().end_reason else None, "the call's end")
    assert [turn.kind for turn in call.turns if turn.speaker == "caller"] == ["silence"] * 3
    assert exchange.packet(call.call_id).reason == "no_input"


async def test_speech_stops_the_bot(exchange: Exchange) -> None:
    async with RemotePhone(user=SARA) as phone:
        await phone.do("call", uri=exchange.server.uri)
        await phone.wait("answered", timeout_s=10)
        await phone.wait("far_speech_started", timeout_s=10)
        await phone.do("play", file=str(SOUNDS / "caller_complaint.wav"))
        started = await phone.wait("play_started")
        ended = await phone.wait("far_speech_ended", timeout_s=15)
        await phone.do("hangup")
        await phone.wait("ended")
    assert ended["t"] - started["t"] < 2.5
    call = await until(lambda: exchange.last_call() if exchange.last_call().end_reason else None, "the call's end")
    assert call.turns


async def test_ten_callers_at_once_are_all_greeted(exchange: Exchange) -> None:
    async with RemotePhone() as phone:
        names = [f"c{number}" for number in range(10)]
        for name in names:
            await phone.do("call", uri=exchange.server.uri, id=name)
        for name in names:
            await phone.wait("answered", timeout_s=20, id=name)
            await until(lambda name=name: heard_since(phone, "far_speech_started", 0, name), f"a greeting for {name}")  # type: ignore[misc]
        for name in names:
            await phone.do("hangup", id=name)
        for name in names:
            await phone.wait("ended", timeout_s=10, id=name)
    await until(lambda: all(call.end_reason for call in exchange.calls(10)), "ten ends")
    assert {call.end_reason for call in exchange.calls(10)} == {"caller_hung_up"}


async def test_above_the_cap_the_caller_hears_busy(exchange: Exchange) -> None:
    async with RemotePhone() as phone:
        for number in range(12):
            await phone.do("call", uri=exchange.server.uri, id=f"c{number}")
            await phone.wait("answered", timeout_s=20, id=f"c{number}")
        await phone.do("call", uri=exchange.server.uri, id="one-too-many")
        assert (await phone.wait("ended", id="one-too-many"))["code"] == 486
        for number in range(12):
            await phone.do("hangup", id=f"c{number}")
            await phone.wait("ended", timeout_s=10, id=f"c{number}")
