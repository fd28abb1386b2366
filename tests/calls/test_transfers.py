"""Agents of built-in queues send callers on, back to the bot, and bring colleagues in; all telephones are real."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.client import Reply
from bot.journal.reader import JournalReader
from handoff.acd.own.agents import AgentState
from handoff.events import EventKind
from handoff.states import State
from tests.calls.conftest import until
from tests.calls.test_queue import ANSWERS, TO_A_HUMAN, House, is_bridged, phones, pressing
from voice.softphone.remote import RemotePhone

pytestmark = [pytest.mark.sip, pytest.mark.timeout(120)]


@pytest.fixture
async def caller() -> AsyncIterator[RemotePhone]:
    async with RemotePhone(user="09121234567") as phone:
        yield phone


async def with_sara(house: House, caller: RemotePhone, sara: RemotePhone) -> dict[str, Any]:
    """The caller talks to Sara, who alone is ready."""
    house.ready("101")
    await caller.do("call", uri=house.uri, id="mine")
    call = await pressing(sara, "1")
    await is_bridged(house)
    return call


async def outcome(phone: RemotePhone) -> int:
    """What the telephone is told of the transfer that it asked for."""
    async with asyncio.timeout(15):
        while not (told := await phone.wait("transfer", timeout_s=15))["final"]:
            pass
    return int(told["code"])


async def test_a_caller_is_sent_on_to_another_agent(tmp_path: Path, caller: RemotePhone) -> None:
    async with phones(ANSWERS, ANSWERS) as (sara, omar):
        house = House(tmp_path, {"101": sara.port, "102": omar.port})
        async with house.open():
            await with_sara(house, caller, sara)
            house.ready("102")
            await sara.do("refer", target="sip:102@pbx.example")
            rung = await omar.wait("incoming", timeout_s=10)
            assert rung["headers"]["X-Hatef-Token"] and "09121234567" in rung["from"]
            assert await outcome(sara) == 200
            await sara.wait("ended", timeout_s=10)
            await until(lambda: house.state("102") is AgentState.TALKING, "Omar to talk")
            assert house.state("101") is AgentState.READY
            await is_bridged(house)
            await caller.do("dtmf", id="mine", digits="4")
            assert (await omar.wait("dtmf", timeout_s=10))["digit"] == "4"
            await omar.do("hangup")
            await caller.wait("ended", timeout_s=10, id="mine")
            (one,) = await house.figures(1)
            assert (one.outcome, one.agent) == ("bridged", "101")
            await house.become([State.BRIDGED])
            events = [(event.kind, event.who) for event in await house.store.events(one.packet_id)]
            assert events == [
                (EventKind.AGENT_CALLED, "101"),
                (EventKind.AGENT_CONNECTED, "101"),
                (EventKind.NOTE, "102"),
                (EventKind.AGENT_COMPLETED, "101"),
                (EventKind.AGENT_CONNECTED, "102"),
                (EventKind.AGENT_COMPLETED, "102"),
            ]


async def test_where_nobody_may_or_can_go_the_agent_keeps_the_caller(tmp_path: Path, caller: RemotePhone) -> None:
    async with phones(ANSWERS, {"refuse_with": 486}) as (sara, omar):
        house = House(tmp_path, {"101": sara.port, "102": omar.port})
        async with house.open():
            call = await with_sara(house, caller, sara)
            await sara.do("refer", target="sip:102@pbx.example")
            assert await outcome(sara) == 486
            await sara.do("refer", target="sip:00442071234567@pbx.example")
            assert await outcome(sara) == 403
            await sara.do("refer", target="sip:101@pbx.example")
            assert await outcome(sara) == 403  # to herself
            await is_bridged(house)
            await sara.do("dtmf", id=call["id"], digits="7")
            assert (await caller.wait("dtmf", timeout_s=10))["digit"] == "7"
            await caller.do("hangup", id="mine")
            await sara.wait("ended", timeout_s=10, id=call["id"])
            (one,) = await house.figures(1)
            assert (one.outcome, one.agent) == ("bridged", "101")


async def test_an_agent_who_hangs_up_behind_the_refer_and_a_telephone_that_is_busy(
    tmp_path: Path, caller: RemotePhone
) -> None:
    async with phones(ANSWERS, {"refuse_with": 486}) as (sara, omar):
        house = House(tmp_path, {"101": sara.port, "102": omar.port})
        async with house.open():
            call = await with_sara(house, caller, sara)
            await sara.do("refer", target="sip:102@pbx.example")
            await sara.do("hangup", id=call["id"])
            await caller.wait("ended", timeout_s=20, id="mine")
            await house.become([State.CALLBACK])  # nobody was left: a call back is promised
            (one,) = await house.figures(1)
            assert (one.outcome, one.agent) == ("failed", "101")


async def test_a_caller_goes_back_to_the_bot_and_on_in_the_conversation(tmp_path: Path, caller: RemotePhone) -> None:
    async with phones(ANSWERS) as (sara,):
        house = House(tmp_path, {"101": sara.port})
        house.transfers = {"back": {"900": "ask_hours"}}
        house.replies = [TO_A_HUMAN, Reply(("the hours",), hangup=True)]
        async with house.open():
            call = await with_sara(house, caller, sara)
            await sara.do("refer", target="sip:900@pbx.example")
            assert await outcome(sara) == 200
            await sara.wait("ended", timeout_s=10, id=call["id"])
            await caller.wait("ended", timeout_s=20, id="mine")
            (one,) = await house.figures(1)
            assert (one.outcome, one.agent) == ("bridged", "101")
            house.journal.flush()
            told = JournalReader(house.engine).call(one.call_id)
            assert told is not None
            assert (told.end_reason, told.handoff_outcome) == ("goodbye", "bridged")
            assert "the hours" in [turn.text for turn in told.turns]


async def test_a_colleague_is_brought_in_and_any_of_three_may_leave(tmp_path: Path, caller: RemotePhone) -> None:
    async with phones(ANSWERS, ANSWERS) as (sara, omar):
        house = House(tmp_path, {"101": sara.port, "102": omar.port})
        async with house.open():
            await with_sara(house, caller, sara)
            house.ready("102")
            await sara.do("dtmf", digits="*3102#")
            await pressing(omar, "1")
            await until(lambda: sum(len(leg._peers) == 2 for leg in house.gateway._legs) == 3, "three in one bridge")
            await caller.do("dtmf", id="mine", digits="5")
            for agent in (sara, omar):
                assert (await agent.wait("dtmf", timeout_s=10))["digit"] == "5"
            await sara.do("hangup")
            await until(lambda: house.state("101") is AgentState.READY, "Sara to be free")
            await is_bridged(house)
            assert house.state("102") is AgentState.TALKING
            await omar.do("dtmf", digits="6")
            assert (await caller.wait("dtmf", timeout_s=10))["digit"] == "6"
            await caller.do("hangup", id="mine")
            await omar.wait("ended", timeout_s=10)
            await until(lambda: house.state("102") is AgentState.READY, "Omar to be free")
            (one,) = await house.figures(1)
            assert (one.outcome, one.agent) == ("bridged", "101")


async def test_a_colleague_who_does_not_want_to_leaves_two(tmp_path: Path, caller: RemotePhone) -> None:
    async with phones(ANSWERS, ANSWERS) as (sara, omar):
        house = House(tmp_path, {"101": sara.port, "102": omar.port})
        async with house.open():
            await with_sara(house, caller, sara)
            await sara.do("dtmf", digits="*3102#")
            call = await pressing(omar, "2")
            await omar.wait("ended", timeout_s=10, id=call["id"])
            await is_bridged(house)
            await sara.do("dtmf", digits="8")
            assert (await caller.wait("dtmf", timeout_s=10))["digit"] == "8"
            await sara.do("hangup")
            await caller.wait("ended", timeout_s=10, id="mine")
