"""The real legs behind handoff's borders, with the gateway's far sides scripted."""

import asyncio

import pytest

from bot.agent_line import AgentOnPhone, CallerOnLine
from bot.mouth import Mouth
from handoff.errors import AgentGone, CallerGone
from tests.bot.conftest import ScriptedLeg, TextVoice
from voice.errors import SpeakerLost
from voice.events import KeyPressed, TransferUpdate


def mouth_of(leg: ScriptedLeg, voice: TextVoice | None = None) -> Mouth:
    return Mouth(leg.play, voice or TextVoice(), lambda text, _: text, "fa")


def caller_of(leg: ScriptedLeg, voice: TextVoice | None = None) -> CallerOnLine:
    return CallerOnLine(leg, mouth_of(leg, voice), "sorry", b"sorry")


class DeadVoice(TextVoice):
    """A synthesiser that died."""

    async def say(self, text: str, language: str):  # type: ignore[no-untyped-def]
        raise SpeakerLost("espeak")
        yield b""


async def test_what_is_said_is_heard() -> None:
    leg = ScriptedLeg()
    await caller_of(leg).say("لطفاً منتظر بمانید")
    assert leg.heard == ["لطفاً منتظر بمانید"]


async def test_without_a_synthesiser_the_apology_is_played() -> None:
    leg = ScriptedLeg()
    await caller_of(leg, DeadVoice()).say("لطفاً منتظر بمانید")
    assert leg.heard == ["sorry"]


async def test_a_caller_who_hung_up_is_gone() -> None:
    leg = ScriptedLeg()
    leg.end()
    with pytest.raises(CallerGone):
        await caller_of(leg).say("الو")


async def test_a_caller_who_hangs_up_has_left_whatever_was_pressed_before() -> None:
    leg = ScriptedLeg()
    leg.events.put_nowait(KeyPressed("1", 1.0))
    leaving = asyncio.create_task(caller_of(leg).left())
    await asyncio.sleep(0)
    assert not leaving.done()
    leg.end()
    await asyncio.wait_for(leaving, 5)
    assert not leg.events.empty()


async def test_the_transfers_final_code_is_waited_for() -> None:
    leg = ScriptedLeg()
    caller = caller_of(leg)
    await caller.refer("sip:queue-x@pbx")
    assert leg.referred == ["sip:queue-x@pbx"]
    for event in (TransferUpdate(100, "Trying", False), KeyPressed("1", 1.0), TransferUpdate(200, "OK", True)):
        leg.events.put_nowait(event)
    assert await caller.refer_result(5) == 200


async def test_a_transfer_without_answer_times_out() -> None:
    with pytest.raises(TimeoutError):
        await caller_of(ScriptedLeg()).refer_result(0.01)


async def test_a_caller_who_hangs_up_during_the_transfer_is_gone() -> None:
    leg = ScriptedLeg()
    leg.end()
    with pytest.raises(CallerGone):
        await caller_of(leg).refer_result(5)


@pytest.mark.parametrize("who", ["caller", "agent"])
async def test_the_bridge_is_over_when_either_side_ends(who: str) -> None:
    legs = {"caller": ScriptedLeg(), "agent": ScriptedLeg()}
    agent = AgentOnPhone(legs["agent"], mouth_of(legs["agent"]))
    bridge = asyncio.create_task(agent.bridge(caller_of(legs["caller"])))
    while not legs["agent"].bridged:
        await asyncio.sleep(0)
    assert not bridge.done()
    legs[who].end()
    await asyncio.wait_for(bridge, 5)
    assert legs["agent"].bridged == []


async def test_an_agent_who_hangs_up_before_the_whisper_ends_is_gone() -> None:
    leg = ScriptedLeg()
    leg.end()
    with pytest.raises(AgentGone):
        await AgentOnPhone(leg, mouth_of(leg)).say("خانم محمدی")
