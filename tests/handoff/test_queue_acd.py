"""The built-in queue: ring, whisper, bridge; every way in which caller or agent can leave meanwhile."""

import asyncio

import pytest

from handoff.acd import AgentLeg
from handoff.errors import AgentBusy, AgentError, AgentNoAnswer, CallerGone, TransferFailed
from handoff.packet import ContextPacket
from handoff.queue_acd import QueueAcd, QueueOptions
from handoff.sentences import sentences
from handoff.states import State
from handoff.summary import whisper
from handoff.uui import parse
from tests.handoff.doubles import OneAgent, OneCaller, OneLine, Steps

SAID = sentences("fa")
QUICK = QueueOptions("sip:agent@desk", ring_s=5, attempts=2, pause_s=0.01, whisper_s=5, waiting_every_s=0.01)


def queue(*answers: AgentLeg | AgentError, ring_s: float = 0.005) -> tuple[QueueAcd, OneLine]:
    line = OneLine(list(answers), ring_s)
    return QueueAcd(line, QUICK), line


async def test_whisper_then_bridge_then_over(packet: ContextPacket) -> None:
    caller, steps = OneCaller(), Steps()
    acd, _ = queue(OneAgent(caller.log))
    outcome = await acd.transfer(packet, "abc", caller, steps)
    assert outcome.state is State.BRIDGED
    assert steps.states == [State.RINGING, State.WHISPERING, State.BRIDGED]
    assert caller.log[0] == f"say {SAID.waiting}"
    assert caller.log[-2:] == ["bridge", "agent hangup"]
    assert set(caller.log[-4:-2]) == {f"whisper {whisper(packet)}", f"say {SAID.connecting}"}


async def test_the_invite_carries_the_token(packet: ContextPacket) -> None:
    acd, line = queue(OneAgent([]))
    await acd.transfer(packet, "abc234", OneCaller(), Steps())
    uri, headers = line.rings[0]
    assert uri == "sip:agent@desk"
    assert headers["X-Hatef-Token"] == "abc234"
    assert parse(headers["User-to-User"]).data == b"abc234"


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
    acd = QueueAcd(line, QueueOptions("sip:a@b", ring_s=-0.95, attempts=1))
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
    acd = QueueAcd(line, QueueOptions("sip:agent@desk", ring_s=60, waiting_every_s=60))
    running = asyncio.create_task(acd.transfer(packet, "abc", caller, Steps()))
    await line.ringing.wait()
    caller.gone.set()
    with pytest.raises(CallerGone):
        await asyncio.wait_for(running, 5)
    assert line.cancelled == 1


async def test_a_caller_who_leaves_during_the_whisper_frees_the_agent(packet: ContextPacket) -> None:
    log: list[str] = []
    acd, _ = queue(OneAgent(log, say_s=60), ring_s=0)
    with pytest.raises(CallerGone):
        await acd.transfer(packet, "abc", OneCaller(gone_after=1), Steps())
    assert log[-1] == "agent hangup"
    assert "bridge" not in log


@pytest.mark.parametrize("moment", ["say", "bridge"])
async def test_an_agent_who_leaves_early_is_a_failed_transfer(packet: ContextPacket, moment: str) -> None:
    caller = OneCaller()
    acd, _ = queue(OneAgent(caller.log, gone_at=moment))
    with pytest.raises(TransferFailed, match="before the bridge"):
        await acd.transfer(packet, "abc", caller, Steps())
    assert caller.log[-1] == "agent hangup"
    assert "hangup" not in caller.log


async def test_a_whisper_without_end_is_cut_and_bridged(packet: ContextPacket) -> None:
    caller = OneCaller()
    line = OneLine([OneAgent(caller.log, say_s=60)])
    acd = QueueAcd(line, QueueOptions("sip:a@b", whisper_s=0.05, waiting_every_s=0.01))
    outcome = await acd.transfer(packet, "abc", caller, Steps())
    assert outcome.state is State.BRIDGED


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
    acd = QueueAcd(line, QueueOptions("sip:a@b", waiting_every_s=0.01, whisper_language="ar"))
    await acd.transfer(packet, "abc", caller, Steps())
    assert f"whisper {whisper(packet, 'ar')}" in caller.log
