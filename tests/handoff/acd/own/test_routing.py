"""Who gets whom."""

from hypothesis import given
from hypothesis import strategies as st

from handoff.acd.own.agents import Agent, AgentNow, AgentState
from handoff.acd.own.routing import Offer, Seat, assign, suited
from handoff.acd.own.waiting import Waiting, in_order

QUEUES = frozenset({"q"})
LANGUAGES = ("fa", "ar")
SKILLS = ("complaints", "orders")


def seat(
    name: str, *, languages: str = "", idle_since_s: float = 0.0, rests_until_s: float = 0.0, **skills: int
) -> Seat:
    agent = Agent(name, f"sip:{name}@pbx", languages=tuple(languages.split()), skills=skills, queues=QUEUES)
    return Seat(agent, AgentNow(AgentState.READY, idle_since_s=idle_since_s, rests_until_s=rests_until_s))


def waits(name: str, arrived_s: float = 0.0, language: str = "fa", skill: str = "") -> Waiting:
    return Waiting(name, "q", arrived_s, language, skill)


def test_the_longest_idle_gets_the_next() -> None:
    seats = [seat("a", idle_since_s=5), seat("b", idle_since_s=2), seat("c", idle_since_s=9)]
    assert assign([waits("1")], seats, 10.0) == (Offer("1", "b"),)


def test_two_callers_ring_two_agents_and_never_one_twice() -> None:
    found = assign([waits("1"), waits("2", 1.0), waits("3", 2.0)], [seat("a"), seat("b", idle_since_s=1)], 10.0)
    assert found == (Offer("1", "a"), Offer("2", "b"))


def test_the_language_comes_before_the_skill_and_the_skill_before_idleness() -> None:
    seats = [seat("fa", languages="fa", complaints=9), seat("ar", languages="ar", idle_since_s=8)]
    assert assign([waits("1", language="ar", skill="complaints")], seats, 10.0) == (Offer("1", "ar"),)
    seats = [seat("idle", idle_since_s=0), seat("able", idle_since_s=8, complaints=1), seat("expert", complaints=3)]
    assert assign([waits("1", skill="complaints")], seats, 10.0) == (Offer("1", "expert"),)


def test_who_waits_for_the_only_expert_holds_nobody_up() -> None:
    busy = Seat(seat("expert", complaints=1).agent, AgentNow(AgentState.TALKING))
    found = assign([waits("1", skill="complaints"), waits("2", 1.0)], [busy, seat("other")], 10.0)
    assert found == (Offer("2", "other"),)


def test_a_wish_that_nobody_at_work_can_meet_is_none() -> None:
    seats = [seat("fa", languages="fa")]
    assert assign([waits("1", language="ar", skill="complaints")], seats, 1.0) == (Offer("1", "fa"),)
    away = Seat(seat("ar", languages="ar").agent, AgentNow(AgentState.AWAY))
    assert assign([waits("1", language="ar")], [*seats, away], 1.0) == (Offer("1", "fa"),)


def test_who_rests_or_serves_another_queue_is_not_rung() -> None:
    assert assign([waits("1")], [seat("a", rests_until_s=11.0)], 10.0) == ()
    assert assign([waits("1")], [seat("a", rests_until_s=11.0)], 11.0) == (Offer("1", "a"),)
    assert assign([Waiting("1", "other", 0.0)], [seat("a")], 10.0) == ()


def test_an_agent_who_passed_the_caller_on_is_asked_after_the_others() -> None:
    seats = [seat("a", complaints=9), seat("b", idle_since_s=5, complaints=1)]
    assert assign([waits("1", skill="complaints")], seats, 9.0) == (Offer("1", "a"),)
    tried = Waiting("1", "q", 0.0, "fa", "complaints", tried=("a",))
    assert assign([tried], seats, 9.0) == (Offer("1", "b"),)
    assert assign([tried], seats[:1], 9.0) == (Offer("1", "a"),)


states = st.sampled_from(list(AgentState))


@st.composite
def any_seat(draw: st.DrawFn, name: str) -> Seat:
    agent = Agent(
        name,
        f"sip:{name}@pbx",
        languages=draw(st.sampled_from(((), ("fa",), ("ar",), LANGUAGES))),
        skills=draw(st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 3))),
        queues=draw(st.frozensets(st.sampled_from(("q", "r")))),
    )
    now = AgentNow(draw(states), idle_since_s=draw(st.floats(0, 9)), rests_until_s=draw(st.floats(0, 20)))
    return Seat(agent, now)


@st.composite
def any_waiting(draw: st.DrawFn, number: int) -> Waiting:
    return Waiting(
        str(number),
        draw(st.sampled_from(("q", "r"))),
        draw(st.floats(0, 9)),
        draw(st.sampled_from(("", *LANGUAGES))),
        draw(st.sampled_from(("", *SKILLS))),
        draw(st.integers(0, 2)),
        number=number,
        offered=draw(st.sampled_from(("", "", "a0"))),
    )


@st.composite
def scenes(draw: st.DrawFn) -> tuple[list[Waiting], list[Seat]]:
    callers = [draw(any_waiting(number)) for number in range(draw(st.integers(0, 8)))]
    return callers, [draw(any_seat(f"a{number}")) for number in range(draw(st.integers(0, 6)))]


@given(scenes())
def test_no_agent_and_no_caller_twice_nobody_busy_and_nobody_unsuited(scene: tuple[list[Waiting], list[Seat]]) -> None:
    callers, seats = scene
    found = assign(callers, seats, 10.0)
    by_ticket, by_agent = {one.ticket: one for one in callers}, {one.agent.id: one for one in seats}
    assert len({offer.ticket for offer in found}) == len({offer.agent_id for offer in found}) == len(found)
    for offer in found:
        chosen, one = by_agent[offer.agent_id], by_ticket[offer.ticket]
        assert chosen.now.state is AgentState.READY and chosen.now.rests_until_s <= 10.0
        assert not one.offered
        assert chosen in suited(one, seats)


@given(scenes())
def test_nobody_is_passed_over_whom_a_free_agent_suits(scene: tuple[list[Waiting], list[Seat]]) -> None:
    """In the order of the queue: an earlier caller who gets nobody could have had none of those that later ones got."""
    callers, seats = scene
    found = {offer.ticket: offer.agent_id for offer in assign(callers, seats, 10.0)}
    line = in_order(callers)
    for place, one in enumerate(line):
        if one.offered or one.ticket in found:
            continue
        able = {seat.agent.id for seat in suited(one, seats)}
        assert able.isdisjoint(found[later.ticket] for later in line[place + 1 :] if later.ticket in found)
        free = {d.agent.id for d in seats if d.now.state is AgentState.READY and d.now.rests_until_s <= 10.0}
        assert able & free <= set(found.values())
