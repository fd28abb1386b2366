"""The caller stays with us until an agent is there: in good company, free to choose a call back, never lost."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest

from handoff.acd.ami.connection import NOTHING
from handoff.acd.ami.errors import AmiAway
from handoff.acd.ami.wire import Message
from handoff.acd.asterisk.acd import Pbx
from handoff.acd.asterisk.attended import AttendedAcd, AttendedTimes
from handoff.acd.asterisk.watch import QueueWatch
from handoff.acd.port import AgentLeg, Outcome, ReferEnd
from handoff.acd.refer import ReferAcd, ReferOptions
from handoff.errors import (
    AgentBusy,
    AgentError,
    AgentNoAnswer,
    AgentUnreachable,
    CallbackWanted,
    CallerGone,
    TransferFailed,
)
from handoff.events import HandoffEvent
from handoff.options import AsteriskRules, ReferRules
from handoff.packet import ContextPacket, PacketCaller
from handoff.states import State
from tests.handoff.acd.asterisk.told import ENTRY, TOKEN, agent, join, message
from tests.handoff.doubles import OneAgent, OneCaller, OneLine, Steps
from tests.shipped import SENTENCES

SAID = SENTENCES.to_caller("fa")
FINE = ReferEnd(200, accepted=True)
NO_NEWS: list[ReferEnd | Exception] = []


class Places:
    """A PBX that tells the caller's place; `places` one after the other, the last for ever; None: away."""

    def __init__(self, *places: int | None) -> None:
        self.places = list(places or (None,))

    up: bool = True

    async def ask(self, action: str, fields: Mapping[str, str] = NOTHING) -> Message:
        raise NotImplementedError

    async def ask_list(self, action: str, fields: Mapping[str, str] = NOTHING) -> list[Message]:
        place = self.places.pop(0) if len(self.places) > 1 else self.places[0]
        if place is None:
            raise AmiAway(action, "closed")
        return [message(ENTRY, position=place, uniqueid="1796058562.0")]


class Road:
    """An AttendedAcd with everything around it."""

    def __init__(
        self, packet: ContextPacket, answers: list[AgentLeg | AgentError], ends: list[ReferEnd | Exception] = NO_NEWS,
        ring_s: float = 0.0, places: Places | None = None, wait_s: float = 60.0,
    ) -> None:  # fmt: skip
        self.packet = packet
        self.caller = OneCaller(ends or [FINE])
        self.line = OneLine(answers, ring_s=ring_s)
        self.steps = Steps()
        self.watch = QueueWatch(self.note, lambda token: packet.packet_id if token == TOKEN else None)
        rules = AsteriskRules(transfer="attended", wait_s=wait_s)
        options = ReferOptions("sip:queue-{token}@pbx", ReferRules(5), waiting_every_s=0.01, bye_s=0.0)
        self.acd = AttendedAcd(
            self.line, ReferAcd(options, SENTENCES), Pbx(places or Places(), self.watch, rules), SENTENCES,
            times=AttendedTimes(place=0.01, news=0.05, away=0.3, whisper=0.2, announce=0.2),
        )  # fmt: skip

    async def note(self, packet_id: str, event: HandoffEvent) -> None: ...

    async def go(self) -> Outcome:
        return await self.acd.transfer(self.packet, TOKEN, self.caller, self.steps)


async def test_the_agent_is_told_and_left_to_the_caller(packet: ContextPacket) -> None:
    log: list[str] = []
    agent_leg = OneAgent(log)
    road = Road(packet, [agent_leg])
    assert await road.go() == Outcome(State.REFERRED, "attended", 200)
    ((uri, headers),) = road.line.rings
    assert uri == f"sip:queue-{TOKEN}@pbx"
    assert headers["X-Hatef-Token"] == TOKEN
    assert road.line.callers == [packet.caller]
    assert "refer to the agent" in road.caller.log
    assert SAID.connecting in road.caller.finished
    assert log[0].startswith("whisper ")
    assert log[-1] == "agent hangup"
    assert road.steps.states == [State.RINGING, State.WHISPERING, State.REFERRING, State.REFERRED]


@pytest.mark.parametrize("error", [AgentBusy("486"), AgentBusy("480"), AgentNoAnswer("300 s")])
async def test_a_queue_that_does_not_serve_leaves_the_caller_here(packet: ContextPacket, error: AgentError) -> None:
    road = Road(packet, [error])
    with pytest.raises(TransferFailed, match="attended"):
        await road.go()
    assert "hangup" not in road.caller.log


async def test_a_pbx_that_lets_our_call_not_in_is_asked_by_refer(packet: ContextPacket) -> None:
    road = Road(packet, [AgentUnreachable("404 Not Found")])
    assert await road.go() == Outcome(State.REFERRED, "refer", 200)
    assert f"refer sip:queue-{TOKEN}@pbx" in road.caller.log
    assert road.steps.states == [State.RINGING, State.FAILED, State.REFERRING, State.REFERRED]


@pytest.mark.parametrize("end", [ReferEnd(603), ReferEnd(404, accepted=True), ReferEnd()])
async def test_a_pbx_that_does_not_join_them_has_them_joined_here(packet: ContextPacket, end: ReferEnd) -> None:
    agent_leg = OneAgent([])
    road = Road(packet, [agent_leg], [end])
    assert (await road.go()).state is State.BRIDGED
    assert agent_leg.log[-3:] == ["bridge", "talked", "agent hangup"]
    assert road.steps.states[-2:] == [State.REFERRING, State.BRIDGED]


async def test_a_caller_who_leaves_while_it_rings_stops_it(packet: ContextPacket) -> None:
    road = Road(packet, [OneAgent([])], ring_s=60)
    going = asyncio.create_task(road.go())
    await road.line.ringing.wait()
    road.caller.gone.set()
    with pytest.raises(CallerGone):
        await going
    assert road.line.cancelled == 1


async def test_a_key_asks_for_a_call_back_at_any_time(packet: ContextPacket) -> None:
    road = Road(packet, [OneAgent([])], ring_s=60)
    going = asyncio.create_task(road.go())
    await road.line.ringing.wait()
    for key in "92#1":
        road.caller.keys.put_nowait(key)
    with pytest.raises(CallbackWanted):
        await going
    assert road.line.cancelled == 1


async def test_whom_nobody_can_call_back_presses_in_vain(packet: ContextPacket) -> None:
    road = Road(replace(packet, caller=PacketCaller()), [OneAgent([])], ring_s=0.1)
    road.caller.keys.put_nowait("1")
    assert (await road.go()).state is State.REFERRED
    assert SAID.offer_callback not in road.caller.finished


async def test_the_place_in_line_is_told_when_it_changes(packet: ContextPacket) -> None:
    road = Road(packet, [OneAgent([])], ring_s=0.5, places=Places(3, 3, 2, 1))
    going = asyncio.create_task(road.go())
    await road.line.ringing.wait()
    road.watch.take(join(variable=TOKEN))
    road.watch.take(agent("AgentConnect"))
    await going
    places = [text for text in road.caller.finished if text not in (SAID.waiting, SAID.connecting, SAID.offer_callback)]
    assert places == [SAID.queue_ahead.format(callers=2), SAID.queue_ahead.format(callers=1), SAID.queue_next]
    assert road.caller.finished.count(SAID.offer_callback) == 3


async def test_it_rings_while_the_opening_is_said(packet: ContextPacket) -> None:
    road = Road(packet, [OneAgent([])], ring_s=60)
    road.caller.say_s = 60
    going = asyncio.create_task(road.acd.saying("one moment").transfer(packet, TOKEN, road.caller, road.steps))
    await road.line.ringing.wait()
    await asyncio.sleep(0.01)
    assert (road.caller.log, road.caller.finished) == (["say one moment"], [])
    going.cancel()
    await asyncio.wait({going})


async def test_music_is_no_agent(packet: ContextPacket) -> None:
    """A dial plan that answers before it queues: the 200 is not the agent's."""
    agent_leg = OneAgent([])
    road = Road(packet, [agent_leg])
    going = asyncio.create_task(road.go())
    await road.line.ringing.wait()
    road.watch.take(join(variable=TOKEN))
    await asyncio.sleep(0.3)
    assert not going.done()
    assert agent_leg.log == []
    road.watch.take(agent("AgentConnect"))
    assert (await going).state is State.REFERRED


async def test_music_without_anybody_who_tells_of_the_agent_is_taken_over(packet: ContextPacket) -> None:
    """AMI broke down behind the answer: the caller waits in the queue itself."""
    agent_leg, places = OneAgent([]), Places()
    road = Road(packet, [agent_leg], places=places)
    going = asyncio.create_task(road.go())
    await road.line.ringing.wait()
    road.watch.take(join(variable=TOKEN))
    places.up = False
    assert (await going).state is State.REFERRED
    assert agent_leg.log == ["agent hangup"]


async def test_a_queue_that_ends_the_music_took_nobody(packet: ContextPacket) -> None:
    agent_leg = OneAgent([])
    road = Road(packet, [agent_leg])
    going = asyncio.create_task(road.go())
    await road.line.ringing.wait()
    road.watch.take(join(variable=TOKEN))
    agent_leg.gone = True
    with pytest.raises(TransferFailed, match="the queue ended the call"):
        await going


async def test_music_for_ever_ends(packet: ContextPacket) -> None:
    agent_leg = OneAgent([])
    road = Road(packet, [agent_leg], wait_s=0.1)
    going = asyncio.create_task(road.go())
    await road.line.ringing.wait()
    road.watch.take(join(variable=TOKEN))
    with pytest.raises(TransferFailed, match="longest wait"):
        await going
    assert agent_leg.log == ["agent hangup"]


async def test_an_agent_who_hangs_up_in_the_whisper_is_a_failure(packet: ContextPacket) -> None:
    agent_leg = OneAgent([], gone_at="say")
    with pytest.raises(TransferFailed):
        await Road(packet, [agent_leg]).go()
    assert agent_leg.log == ["agent hangup"]


async def test_an_agent_whose_caller_leaves_in_the_whisper_is_told(packet: ContextPacket) -> None:
    agent_leg = OneAgent([], say_s=0.1)
    road = Road(packet, [agent_leg])
    going = asyncio.create_task(road.go())
    await agent_leg.whispering.wait()
    road.caller.gone.set()
    with pytest.raises(CallerGone):
        await going
    assert agent_leg.log[-2:] == [f"whisper {SENTENCES.to_agent('fa').caller_left}", "agent hangup"]


async def test_an_agent_who_cannot_be_told_is_an_agent(packet: ContextPacket) -> None:
    for agent_leg in (OneAgent([], mute=True), OneAgent([], say_s=60)):
        assert (await Road(packet, [agent_leg]).go()).state is State.REFERRED


async def test_a_transfer_that_is_torn_down_leaves_no_ringing(packet: ContextPacket) -> None:
    road = Road(packet, [OneAgent([])], ring_s=60)
    going = asyncio.create_task(road.go())
    await road.line.ringing.wait()
    going.cancel()
    await asyncio.wait({going})
    assert road.line.cancelled == 1
