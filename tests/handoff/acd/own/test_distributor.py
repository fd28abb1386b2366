"""The board with its clock: offers reach those who wait, wrap-ups and rests end by themselves, states are kept."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from handoff.acd.own.agents import Agent, AgentState, Did
from handoff.acd.own.board import NotTaken, QueueRules
from handoff.acd.own.distributor import Distributor, Place, Want
from handoff.acd.own.roster import Kept, Roster
from handoff.errors import AgentUnknown
from handoff.transactions import Transactions

RULES = QueueRules("q", wrap_up_s=0.02, rest_s=0.02, misses=3)
AGENTS = [Agent(name, f"sip:{name}@pbx", queues=frozenset({"q"})) for name in ("a", "b")]


def distributor(*ready: str, rules: QueueRules = RULES, roster: Roster | None = None) -> Distributor:
    return Distributor(AGENTS, [rules], ready=ready, roster=roster)


def state(made: Distributor, name: str = "a") -> AgentState:
    return made.board.seat(name).now.state


async def test_who_joins_is_offered_the_agent_who_is_free() -> None:
    made = distributor("a")
    with made.join(Want("p1", "q")) as place:
        assert (await place.offered()).id == "a"
        assert state(made) is AgentState.RINGING
        assert place.taken()
        assert state(made) is AgentState.TALKING
    assert state(made) is AgentState.WRAP_UP
    while state(made) is AgentState.WRAP_UP:
        await asyncio.sleep(0.005)
    assert state(made) is AgentState.READY
    made.stop()


async def test_it_is_told_how_long_the_notes_took() -> None:
    told: list[tuple[str, str, int]] = []
    rules = QueueRules("q", wrap_up_s=60.0)
    made = Distributor(AGENTS, [rules], ready=["a"], on_wrapped_up=lambda *args: told.append(args))
    with made.join(Want("call-1", "q", packet_id="p1")) as place:
        await place.offered()
        place.taken()
    await asyncio.sleep(0.01)
    assert told == []
    made.wants("a", Did.WANTS_READY)
    while not told:
        await asyncio.sleep(0.001)
    assert told[0][:2] == ("call-1", "p1") and 0 < told[0][2] < 60_000
    made.stop()


async def test_who_leaves_a_ring_frees_the_agent_for_the_next() -> None:
    made = distributor("a")
    with made.join(Want("p2", "q")) as second:
        with made.join(Want("p1", "q", arrived_s=0.0)) as first:
            assert (await first.offered()).id == "a"
            assert second.offer is None
        assert (await second.offered()).id == "a"
    made.stop()


async def test_a_ring_in_vain_goes_to_the_next_agent_and_comes_back_after_the_rest() -> None:
    made = distributor("a", "b")
    with made.join(Want("p1", "q")) as place:
        rung = []
        for _ in range(3):
            rung.append((await place.offered()).id)
            place.not_taken(NotTaken.BUSY)
        assert rung == ["a", "b", "a"]
    made.stop()


async def test_an_agent_who_says_ready_is_offered_at_once() -> None:
    made = distributor()
    assert not made.staffed("q")
    with made.join(Want("p1", "q")) as place:
        offered = asyncio.create_task(place.offered())
        await asyncio.sleep(0.01)
        assert not offered.done()
        made.wants("b", Did.WANTS_READY)
        assert made.staffed("q")
        assert (await offered).id == "b"
    with pytest.raises(AgentUnknown):
        made.wants("zoe", Did.WANTS_READY)
    made.stop()


async def test_those_who_wait_and_who_follow_hear_of_every_change() -> None:
    made = distributor("a")
    changes: list[None] = []
    made.follow(lambda: changes.append(None))
    with made.join(Want("p1", "q")) as place:
        place.moved.clear()
        await place.offered()
        await place.moved.wait()
        told = len(changes)
        assert told >= 1
        made.wants("b", Did.WANTS_AWAY, "lunch")
        made.wants("b", Did.WANTS_READY)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert len(changes) == told + 1  # what comes together is told once
    made.stop()


async def test_states_are_kept_and_calls_are_no_states(engine: Engine, tmp_path: Path) -> None:
    roster = Roster(Transactions(engine, 30), tmp_path / "agents")
    made = distributor(roster=roster)
    made.wants("a", Did.WANTS_READY)
    made.wants("b", Did.WANTS_AWAY, "lunch")
    await asyncio.sleep(0.005)
    await roster.finish()
    before = await roster.load()
    assert {name: (kept.state, kept.reason) for name, kept in before.items()} == {
        "a": (AgentState.READY, ""),
        "b": (AgentState.AWAY, "lunch"),
    }
    with made.join(Want("p1", "q")) as place:
        await place.offered()
        place.taken()
        await asyncio.sleep(0.005)
        await roster.finish()
        assert await roster.load() == before
    made.stop()
    again = Distributor(AGENTS, [RULES], kept=before)
    assert (state(again, "a"), state(again, "b")) == (AgentState.READY, AgentState.AWAY)
    again.stop()


async def test_the_state_of_an_agent_of_another_configuration_is_passed_over() -> None:
    made = Distributor(AGENTS, [RULES], kept={"zoe": Kept(AgentState.READY, "", 0)})
    assert state(made) is AgentState.OUT
    made.stop()


async def test_a_call_back_waits_at_the_place_of_its_call() -> None:
    made = distributor()
    with (
        made.join(Want("caller", "q", arrived_s=20.0)) as caller,
        made.join(Want("earlier", "q", kind="callback", arrived_s=10.0)) as callback,
    ):
        assert (callback.prospect().position, caller.prospect().position) == (1, 2)
        made.wants("a", Did.WANTS_READY)
        assert (await callback.offered()).id == "a"
        assert caller.offer is None
    made.stop()


async def test_five_call_backs_among_twenty_callers_keep_the_place_of_their_calls() -> None:
    """Whoever was promised a call stands where their call stood; who waits on the line is not overtaken by others."""
    now_s = 1_000.0
    made = Distributor(AGENTS[:1], [QueueRules("q")], ready=["a"], clock=lambda: now_s)
    calls = [Want(f"call-{place}", "q", arrived_s=100.0 + 10 * place) for place in range(20)]
    # They joined last, and had called between the fifth and the sixth of those on the line, and so on.
    backs = [Want(f"back-{place}", "q", kind="callback", arrived_s=145.0 + 30 * place) for place in range(5)]
    served: list[str] = []
    async with AsyncExitStack() as stack:

        async def waits(place: Place) -> None:
            await place.offered()
            served.append(place.want.call_id)
            assert place.taken()
            place.leave()

        places = [stack.enter_context(made.join(want)) for want in (*calls, *backs)]
        await asyncio.gather(*(waits(place) for place in places))
    assert served == [want.call_id for want in sorted((*calls, *backs), key=lambda want: want.arrived_s or 0.0)]
    assert served.index("back-0") == 5 and served.index("back-4") == 21
    made.stop()
