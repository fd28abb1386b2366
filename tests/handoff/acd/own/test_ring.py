"""One ring with keys: «1», «2», nothing at all, and everybody who can leave meanwhile."""

import asyncio

import pytest

from handoff.acd.company import Company, company
from handoff.acd.own.agents import Agent
from handoff.acd.own.ring import Ring, RingOptions
from handoff.acd.port import AgentLeg
from handoff.errors import AgentError, AgentGone, AgentPassedOn, AgentSilent, CallerGone
from handoff.packet import ContextPacket
from handoff.states import State
from handoff.summary import whisper
from tests.bot import virtual_time
from tests.handoff.doubles import OneAgent, OneCaller, OneLine, Steps
from tests.shipped import SENTENCES

SARA = Agent("101", "sip:101@pbx", "Sara")
QUICK = RingOptions(accept_s=0.02)
PATIENT = RingOptions(accept_s=60.0)


class Scene:
    """A ring of one agent for one caller."""

    def __init__(self, packet: ContextPacket, answer: AgentLeg | AgentError, options: RingOptions, agent: Agent = SARA):
        self.caller, self.steps = OneCaller(), Steps()
        self.line = OneLine([answer], ring_s=0.0)
        self.takes = True
        self.taken: list[str] = []
        self.ring = Ring(self.line, options, SENTENCES, packet, "abc", agent, self.caller, self.steps, self._take)

    async def run(self) -> Company:
        async with company(self.caller, "please wait", 60) as keeping:
            await self.ring.run("attempt 1", keeping)
        return keeping

    def _take(self) -> bool:
        self.taken.append("taken")
        return self.takes


async def test_one_accepts_and_cuts_the_whisper(packet: ContextPacket) -> None:
    agent = OneAgent([], say_s=60.0)
    scene = Scene(packet, agent, PATIENT)
    running = asyncio.create_task(scene.run())
    await agent.whispering.wait()
    assert agent.log == [f"whisper {whisper(packet, SENTENCES)} {SENTENCES.to_agent('fa').accept}"]
    agent.keys.put_nowait("1")
    await running
    assert agent.log[1:] == ["bridge", "talked", "agent hangup"]
    assert scene.taken == ["taken"]
    assert scene.steps.states == [State.RINGING, State.WHISPERING, State.BRIDGED]


async def test_two_passes_on_and_other_keys_do_nothing(packet: ContextPacket) -> None:
    agent = OneAgent([])
    for key in ("5", "#", "2"):
        agent.keys.put_nowait(key)
    scene = Scene(packet, agent, PATIENT)
    with pytest.raises(AgentPassedOn):
        await scene.run()
    assert agent.log[-1] == "agent hangup" and "bridge" not in agent.log
    assert scene.taken == []


async def test_a_machine_that_picks_up_and_presses_nothing_is_never_bridged(packet: ContextPacket) -> None:
    agent = OneAgent([])
    scene = Scene(packet, agent, QUICK)
    with pytest.raises(AgentSilent):
        await scene.run()
    accept = SENTENCES.to_agent("fa").accept
    assert agent.log == [f"whisper {whisper(packet, SENTENCES)} {accept}", f"whisper {accept}", "agent hangup"]
    assert State.BRIDGED not in scene.steps.states


def test_who_presses_nothing_is_given_up_so_long_behind_the_question_whatever_is_being_said(
    packet: ContextPacket,
) -> None:
    async def scene() -> tuple[float, list[str]]:
        agent = OneAgent([], say_s=6.0)
        began_s = virtual_time.now_s()
        with pytest.raises(AgentSilent):
            await Scene(packet, agent, RingOptions(accept_s=8.0)).run()
        return virtual_time.now_s() - began_s, agent.log

    lasted_s, log = virtual_time.run(scene())
    accept = SENTENCES.to_agent("fa").accept
    assert lasted_s == pytest.approx(6.0 + 8.0)
    assert log == [f"whisper {whisper(packet, SENTENCES)} {accept}", f"whisper {accept}", "agent hangup"]


async def test_a_key_in_the_pause_behind_the_words_counts(packet: ContextPacket) -> None:
    agent = OneAgent([])
    scene = Scene(packet, agent, PATIENT)
    running = asyncio.create_task(scene.run())
    await agent.whispering.wait()
    await asyncio.sleep(0.01)
    agent.keys.put_nowait("1")
    await running
    assert "bridge" in agent.log


async def test_who_cannot_be_whispered_to_can_still_accept(packet: ContextPacket) -> None:
    agent = OneAgent([], mute=True)
    agent.keys.put_nowait("1")
    await Scene(packet, agent, PATIENT).run()
    assert "bridge" in agent.log


@pytest.mark.parametrize("by", ["say", "key"])
async def test_an_agent_who_hangs_up_instead_is_gone(packet: ContextPacket, by: str) -> None:
    agent = OneAgent([], gone_at="say" if by == "say" else "", say_s=60.0)
    if by == "key":
        agent.keys.put_nowait("")
    with pytest.raises(AgentGone):
        await Scene(packet, agent, PATIENT).run()
    assert agent.log[-1] == "agent hangup"


async def test_a_caller_who_leaves_during_the_whisper_the_agent_hears_of_it(packet: ContextPacket) -> None:
    agent = OneAgent([], say_s=0.05)
    scene = Scene(packet, agent, PATIENT)
    running = asyncio.create_task(scene.run())
    await agent.whispering.wait()
    scene.caller.gone.set()
    with pytest.raises(CallerGone):
        await running
    assert agent.log[-2:] == [f"whisper {SENTENCES.to_agent('fa').caller_left}", "agent hangup"]
    assert scene.taken == []


async def test_a_caller_whom_the_board_does_not_know_any_more_is_not_talked_to(packet: ContextPacket) -> None:
    agent = OneAgent([])
    agent.keys.put_nowait("1")
    scene = Scene(packet, agent, PATIENT)
    scene.takes = False
    with pytest.raises(CallerGone):
        await scene.run()
    assert "talked" not in agent.log and agent.log[-1] == "agent hangup"


async def test_the_agent_is_spoken_to_in_the_first_of_their_languages(packet: ContextPacket) -> None:
    agent = OneAgent([])
    agent.keys.put_nowait("1")
    scene = Scene(packet, agent, PATIENT, Agent("102", "sip:102@pbx", languages=("ar", "fa")))
    await scene.run()
    assert scene.line.languages == ["ar"]
    assert agent.log[0] == f"whisper {whisper(packet, SENTENCES, 'ar')} {SENTENCES.to_agent('ar').accept}"


async def test_a_ring_that_is_torn_down_leaves_no_telephone_up(packet: ContextPacket) -> None:
    agent = OneAgent([], say_s=60.0)
    running = asyncio.create_task(Scene(packet, agent, PATIENT).run())
    await agent.whispering.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert agent.log[-1] == "agent hangup"
