"""One caller's way through one queue: what is said meanwhile, and how long it may take. The rest: test_queue_acd.py."""

import asyncio
from dataclasses import replace

import pytest

from handoff.acd.own.agents import AgentState
from handoff.acd.own.board import NotTaken
from handoff.acd.own.plan import QueuePlan
from handoff.acd.own.trip import WHY
from handoff.acd.port import Outcome
from handoff.errors import AgentBusy, AgentError, TransferFailed
from handoff.packet import ContextPacket
from handoff.states import State
from tests.handoff.acd.own.test_queue_acd import PLAN, Desks, accepts, acd
from tests.handoff.doubles import OneCaller, Steps
from tests.shipped import SENTENCES

SAID = SENTENCES.to_caller("fa")


def errors(kind: type[AgentError]) -> set[type[AgentError]]:
    return {kind, *(one for sub in kind.__subclasses__() for one in errors(sub))}


def test_every_way_not_to_take_a_call_is_told_apart_on_the_board() -> None:
    assert set(WHY) == errors(AgentError) - {AgentError}
    assert set(WHY.values()) == set(NotTaken) - {NotTaken.CALLER_LEFT}


class Busy:
    """A caller who waits behind a talk, which `over` ends."""

    def __init__(self, plan: QueuePlan) -> None:
        self.over = asyncio.Event()
        self.caller = OneCaller()
        self._way, self.distributor = acd(Desks(sara=[accepts(self.over), accepts()]), plan)
        self.running: list[asyncio.Task[Outcome]] = []

    async def begin(self, packet: ContextPacket) -> None:
        self._call(packet, OneCaller())
        while self.distributor.board.seat("sara").now.state is not AgentState.TALKING:
            await asyncio.sleep(0)
        self._call(packet, self.caller)

    async def end(self) -> None:
        self.over.set()
        for task in self.running:
            assert (await task).state is State.BRIDGED
        self.distributor.stop()

    def _call(self, packet: ContextPacket, caller: OneCaller) -> None:
        self.running.append(asyncio.create_task(self._way.transfer(packet, "abc", caller, Steps())))


async def test_messages_of_the_company_come_while_the_caller_waits(packet: ContextPacket) -> None:
    busy = Busy(replace(PLAN, every_s=0.02, messages={"fa": ("we are open till five",)}))
    await busy.begin(packet)
    while "we are open till five" not in busy.caller.finished:
        await asyncio.sleep(0.001)
    assert busy.caller.finished[0].startswith(SAID.queue_next)
    await busy.end()
    assert busy.caller.hums >= 1


async def test_the_music_plays_on_while_nothing_is_said_and_no_word_comes_while_it_rings(packet: ContextPacket) -> None:
    busy = Busy(PLAN)
    await busy.begin(packet)
    while not busy.caller.hums:
        await asyncio.sleep(0.001)
    await busy.end()
    assert len(busy.caller.finished) == 1  # the place, once; then music until the agent is there


async def test_a_queue_that_nobody_takes_is_left_in_time(packet: ContextPacket) -> None:
    desks = Desks(sara=[AgentBusy()])
    way, distributor = acd(desks, replace(PLAN, most_wait_s=0.1))
    with pytest.raises(TransferFailed, match="busy with another caller"):
        await way.transfer(packet, "abc", OneCaller(), Steps())
    assert len(desks.rings) > 1
    assert distributor.board.waiting() == []
    distributor.stop()
