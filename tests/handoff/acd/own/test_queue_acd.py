"""The built-in queues as a way to a human: several callers, several agents, and every reason to go another way."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handoff.acd.own.agents import Agent, AgentState, Did
from handoff.acd.own.board import MISSED, QueueRules
from handoff.acd.own.distributor import Distributor
from handoff.acd.own.plan import QueuePlan
from handoff.acd.own.queue_acd import QueueAcd, Wall
from handoff.acd.own.ring import RingOptions
from handoff.acd.port import Onward, Outcome
from handoff.errors import (
    AgentBusy,
    AgentError,
    AgentNoAnswer,
    AgentUnavailable,
    CallbackWanted,
    CallerGone,
    TransferFailed,
    VoicemailWanted,
)
from handoff.hours import parse_span
from handoff.packet import ContextPacket, PacketCaller
from handoff.reasons import Reason
from handoff.states import State
from tests.handoff.doubles import OneAgent, OneCaller, Steps
from tests.shipped import SENTENCES

SAID = SENTENCES.to_caller("fa")
RULES = QueueRules("q", rest_s=0.01, misses=2)
PLAN = QueuePlan(RULES, RingOptions(ring_s=5.0, accept_s=60.0), every_s=60.0)
NOON = datetime.fromisoformat("2026-11-28 12:00")


class Desks:
    """An `AgentLine` to several telephones; each takes the next of its answers, the last for ever."""

    def __init__(self, **answers: list[OneAgent | AgentError]) -> None:
        self.answers = answers
        self.rings: list[str] = []
        self.ringing = 0
        self.most_ringing = 0

    async def ring(
        self, uri: str, headers: Mapping[str, str], timeout_s: float, caller: PacketCaller, language: str = ""
    ) -> OneAgent:
        name = uri.removeprefix("sip:").partition("@")[0]
        self.rings.append(name)
        self.ringing += 1
        self.most_ringing = max(self.most_ringing, self.ringing)
        try:
            await asyncio.sleep(0.005)
        finally:
            self.ringing -= 1
        mine = self.answers[name]
        answer = mine.pop(0) if len(mine) > 1 else mine[0]
        if isinstance(answer, AgentError):
            raise answer
        return answer


def accepts(over: asyncio.Event | None = None) -> OneAgent:
    agent = OneAgent([], over=over)
    agent.keys.put_nowait("1")
    return agent


AT_NOON = Wall(lambda: NOON)


def acd(desks: Desks, *plans: QueuePlan, ready: bool = True, wall: Wall = AT_NOON) -> tuple[QueueAcd, Distributor]:
    plans = plans or (PLAN,)
    queues = frozenset(plan.name for plan in plans)
    agents = [Agent(name, f"sip:{name}@pbx", queues=queues) for name in desks.answers]
    distributor = Distributor(agents, [plan.rules for plan in plans], ready=list(desks.answers) if ready else ())
    return QueueAcd(desks, distributor, plans, SENTENCES, wall=wall), distributor


async def test_an_agent_who_is_free_gets_the_caller(packet: ContextPacket) -> None:
    caller, steps, agent = OneCaller(), Steps(), accepts()
    way, distributor = acd(Desks(sara=[agent]))
    outcome = await way.transfer(packet, "abc", caller, steps)
    assert (outcome.state, outcome.adapter) == (State.BRIDGED, "queue")
    assert steps.states == [State.RINGING, State.WHISPERING, State.BRIDGED]
    assert caller.log[0] == f"say {SAID.waiting}"
    assert agent.log[-3:] == ["bridge", "talked", "agent hangup"]
    assert distributor.board.waiting() == []


class SlowlyTold(OneCaller):
    """Does not hear the end of the first sentence before the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = asyncio.Event()

    async def say(self, text: str) -> None:
        await super().say(text)
        await self.heard.wait()


async def test_a_telephone_rings_while_the_caller_is_told(packet: ContextPacket) -> None:
    caller, desks = SlowlyTold(), Desks(sara=[accepts()])
    way, _ = acd(desks)
    going = asyncio.create_task(way.saying("one moment").transfer(packet, "abc", caller, Steps()))
    while not desks.rings:
        await asyncio.sleep(0)
    assert caller.log == ["say one moment"] or caller.log == []
    caller.heard.set()
    assert (await going).state is State.BRIDGED
    assert caller.log[0] == "say one moment"
    assert caller.log.count("say one moment") == 1


async def test_who_is_not_let_into_a_queue_is_not_told_that_they_are_connected(packet: ContextPacket) -> None:
    closed = replace(PLAN, open=(parse_span("mon 01:00-02:00"),))
    caller = OneCaller()
    way, _ = acd(Desks(sara=[accepts()]), closed)
    with pytest.raises(TransferFailed):
        await way.saying("one moment").transfer(packet, "abc", caller, Steps())
    assert "say one moment" not in caller.log


@pytest.mark.parametrize(
    ("hours", "ready", "serves"),
    [("sat 10:00-14:00", True, True), ("sat 10:00-14:00", False, False), ("mon 01:00-02:00", True, False)],
)
async def test_whether_anybody_is_served_now(hours: str, ready: bool, serves: bool) -> None:
    way, _ = acd(Desks(sara=[accepts()]), replace(PLAN, open=(parse_span(hours),)), ready=ready)
    assert way.serving == serves


@pytest.mark.parametrize("error", [AgentBusy("486"), AgentNoAnswer(), AgentUnavailable("480")])
async def test_where_one_does_not_take_it_the_next_does(packet: ContextPacket, error: AgentError) -> None:
    steps = Steps()
    desks = Desks(omar=[error], sara=[accepts()])
    way, _ = acd(desks)
    await way.transfer(packet, "abc", OneCaller(), steps)
    assert desks.rings == ["omar", "sara"]
    assert steps.taken[:3] == [
        (State.RINGING, "attempt 1"),
        (State.FAILED, type(error).__name__),
        (State.RINGING, "attempt 2"),
    ]


async def test_a_machine_is_passed_by_and_is_away_after_the_second_time(packet: ContextPacket) -> None:
    plan = replace(PLAN, ring=RingOptions(ring_s=5.0, accept_s=0.01))
    busy = asyncio.Event()
    desks = Desks(machine=[OneAgent([])], sara=[accepts(busy), accepts()])
    way, distributor = acd(desks, plan)
    first = asyncio.create_task(way.transfer(packet, "abc", OneCaller(), Steps()))
    second = asyncio.create_task(way.transfer(packet, "abc", OneCaller(), Steps()))
    while distributor.board.seat("machine").now.state is not AgentState.AWAY:
        await asyncio.sleep(0.005)
    assert distributor.board.seat("machine").now.reason == MISSED
    busy.set()
    assert (await first).state is (await second).state is State.BRIDGED


async def test_twenty_callers_and_three_agents_in_their_order(packet: ContextPacket) -> None:
    class Short(OneAgent):
        async def talk(self, caller: object, music: bytes = b"", onward: Onward | None = None) -> str:
            served.append(callers.index(caller))  # type: ignore[arg-type]
            await asyncio.sleep(0.01)
            return ""

    served: list[int] = []
    callers = [OneCaller() for _ in range(20)]
    desks = Desks(**{name: [] for name in ("a", "b", "c")})
    for name in desks.answers:
        for _ in range(21):
            agent = Short([])
            agent.keys.put_nowait("1")
            desks.answers[name].append(agent)
    way, distributor = acd(desks)
    running = [asyncio.create_task(way.transfer(packet, "abc", caller, Steps())) for caller in callers]
    for task in running:
        assert (await task).state is State.BRIDGED
    assert served == list(range(20))
    assert desks.most_ringing <= 3
    assert distributor.board.waiting() == []
    assert all(caller.finished for caller in callers)


async def test_who_leaves_while_it_rings_or_while_waiting_is_gone_and_in_nobodys_way(packet: ContextPacket) -> None:
    busy = asyncio.Event()
    desks = Desks(sara=[accepts(busy), accepts()])
    way, distributor = acd(desks)
    first = asyncio.create_task(way.transfer(packet, "abc", OneCaller(), Steps()))
    while distributor.board.seat("sara").now.state is not AgentState.TALKING:
        await asyncio.sleep(0.001)
    leaving, staying = OneCaller(lost="the line broke"), OneCaller()
    gone = asyncio.create_task(way.transfer(packet, "abc", leaving, Steps()))
    stays = asyncio.create_task(way.transfer(packet, "abc", staying, Steps()))
    while not staying.finished:
        await asyncio.sleep(0.001)
    assert staying.finished[0].startswith(SAID.queue_one_ahead)
    leaving.gone.set()
    with pytest.raises(CallerGone, match="the line broke"):
        await gone
    busy.set()
    assert (await first).state is (await stays).state is State.BRIDGED


async def test_one_key_is_a_call_back_at_once(packet: ContextPacket) -> None:
    busy = asyncio.Event()
    way, distributor = acd(Desks(sara=[accepts(busy)]))
    first = asyncio.create_task(way.transfer(packet, "abc", OneCaller(), Steps()))
    while distributor.board.seat("sara").now.state is not AgentState.TALKING:
        await asyncio.sleep(0.001)
    caller = OneCaller()
    waiting = asyncio.create_task(way.transfer(packet, "abc", caller, Steps()))
    while not caller.finished:
        await asyncio.sleep(0.001)
    assert caller.finished[0].endswith(SAID.offer_callback)
    caller.keys.put_nowait("1")
    with pytest.raises(CallbackWanted):
        await waiting
    assert distributor.board.waiting() == []
    busy.set()
    await first


async def waits_behind_another(packet: ContextPacket, caller: OneCaller) -> "asyncio.Task[Outcome]":
    """In a queue that takes messages, whose one agent talks; until the first words are said."""
    way, distributor = acd(Desks(sara=[accepts(asyncio.Event())]), replace(PLAN, offers_voicemail=True))
    talking = asyncio.create_task(way.transfer(packet, "abc", OneCaller(), Steps()))
    while distributor.board.seat("sara").now.state is not AgentState.TALKING:
        await asyncio.sleep(0.001)
    waiting = asyncio.create_task(way.transfer(packet, "abc", caller, Steps()))
    waiting.add_done_callback(lambda _: talking.cancel())
    while not caller.finished:
        await asyncio.sleep(0.001)
    return waiting


@pytest.mark.parametrize("number", ["09121234567", ""])
async def test_two_is_a_message_where_there_is_somebody_who_takes_it(packet: ContextPacket, number: str) -> None:
    caller = OneCaller()
    waiting = await waits_behind_another(replace(packet, caller=PacketCaller(number)), caller)
    assert caller.finished[0].endswith(SAID.offer_voicemail)
    assert (SAID.offer_callback in caller.finished[0]) is bool(number)
    caller.keys.put_nowait("2")
    with pytest.raises(VoicemailWanted):
        await waiting


async def test_whom_hatef_calls_back_leaves_no_message(packet: ContextPacket) -> None:
    caller = OneCaller()
    waiting = await waits_behind_another(replace(packet, reason=Reason.CALLED_BACK.value), caller)
    assert SAID.offer_voicemail not in caller.finished[0]
    caller.keys.put_nowait("2")
    await asyncio.sleep(0.05)
    assert not waiting.done()
    caller.gone.set()
    with pytest.raises(CallerGone):
        await waiting


async def test_who_cannot_be_called_is_offered_no_call_back(packet: ContextPacket) -> None:
    busy = asyncio.Event()
    way, distributor = acd(Desks(sara=[accepts(busy), accepts()]))
    first = asyncio.create_task(way.transfer(packet, "abc", OneCaller(), Steps()))
    while distributor.board.seat("sara").now.state is not AgentState.TALKING:
        await asyncio.sleep(0.001)
    caller = OneCaller()
    caller.keys.put_nowait("1")
    hidden = replace(packet, caller=PacketCaller())
    waiting = asyncio.create_task(way.transfer(hidden, "abc", caller, Steps()))
    while not caller.finished:
        await asyncio.sleep(0.001)
    assert SAID.offer_callback not in caller.finished[0]
    busy.set()
    assert (await first).state is (await waiting).state is State.BRIDGED


async def test_reasons_not_to_wait_at_all(packet: ContextPacket) -> None:
    closed = replace(PLAN, open=(parse_span("fri 08:00-09:00"),))
    for plan, ready, words in (
        (closed, True, "closed"),
        (PLAN, False, "nobody is at work"),
        (replace(PLAN, most_waiting=0), True, "full"),
    ):
        way, _ = acd(Desks(sara=[accepts()]), plan, ready=ready)
        caller = OneCaller()
        with pytest.raises(TransferFailed, match=words):
            await way.transfer(packet, "abc", caller, Steps())
        assert caller.finished == ([SAID.queue_closed] if plan is closed else [])


async def test_the_overflow_queue_serves_whom_the_first_does_not(packet: ContextPacket) -> None:
    night = replace(PLAN, rules=replace(RULES, name="night"))
    day = replace(PLAN, open=(parse_span("fri 08:00-09:00"),), overflow="night")
    way, _ = acd(Desks(sara=[accepts()]), day, night)
    assert (await way.transfer(packet, "abc", OneCaller(), Steps())).state is State.BRIDGED


async def test_that_it_is_closed_is_said_once(packet: ContextPacket) -> None:
    hours = (parse_span("fri 08:00-09:00"),)
    night = replace(PLAN, rules=replace(RULES, name="night"), open=hours)
    caller = OneCaller()
    way, _ = acd(Desks(sara=[accepts()]), replace(PLAN, open=hours, overflow="night"), night)
    with pytest.raises(TransferFailed, match="closed"):
        await way.transfer(packet, "abc", caller, Steps())
    assert caller.finished == [SAID.queue_closed]


async def test_on_a_holiday_a_queue_with_hours_is_closed_and_when_it_opens_is_told(packet: ContextPacket) -> None:
    hours = (parse_span("sat-fri 00:00-24:00"),)
    holiday = replace(AT_NOON, holidays=(NOON.date(),), opens=lambda _hours, language: f"tomorrow, {language}")
    caller = OneCaller()
    way, _ = acd(Desks(sara=[accepts()]), replace(PLAN, open=hours), wall=holiday)
    assert not way.serving
    with pytest.raises(TransferFailed, match="closed"):
        await way.transfer(packet, "abc", caller, Steps())
    assert caller.finished == [f"{SAID.queue_closed} tomorrow, {packet.language}"]


async def test_a_queue_that_is_never_closed_knows_no_holiday(packet: ContextPacket) -> None:
    way, _ = acd(Desks(sara=[accepts()]), wall=replace(AT_NOON, holidays=(NOON.date(),)))
    assert (await way.transfer(packet, "abc", OneCaller(), Steps())).state is State.BRIDGED


async def test_who_waited_too_long_and_those_whom_everybody_left_go_another_way(packet: ContextPacket) -> None:
    busy = asyncio.Event()
    way, distributor = acd(Desks(sara=[accepts(busy)]), replace(PLAN, most_wait_s=0.05))
    first = asyncio.create_task(way.transfer(packet, "abc", OneCaller(), Steps()))
    while distributor.board.seat("sara").now.state is not AgentState.TALKING:
        await asyncio.sleep(0.001)
    with pytest.raises(TransferFailed, match="busy with another caller"):
        await way.transfer(packet, "abc", OneCaller(), Steps())
    busy.set()
    await first
    busy.clear()
    way, distributor = acd(Desks(sara=[accepts(busy)]))
    first = asyncio.create_task(way.transfer(packet, "abc", OneCaller(), Steps()))
    while distributor.board.seat("sara").now.state is not AgentState.TALKING:
        await asyncio.sleep(0.001)
    waiting = asyncio.create_task(way.transfer(packet, "abc", OneCaller(), Steps()))
    await asyncio.sleep(0.01)
    distributor.wants("sara", Did.LOGS_OUT)
    with pytest.raises(TransferFailed, match="nobody is at work any more"):
        await waiting
    busy.set()
    await first
    assert distributor.board.seat("sara").now.state is AgentState.OUT


async def test_a_queue_may_wait_for_somebody_to_come_to_work(packet: ContextPacket) -> None:
    way, distributor = acd(Desks(sara=[accepts()]), replace(PLAN, needs_staff=False), ready=False)
    caller = OneCaller()
    waiting = asyncio.create_task(way.transfer(packet, "abc", caller, Steps()))
    while not caller.finished:
        await asyncio.sleep(0.001)
    assert caller.finished[0].startswith(SAID.queue_next)
    distributor.wants("sara", Did.WANTS_READY)
    assert (await waiting).state is State.BRIDGED


async def test_an_agent_who_is_gone_at_the_bridge_costs_the_caller_no_place(
    packet: ContextPacket,
) -> None:
    gone = OneAgent([], gone_at="bridge")
    gone.keys.put_nowait("1")
    desks = Desks(omar=[gone], sara=[accepts()])
    way, distributor = acd(desks)
    caller = OneCaller()
    assert (await way.transfer(packet, "abc", caller, Steps())).state is State.BRIDGED
    assert desks.rings == ["omar", "sara"]
    assert distributor.board.seat("omar").now.misses == 1


async def test_a_call_that_is_torn_down_leaves_the_board_as_it_was(packet: ContextPacket) -> None:
    agent = OneAgent([], say_s=60.0)
    way, distributor = acd(Desks(sara=[agent]))
    running = asyncio.create_task(way.transfer(packet, "abc", OneCaller(), Steps()))
    await agent.whispering.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert distributor.board.waiting() == []
    assert distributor.board.seat("sara").now.state is AgentState.READY


async def test_who_is_called_back_has_the_place_of_the_call_that_was_promised(packet: ContextPacket) -> None:
    """Five who wait now came later; none of them is before the one who asked for a call yesterday."""
    busy = asyncio.Event()
    way, distributor = acd(Desks(sara=[accepts(busy), *(accepts() for _ in range(6))]))
    now = datetime.now(UTC)
    fresh = [replace(packet, packet_id=f"{n:012x}", call_id=f"call-{n}", created_at=now) for n in range(1, 7)]
    talking = asyncio.create_task(way.transfer(fresh[0], "abc", OneCaller(), Steps()))
    while distributor.board.seat("sara").now.state is not AgentState.TALKING:
        await asyncio.sleep(0)
    waiting = [asyncio.create_task(way.transfer(one, "abc", OneCaller(), Steps())) for one in fresh[1:]]
    while len(distributor.board.waiting()) < 5:
        await asyncio.sleep(0)
    promised = replace(packet, reason="called_back", call_id="promised", created_at=now - timedelta(days=1))
    back = asyncio.create_task(way.transfer(promised, "abc", OneCaller(), Steps()))
    while len(distributor.board.waiting()) < 6:
        await asyncio.sleep(0)
    order = [(one.ticket, one.kind) for one in distributor.board.waiting()]
    assert order == [("7", "callback"), *((str(n), "call") for n in range(2, 7))]
    busy.set()
    await asyncio.gather(talking, back, *waiting)
