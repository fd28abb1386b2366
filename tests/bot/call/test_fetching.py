"""Somebody is fetched: rung, told of the caller, let go where it comes to nothing."""

import asyncio

import pytest

from bot.call import fetching
from bot.call.fetching import Fetcher, given_up
from handoff.errors import AgentBusy, AgentError, AgentGone
from tests.bot.call.talking import OMAR, SHOP, OneHuman, Places, Telephones


async def test_a_colleague_hears_of_the_caller_before() -> None:
    omar, places, line = OneHuman(), Places(), Telephones([])
    line.answers.append(omar)
    assert await Fetcher(places, line.ring).fetch(OMAR, "") is omar
    assert (omar.ears, places.told) == (["who it is"], ["begins 102"])
    assert line.rung == [("sip:102@pbx", {"X-Hatef-Token": "abc"})]


@pytest.mark.parametrize(("to", "replaces"), [(SHOP, ""), (OMAR, "a@b;to-tag=1;from-tag=2")])
async def test_who_has_talked_to_the_agent_or_is_no_agent_hears_nothing(to: object, replaces: str) -> None:
    other, line = OneHuman(), Telephones([])
    line.answers.append(other)
    await Fetcher(Places(), line.ring).fetch(OMAR if to is OMAR else SHOP, replaces)
    assert other.ears == []
    more = {"Replaces": replaces, "Require": "replaces"} if replaces else {}
    assert line.rung[0][1] == {"X-Hatef-Token": "abc", **more}


async def test_who_has_a_call_is_not_rung() -> None:
    line = Telephones([])
    with pytest.raises(AgentBusy):
        await Fetcher(Places(busy=True), line.ring).fetch(OMAR, "")
    assert line.rung == []


@pytest.mark.parametrize("answer", [AgentBusy(), OneHuman])
async def test_whatever_goes_wrong_is_told_and_leaves_nobody_on_the_line(answer: object) -> None:
    human = OneHuman(leaves=True)
    places, line = Places(), Telephones([answer if isinstance(answer, AgentError) else human])
    with pytest.raises(AgentError):
        await Fetcher(places, line.ring).fetch(OMAR, "")
    assert places.told[-1].startswith("failed 102")
    assert human.leg.hung_up is not isinstance(answer, AgentError)


async def test_one_is_the_key_to_come_in_and_two_to_stay_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "KEY_S", 0.01)
    for key, comes in (("1", True), ("2", False), ("", False)):
        human, places = OneHuman(), Places()
        if key:
            human.keys.put_nowait(key)
        found = await Fetcher(places, Telephones([human]).ring).invite(OMAR)
        assert (found is not None, human.leg.hung_up) == (comes, not comes)
        assert places.told[0] == "begins 102"


async def test_a_key_cuts_the_whisper() -> None:
    class Long(OneHuman):
        async def say(self, text: str) -> None:
            await asyncio.sleep(60)

    human = Long()
    human.keys.put_nowait("1")
    async with asyncio.timeout(5):
        assert await Fetcher(Places(), Telephones([human]).ring).fetch(OMAR, "") is human


async def test_what_is_given_up_rings_no_more() -> None:
    places = Places()
    fetching_one = asyncio.create_task(Fetcher(places, Telephones([], never=True).ring).fetch(OMAR, ""))
    await asyncio.sleep(0.01)
    await given_up(fetching_one)
    assert places.told == ["begins 102", "failed 102 CancelledError"]
    came = OneHuman()
    done: asyncio.Task[OneHuman] = asyncio.create_task(Telephones([came]).ring("", {}, 1, places.caller, ""))
    await done
    await given_up(done)
    assert came.leg.hung_up


async def test_an_agent_who_hangs_up_while_being_told_is_gone() -> None:
    with pytest.raises(AgentGone):
        await Fetcher(Places(), Telephones([OneHuman(leaves=True)]).ring).fetch(OMAR, "")
