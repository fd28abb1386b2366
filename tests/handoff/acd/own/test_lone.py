"""The queue of one telephone: ring, whisper, bridge; every way in which caller or agent can leave meanwhile."""

import asyncio

import pytest

from handoff.acd.own.lone import lone_plan, lone_queue
from handoff.acd.own.plan import QueuePlan
from handoff.acd.own.queue_acd import QueueAcd
from handoff.acd.own.ring import RingOptions
from handoff.acd.port import AgentLeg
from handoff.errors import AgentBusy, AgentError, AgentNoAnswer, CallerGone, TransferFailed
from handoff.options import RingRules
from handoff.packet import ContextPacket
from handoff.states import State
from handoff.summary import whisper
from handoff.uui import parse
from tests.handoff.doubles import OneAgent, OneCaller, OneLine, Steps
from tests.shipped import SENTENCES

SAID = SENTENCES.to_caller("fa")
RULES = RingRules()


def plan(rules: RingRules = RULES, *, every_s: float = 0.01, rest_s: float = 0.01, **ring: float | str) -> QueuePlan:
    options = RingOptions(rules.ring_s, **{"whisper_s": 5.0, **ring})  # type: ignore[arg-type]
    return lone_plan(rules, options, rest_s=rest_s, every_s=every_s)


def queue(*answers: AgentLeg | AgentError, ring_s: float = 0.005) -> tuple[QueueAcd, OneLine]:
    line = OneLine(list(answers), ring_s)
    return lone(line, plan(RingRules(ring_s=5))), line


def lone(line: OneLine, how: QueuePlan) -> QueueAcd:
    return lone_queue(line, "sip:agent@desk", SENTENCES, how)


async def test_whisper_then_bridge_then_over(packet: ContextPacket) -> None:
    caller, steps = OneCaller(), Steps()
    acd, _ = queue(OneAgent(caller.log))
    outcome = await acd.transfer(packet, "abc", caller, steps)
    assert outcome.state is State.BRIDGED
    assert steps.states == [State.RINGING, State.WHISPERING, State.BRIDGED]
    assert caller.log[0] == f"say {SAID.waiting}"
    assert caller.log[-3:] == ["bridge", "talked", "agent hangup"]
    assert set(caller.log[-5:-3]) == {f"whisper {whisper(packet, SENTENCES)}", f"say {SAID.connecting}"}


async def test_the_invite_carries_the_token(packet: ContextPacket) -> None:
    acd, line = queue(OneAgent([]))
    await acd.transfer(packet, "abc234", OneCaller(), Steps())
    uri, headers = line.rings[0]
    assert uri == "sip:agent@desk"
    assert headers["X-Hatef-Token"] == "abc234"
    assert parse(headers["User-to-User"]).data == b"abc234"
    assert line.callers == [packet.caller]


async def test_the_caller_is_kept_company_while_it_rings(packet: ContextPacket) -> None:
    caller = OneCaller()
    acd, _ = queue(OneAgent(caller.log), ring_s=0.1)
    await acd.transfer(packet, "abc", caller, Steps())
    assert caller.finished.count(SAID.waiting) >= 3


async def test_a_sentence_begun_plays_to_its_end_before_the_bridge(packet: ContextPacket) -> None:
    caller = OneCaller(say_s=0.05)
    acd, _ = queue(OneAgent(caller.log), ring_s=0.01)
    await acd.transfer(packet, "abc", caller, Steps())
    assert caller.finished == [SAID.waiting, SAID.connecting]
    assert caller.log.index(f"say {SAID.connecting}") < caller.log.index("bridge")


async def test_a_busy_agent_is_rung_again(packet: ContextPacket) -> None:
    caller, steps = OneCaller(), Steps()
    acd, line = queue(AgentBusy("486"), OneAgent(caller.log))
    await acd.transfer(packet, "abc", caller, steps)
    assert len(line.rings) == 2
    assert steps.taken[:3] == [
        (State.RINGING, "attempt 1"),
        (State.FAILED, "AgentBusy"),
        (State.RINGING, "attempt 2"),
    ]


async def test_nobody_picks_up(packet: ContextPacket) -> None:
    caller, steps = OneCaller(), Steps()
    acd, line = queue(AgentNoAnswer(), AgentNoAnswer())
    with pytest.raises(TransferFailed, match="Nobody picked up"):
        await acd.transfer(packet, "abc", caller, steps)
    assert len(line.rings) == 2
    assert steps.states[-1] is State.FAILED
    assert "hangup" not in caller.log


async def test_a_line_that_keeps_no_time_is_cut(packet: ContextPacket) -> None:
    line = OneLine([], ring_s=60)
    # The fence stands one second behind `ring_s`.
    acd = lone(line, plan(RingRules(-0.95, attempts=1)))
    with pytest.raises(TransferFailed, match="late"):
        await acd.transfer(packet, "abc", OneCaller(), Steps())
    assert line.cancelled == 1


async def test_a_caller_who_leaves_stops_the_ringing(packet: ContextPacket) -> None:
    acd, line = queue(ring_s=60)
    with pytest.raises(CallerGone):
        await acd.transfer(packet, "abc", OneCaller(gone_after=1), Steps())
    assert line.cancelled == 1


async def test_a_caller_who_leaves_between_two_sentences_stops_the_ringing_at_once(packet: ContextPacket) -> None:
    line, caller = OneLine([], ring_s=60), OneCaller()
    acd = lone(line, plan(RingRules(60), every_s=60))
    running = asyncio.create_task(acd.transfer(packet, "abc", caller, Steps()))
    await line.ringing.wait()
    caller.gone.set()
    with pytest.raises(CallerGone):
        await asyncio.wait_for(running, 5)
    assert line.cancelled == 1


async def test_the_bridge_is_on_record_while_it_stands_and_not_before(packet: ContextPacket) -> None:
    caller, steps = OneCaller(), Steps()
    agent = OneAgent(caller.log, over=asyncio.Event())
    acd, _ = queue(agent)
    running = asyncio.create_task(acd.transfer(packet, "abc", caller, steps))
    await agent.whispering.wait()
    assert State.BRIDGED not in steps.states
    await agent.talking.wait()
    assert steps.states[-1] is State.BRIDGED
    assert not running.done() and agent.over is not None
    agent.over.set()
    await running


@pytest.mark.parametrize("said_before", [1, 2])
async def test_an_agent_whose_caller_leaves_during_the_whisper_is_told(packet: ContextPacket, said_before: int) -> None:
    log: list[str] = []
    agent, caller = OneAgent(log, say_s=0.2), OneCaller()
    acd, _ = queue(agent, ring_s=0)
    running = asyncio.create_task(acd.transfer(packet, "abc", caller, Steps()))
    await agent.whispering.wait()
    while len(caller.finished) < said_before:
        await asyncio.sleep(0)
    caller.gone.set()
    with pytest.raises(CallerGone):
        await running
    assert log[-2:] == [f"whisper {SENTENCES.to_agent('fa').caller_left}", "agent hangup"]
    assert "bridge" not in log


async def test_a_caller_whose_leg_is_dead_is_never_bridged(packet: ContextPacket) -> None:
    for caller, agent in (
        (OneCaller(lives=[False]), OneAgent([])),
        (OneCaller(), OneAgent([], caller_gone=True)),
    ):
        steps = Steps()
        acd, _ = queue(agent)
        with pytest.raises(CallerGone):
            await acd.transfer(packet, "abc", caller, steps)
        assert State.BRIDGED not in steps.states
        assert agent.log[-2:] == [f"whisper {SENTENCES.to_agent('fa').caller_left}", "agent hangup"]


@pytest.mark.parametrize("moment", ["say", "bridge"])
async def test_an_agent_who_leaves_early_is_rung_again(packet: ContextPacket, moment: str) -> None:
    caller, steps = OneCaller(), Steps()
    acd, line = queue(OneAgent(caller.log, gone_at=moment), OneAgent(caller.log))
    outcome = await acd.transfer(packet, "abc", caller, steps)
    assert (outcome.state, len(line.rings)) == (State.BRIDGED, 2)
    assert steps.taken[2:4] == [(State.FAILED, "AgentGone"), (State.RINGING, "attempt 2")]


@pytest.mark.parametrize("moment", ["say", "bridge"])
async def test_an_agent_who_leaves_early_each_time_is_a_failed_transfer(packet: ContextPacket, moment: str) -> None:
    caller = OneCaller()
    acd, _ = queue(OneAgent(caller.log, gone_at=moment), OneAgent(caller.log, gone_at=moment))
    with pytest.raises(TransferFailed, match="before the bridge"):
        await acd.transfer(packet, "abc", caller, Steps())
    assert caller.log[-1] == "agent hangup"
    assert "hangup" not in caller.log


async def test_an_agent_who_cannot_be_whispered_to_is_bridged_all_the_same(packet: ContextPacket) -> None:
    acd, _ = queue(OneAgent([], mute=True))
    assert (await acd.transfer(packet, "abc", OneCaller(), Steps())).state is State.BRIDGED


async def test_the_caller_hears_something_while_the_agent_listens_on(packet: ContextPacket) -> None:
    caller = OneCaller()
    acd, _ = queue(OneAgent(caller.log, say_s=0.1), ring_s=0)
    await acd.transfer(packet, "abc", caller, Steps())
    assert caller.finished[-1] == SAID.connecting
    assert caller.hums >= 3


async def test_five_callers_ring_one_telephone_one_after_the_other(packet: ContextPacket) -> None:
    log: list[str] = []
    agents = [OneAgent(log, over=asyncio.Event()) for _ in range(5)]
    acd, line = queue(*agents, ring_s=0)
    callers = [OneCaller() for _ in range(5)]
    running = [asyncio.create_task(acd.transfer(packet, "abc", one, Steps())) for one in callers]
    for served, agent in enumerate(agents, start=1):
        await agent.talking.wait()
        assert len(line.rings) == served
        while not all(SAID.busy in caller.finished for caller in callers[1:]):
            await asyncio.sleep(0)
        assert agent.over is not None
        agent.over.set()
        assert (await running[served - 1]).state is State.BRIDGED
    assert SAID.busy not in callers[0].finished


async def test_who_waits_for_a_busy_agent_too_long_goes_on_and_who_leaves_is_gone(packet: ContextPacket) -> None:
    agent = OneAgent([], over=asyncio.Event())
    line = OneLine([agent, OneAgent([])])
    acd = lone(line, plan(RingRules(0.2, attempts=1)))
    first = asyncio.create_task(acd.transfer(packet, "abc", OneCaller(), Steps()))
    await agent.talking.wait()
    leaving = OneCaller(lost="the line broke")
    gone = asyncio.create_task(acd.transfer(packet, "abc", leaving, Steps()))
    with pytest.raises(TransferFailed, match="busy with another caller"):
        leaving.gone.set()
        await acd.transfer(packet, "abc", OneCaller(), Steps())
    with pytest.raises(CallerGone, match="the line broke"):
        await gone
    assert len(line.rings) == 1
    assert agent.over is not None
    agent.over.set()
    await first
    assert (await acd.transfer(packet, "abc", OneCaller(), Steps())).state is State.BRIDGED


async def test_a_whisper_without_end_is_cut_and_bridged(packet: ContextPacket) -> None:
    caller = OneCaller()
    line = OneLine([OneAgent(caller.log, say_s=60)])
    acd = lone(line, plan(whisper_s=0.05))
    outcome = await acd.transfer(packet, "abc", caller, Steps())
    assert outcome.state is State.BRIDGED


async def test_an_agent_does_not_wait_for_a_caller_who_is_on_hold(packet: ContextPacket) -> None:
    caller = OneCaller(say_s=60, held=True)
    line = OneLine([OneAgent(caller.log)])
    acd = lone(line, plan(announce_s=0.05))
    assert (await acd.transfer(packet, "abc", caller, Steps())).state is State.BRIDGED


async def test_a_call_that_is_torn_down_leaves_nothing_ringing(packet: ContextPacket) -> None:
    acd, line = queue(ring_s=60)
    running = asyncio.create_task(acd.transfer(packet, "abc", OneCaller(), Steps()))
    await line.ringing.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert line.cancelled == 1


async def test_the_whisper_may_be_in_the_agents_language(packet: ContextPacket) -> None:
    caller = OneCaller()
    line = OneLine([OneAgent(caller.log)])
    acd = lone(line, plan(language="ar"))
    await acd.transfer(packet, "abc", caller, Steps())
    assert f"whisper {whisper(packet, SENTENCES, 'ar')}" in caller.log
