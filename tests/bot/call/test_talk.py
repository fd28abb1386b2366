"""A talk from the first bridge to the last, with scripted legs: who is bridged with whom, and what is reported."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.call.talk import Talk
from bot.tasks import call_off
from handoff.errors import AgentBusy, AgentError, TransferFailed
from tests.bot.call.talking import OneHuman, Places, Telephones, caller_on
from tests.bot.conftest import ScriptedLeg


class Scene:
    """One talk under way."""

    def __init__(self, *answers: OneHuman | AgentError, never: bool = False, onward: bool = True) -> None:
        self.sara, self.caller, self.places = OneHuman(), ScriptedLeg(), Places()
        self.line = Telephones(list(answers), never)
        self.sara.leg.bridge(self.caller)
        port = caller_on(self.caller)
        talk = Talk(self.sara, port, bytes(16_000), self.places if onward else None, self.line.ring)
        self.task = asyncio.create_task(talk.run())

    async def until(self, told: str) -> None:
        async with asyncio.timeout(5):
            while told not in self.places.told:
                await asyncio.sleep(0.001)

    async def end(self) -> str:
        return await asyncio.wait_for(self.task, 5)


@asynccontextmanager
async def scene(*answers: OneHuman | AgentError, never: bool = False, onward: bool = True) -> AsyncIterator[Scene]:
    one = Scene(*answers, never=never, onward=onward)
    await asyncio.sleep(0.01)
    try:
        yield one
    finally:
        await call_off(one.task)


async def test_a_refer_brings_the_caller_to_the_next_and_frees_the_first() -> None:
    omar = OneHuman()
    async with scene(omar) as talk:
        assert talk.sara.refer("sip:102@pbx") == 202
        await talk.until("moved 102")
        await asyncio.sleep(0.01)
        assert talk.sara.leg.told == [100, 200]
        assert (talk.sara.leg.hung_up, omar.leg.bridged) == (True, [talk.caller])
        omar.leg.end()
        assert await talk.end() == ""
        assert omar.leg.bridged == []


async def test_where_nothing_else_is_open_a_refer_is_refused() -> None:
    async with scene() as talk:
        assert [talk.sara.refer(f"sip:{number}@pbx") for number in ("999", "0044")] == [403, 403]
        talk.caller.end()
        assert await talk.end() == ""
    async with scene(onward=False) as talk:
        assert talk.sara.leg.judge is None


async def test_a_busy_one_leaves_the_caller_with_the_agent() -> None:
    async with scene(AgentBusy()) as talk:
        talk.sara.refer("sip:102@pbx")
        await talk.until("failed 102 AgentBusy")
        await asyncio.sleep(0.01)
        assert (talk.sara.leg.told, talk.sara.leg.bridged) == ([100, 486], [talk.caller])
        assert not talk.task.done()


async def test_a_busy_one_and_an_agent_who_is_gone_leave_nobody() -> None:
    async with scene(AgentBusy()) as talk:
        talk.sara.refer("sip:102@pbx")
        talk.sara.leg.end()  # right behind it, as many telephones do
        with pytest.raises(TransferFailed, match="nobody took"):
            await talk.end()


async def test_a_caller_who_leaves_while_the_next_is_rung_ends_it() -> None:
    async with scene(never=True) as talk:
        talk.sara.refer("sip:102@pbx")
        await talk.until("begins 102")
        talk.caller.end()
        assert await talk.end() == ""
        assert talk.sara.leg.told == [100, 487]
        assert talk.places.told[-1] == "failed 102 CancelledError"


async def test_the_bot_has_the_caller_again() -> None:
    async with scene() as talk:
        talk.sara.refer("sip:900@pbx")
        assert await talk.end() == "900"
        assert (talk.sara.leg.told, talk.places.told, talk.caller.bridged) == ([200], ["moved 900"], [])


async def test_a_colleague_comes_in_and_stays_when_the_agent_leaves() -> None:
    omar = OneHuman()
    omar.keys.put_nowait("1")
    async with scene(omar) as talk:
        talk.sara.press("*3102#")
        await talk.until("joined 102")
        assert talk.caller.bridged == [omar.leg]
        assert talk.caller.pressed == []  # none of these keys was the caller's
        await asyncio.sleep(0.01)
        assert talk.sara.leg.judge is None  # nobody is sent on from a talk of three
        talk.sara.leg.end()
        await talk.until("moved 102")
        assert not talk.task.done()
        talk.caller.end()
        assert await talk.end() == ""
        assert omar.leg.hung_up


async def test_a_colleague_who_leaves_leaves_two() -> None:
    omar = OneHuman()
    omar.keys.put_nowait("1")
    async with scene(omar) as talk:
        talk.sara.press("*3102#")
        await talk.until("joined 102")
        omar.leg.end()
        await talk.until("left 102")
        assert not talk.task.done()
        assert talk.sara.refer("sip:250@pbx") == 202


@pytest.mark.parametrize("keys", ["*3102#", "*3999#", "*3900#"])
async def test_the_agent_is_told_that_nobody_comes(keys: str) -> None:
    async with scene(AgentBusy()) as talk:
        talk.sara.press(keys)
        async with asyncio.timeout(5):
            while talk.sara.ears != ["nobody"]:
                await asyncio.sleep(0.001)
        assert not talk.task.done()


async def test_nobody_is_left_ringing_when_the_talk_is_over() -> None:
    async with scene(never=True) as talk:
        talk.sara.press("*3102#")
        await talk.until("begins 102")
        talk.caller.end()
        assert await talk.end() == ""
        assert talk.places.told[-1] == "failed 102 CancelledError"
