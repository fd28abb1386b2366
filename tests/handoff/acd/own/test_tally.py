"""What a handoff through a queue is told to have taken, however it ends."""

import asyncio
from dataclasses import replace

import pytest

from handoff.acd.own.agents import Agent
from handoff.acd.own.board import QueueRules
from handoff.acd.own.distributor import Distributor
from handoff.acd.own.plan import QueuePlan
from handoff.acd.own.queue_acd import QueueAcd
from handoff.acd.own.ring import RingOptions
from handoff.acd.own.tally import _outcome
from handoff.errors import (
    AgentBusy,
    AgentError,
    CallbackWanted,
    CallerGone,
    HandoffError,
    TransferFailed,
    VoicemailWanted,
)
from handoff.events import EventKind, HandoffEvent
from handoff.figures import HandoffFigures
from handoff.packet import ContextPacket
from tests.handoff.acd.own.test_queue_acd import Desks, accepts
from tests.handoff.doubles import OneAgent, OneCaller, Steps
from tests.shipped import SENTENCES

PLAN = QueuePlan(QueueRules("q", rest_s=60.0, wrap_up_s=5.0), RingOptions(accept_s=60.0), every_s=60.0)


class Told:
    """An ACD, and everything that it tells."""

    def __init__(self, plan: QueuePlan = PLAN, *, ready: bool = True, **desks: list[OneAgent | AgentError]) -> None:
        self.events: list[tuple[EventKind, str]] = []
        self.came: list[HandoffFigures] = []
        agents = [Agent(name, f"sip:{name}@pbx", name.title(), queues=frozenset({"q"})) for name in desks]
        self.distributor = Distributor(agents, [plan.rules], ready=list(desks) if ready else ())
        self.acd = QueueAcd(
            Desks(**desks),
            self.distributor,
            [plan],
            SENTENCES,
            on_event=self._event,
            on_figures=self.came.append,
        )

    @property
    def figures(self) -> list[HandoffFigures]:
        """Of each queue the last that was told, as the journal keeps them."""
        return list({one.queue: one for one in self.came}.values())

    def _event(self, packet_id: str, event: HandoffEvent) -> None:
        self.events.append((event.kind, event.who))


async def test_a_call_with_an_agent_behind_a_busy_one(packet: ContextPacket) -> None:
    told = Told(omar=[AgentBusy()], sara=[accepts()])
    await told.acd.transfer(packet, "abc", OneCaller(), Steps())
    (one,) = told.figures
    assert (one.packet_id, one.call_id, one.adapter, one.queue) == (packet.packet_id, packet.call_id, "queue", "q")
    assert (one.agent, one.rings, one.outcome, one.why, one.told_wait_ms) == ("sara", 2, "bridged", "", 0)
    assert one.wait_ms >= 0 and one.talk_ms is not None and one.wrap_up_ms is None
    assert [(so_far.outcome, so_far.rings, so_far.agent) for so_far in told.came] == [
        ("waiting", 0, ""),
        ("waiting", 1, ""),
        ("waiting", 2, ""),
        ("talking", 2, "sara"),
        ("bridged", 2, "sara"),
    ]
    assert told.events == [
        (EventKind.AGENT_CALLED, "omar Omar"),
        (EventKind.NOTE, "omar Omar"),
        (EventKind.AGENT_CALLED, "sara Sara"),
        (EventKind.AGENT_CONNECTED, "sara Sara"),
        (EventKind.AGENT_COMPLETED, "sara Sara"),
    ]
    told.distributor.stop()


async def test_a_caller_who_leaves_while_it_rings(packet: ContextPacket) -> None:
    agent = OneAgent([], say_s=60.0)
    told, caller = Told(sara=[agent]), OneCaller()
    running = asyncio.create_task(told.acd.transfer(packet, "abc", caller, Steps()))
    await agent.whispering.wait()
    agent.say_s = 0.0
    caller.gone.set()
    with pytest.raises(CallerGone):
        await running
    (one,) = told.figures
    assert (one.outcome, one.agent, one.talk_ms, one.rings) == ("abandoned", "", None, 1)
    assert told.events[-1] == (EventKind.CALLER_ABANDONED, "queue")


@pytest.mark.parametrize(
    ("ready", "lost", "key", "error", "outcome", "why"),
    [
        (False, "", "", TransferFailed, "failed", "nobody is at work"),
        (True, "the line broke", "", CallerGone, "lost", "the line broke"),
        (True, "", "1", CallbackWanted, "callback", ""),
    ],
)
async def test_ends_without_an_agent(
    packet: ContextPacket, ready: bool, lost: str, key: str, error: type[HandoffError], outcome: str, why: str
) -> None:
    told, caller = Told(ready=ready, sara=[AgentBusy()]), OneCaller(lost=lost)
    running = asyncio.create_task(told.acd.transfer(packet, "abc", caller, Steps()))
    while ready and not told.events:
        await asyncio.sleep(0)
    if lost:
        caller.gone.set()
    if key:
        caller.keys.put_nowait(key)
    with pytest.raises(error):
        await running
    (one,) = told.figures
    assert (one.outcome, one.why) == (outcome, why)
    told.distributor.stop()


def test_who_would_rather_leave_a_message_is_counted_as_such() -> None:
    assert _outcome(VoicemailWanted()) == ("voicemail", "")


async def test_a_service_that_stops_is_told(packet: ContextPacket) -> None:
    told = Told(sara=[accepts(asyncio.Event())])
    running = asyncio.create_task(told.acd.transfer(packet, "abc", OneCaller(), Steps()))
    while (EventKind.AGENT_CONNECTED, "sara Sara") not in told.events:
        await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (told.figures[0].outcome, told.figures[0].agent) == ("lost", "sara")
    told.distributor.stop()


async def test_a_queue_that_overflows_and_the_next_are_a_row_each(packet: ContextPacket) -> None:
    told = Told(replace(PLAN, most_waiting=0), sara=[accepts()])
    with pytest.raises(TransferFailed):
        await told.acd.transfer(packet, "abc", OneCaller(), Steps())
    assert [(one.queue, one.outcome, one.why) for one in told.figures] == [("q", "failed", "the queue is full")]
