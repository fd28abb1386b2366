"""A caller who is not on the line yet: nothing ends a wait for an agent, nothing is heard, then it is a caller."""

import asyncio

import pytest

from bot.call.caller_to_be import CallerToBe
from handoff.acd.port import AgentLeg
from handoff.errors import CallerGone, LegRefused
from tests.handoff.doubles import OneAgent, OneCaller

AGENT = OneAgent([])


def to_be(*ends: OneCaller | Exception) -> CallerToBe[OneCaller]:
    left = list(ends)

    async def fetch(agent: AgentLeg) -> OneCaller:
        end = left.pop(0)
        if isinstance(end, Exception):
            raise end
        return end

    return CallerToBe(fetch)


async def test_before_there_is_one_nobody_leaves_and_nobody_presses_a_key() -> None:
    caller = to_be(OneCaller())
    waiting = [asyncio.create_task(caller.left()), asyncio.create_task(caller.key())]
    await caller.say("please wait")
    await caller.hum(0.0)
    await caller.play(bytes(160))
    await caller.hangup()
    assert (await caller.alive(), caller.held, dict(caller.headers)) == (True, False, {})
    assert [one.done() for one in waiting] == [False, False]
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_nobody_can_be_sent_elsewhere_who_is_not_there() -> None:
    caller = to_be(OneCaller())
    with pytest.raises(LegRefused):
        await caller.refer("sip:200@pbx")
    with pytest.raises(LegRefused):
        await caller.refer_to(AGENT)
    assert not (await caller.refer_end(1.0)).accepted


async def test_once_fetched_it_is_the_caller() -> None:
    person = OneCaller(lives=[False])
    caller = to_be(person)
    assert await caller.here(AGENT) is person
    assert await caller.here(AGENT) is person, "called once"
    await caller.say("hello")
    await caller.hum(0.0)
    person.keys.put_nowait("1")
    person.gone.set()
    assert (await caller.key(), await caller.left(), await caller.alive()) == ("1", "", False)
    await caller.hangup()
    assert (person.log, person.hums) == (["say hello", "hangup"], 1)


async def test_who_was_not_reached_is_called_again_for_the_next_agent() -> None:
    person = OneCaller()
    caller = to_be(CallerGone(), person)
    with pytest.raises(CallerGone):
        await caller.here(AGENT)
    assert await caller.here(AGENT) is person
