"""The board: whatever happens in whatever order, the order is kept, nobody is lost, no telephone rings twice."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from handoff.acd.own.agents import Agent, AgentNow, AgentState, Did
from handoff.acd.own.board import MISSED, AgentBoard, NotTaken, QueueRules
from handoff.acd.own.routing import Offer
from handoff.errors import AgentUnknown

QUEUE = QueueRules("q", wrap_up_s=10.0, rest_s=5.0, misses=2, handling_s=100.0)


def agent(name: str, *languages: str) -> Agent:
    return Agent(name, f"sip:{name}@pbx", languages=languages, queues=frozenset({"q"}))


def board(*agents: Agent, rules: QueueRules = QUEUE, ready: bool = True) -> AgentBoard:
    made = AgentBoard(agents, [rules], 0.0)
    for one in agents if ready else ():
        made.wants(one.id, Did.WANTS_READY, 0.0)
    return made


def state(made: AgentBoard, name: str) -> AgentState:
    return made.seat(name).now.state


def test_a_call_from_the_first_ring_to_the_end_of_the_wrap_up() -> None:
    made = board(agent("a"))
    made.join("1", "q", 1.0)
    (offer,) = made.offers(1.0)
    assert (offer, state(made, "a")) == (Offer("1", "a"), AgentState.RINGING)
    assert made.taken(offer, 3.0)
    assert (state(made, "a"), made.seat("a").now.ticket, made.waiting()) == (AgentState.TALKING, "1", [])
    made.over("a", 63.0)
    assert (state(made, "a"), made.due_s(63.0)) == (AgentState.WRAP_UP, 73.0)
    made.tick(72.9)
    assert state(made, "a") is AgentState.WRAP_UP
    made.tick(73.0)
    assert (state(made, "a"), made.due_s(73.0)) == (AgentState.READY, None)


def test_nobody_rings_before_somebody_says_ready() -> None:
    made = board(agent("a"), ready=False)
    made.join("1", "q", 0.0)
    assert made.offers(0.0) == ()
    assert made.at_work("q") == 0
    made.wants("a", Did.WANTS_READY, 1.0)
    assert made.offers(1.0) == (Offer("1", "a"),)


def test_an_agent_whom_the_configuration_does_not_know() -> None:
    with pytest.raises(AgentUnknown, match="no agent 'zoe'"):
        board(agent("a")).wants("zoe", Did.WANTS_READY, 0.0)


def test_who_is_not_there_twice_counts_as_away_and_the_caller_keeps_the_place() -> None:
    made = board(agent("a"), agent("b"), rules=QueueRules("q", rest_s=0.0, misses=2))
    made.wants("b", Did.WANTS_AWAY, 0.0, "lunch")
    made.join("1", "q", 0.0)
    made.join("2", "q", 1.0)
    for moment in (2.0, 3.0):
        (offer,) = made.offers(moment)
        assert offer == Offer("1", "a")
        made.not_taken(offer, NotTaken.NO_ANSWER, moment)
    assert (state(made, "a"), made.seat("a").now.reason) == (AgentState.AWAY, MISSED)
    assert [one.ticket for one in made.waiting("q")] == ["1", "2"]
    made.wants("b", Did.WANTS_READY, 4.0)
    assert made.offers(4.0) == (Offer("1", "b"),)


@pytest.mark.parametrize("why", [NotTaken.BUSY, NotTaken.REFUSED, NotTaken.PASSED_ON])
def test_who_is_there_and_does_not_take_it_rests_and_stays(why: NotTaken) -> None:
    made = board(agent("a"))
    made.join("1", "q", 0.0)
    for moment in (0.0, 5.0, 10.0):
        (offer,) = made.offers(moment)
        made.not_taken(offer, why, moment)
        assert made.offers(moment + 4.9) == ()
        assert made.due_s(moment + 4.9) == moment + 5.0
    assert state(made, "a") is AgentState.READY


def test_a_telephone_that_is_not_to_be_disturbed_makes_its_agent_away() -> None:
    made = board(agent("a"))
    made.join("1", "q", 0.0)
    made.not_taken(made.offers(0.0)[0], NotTaken.DO_NOT_DISTURB, 1.0)
    assert (state(made, "a"), made.seat("a").now.reason) == (AgentState.AWAY, "do not disturb")


def test_a_queue_that_makes_nobody_away_rings_its_agent_for_ever() -> None:
    made = board(agent("a"), rules=QueueRules("q", rest_s=0.0))
    made.join("1", "q", 0.0)
    for moment in range(20):
        made.not_taken(made.offers(float(moment))[0], NotTaken.DO_NOT_DISTURB, float(moment))
    assert state(made, "a") is AgentState.READY


def test_a_ring_that_was_taken_wipes_the_misses_out() -> None:
    made = board(agent("a"))
    for ticket, moment in (("1", 0.0), ("2", 200.0)):
        made.join(ticket, "q", moment)
        made.not_taken(made.offers(moment)[0], NotTaken.NO_ANSWER, moment)
        assert made.taken(made.offers(moment + 10)[0], moment + 10)
        made.over("a", moment + 20)
        made.tick(moment + 40)
    assert state(made, "a") is AgentState.READY


def test_a_caller_who_leaves_frees_the_agent_at_once_and_without_blame() -> None:
    made = board(agent("a"))
    made.join("1", "q", 0.0)
    made.join("2", "q", 1.0)
    (offer,) = made.offers(1.0)
    made.leave("1", 2.0)
    assert (state(made, "a"), made.seat("a").now.misses) == (AgentState.READY, 0)
    assert not made.taken(offer, 2.0)
    made.not_taken(offer, NotTaken.NO_ANSWER, 2.0)
    assert made.offers(2.0) == (Offer("2", "a"),)


def test_an_agent_who_leaves_during_a_ring_or_a_call_is_gone_after_it() -> None:
    made = board(agent("a"))
    made.join("1", "q", 0.0)
    (offer,) = made.offers(0.0)
    made.wants("a", Did.LOGS_OUT, 1.0)
    assert made.taken(offer, 2.0)
    made.over("a", 9.0)
    assert state(made, "a") is AgentState.OUT


def test_a_call_back_keeps_the_place_of_its_call() -> None:
    made = board(agent("a"))
    made.join("caller", "q", 20.0)
    made.join("callback", "q", 10.0, kind="callback")
    assert made.offers(30.0) == (Offer("callback", "a"),)


def test_what_somebody_has_before_them() -> None:
    made = board(agent("a"), agent("b"))
    for number in range(4):
        made.join(str(number), "q", float(number))
    for offer in made.offers(4.0):
        made.taken(offer, 4.0)
    first, second = made.prospect("2", 34.0), made.prospect("3", 34.0)
    assert (first.position, first.wait_s) == (1, 70.0)
    assert (second.position, second.wait_s) == (2, 70.0)
    made.over("a", 34.0)
    assert made.prospect("2", 34.0).wait_s == 10.0
    assert made.prospect("nobody", 34.0).position == 0


def test_the_expected_length_follows_the_calls_that_were() -> None:
    made = board(agent("a"))
    made.join("1", "q", 0.0)
    made.taken(made.offers(0.0)[0], 0.0)
    made.over("a", 40.0)
    assert made.handling_s("q") == pytest.approx(100 + 0.2 * (50 - 100))


def test_those_who_need_another_agent_are_not_in_ones_way() -> None:
    made = board(agent("fa", "fa"), agent("ar", "ar"))
    for ticket, language in (("1", "fa"), ("2", "ar")):
        made.join(ticket, "q", 0.0, language=language)
        made.taken(made.offers(0.0)[0], 0.0)
    made.join("3", "q", 0.0, language="fa")
    made.join("4", "q", 1.0, language="ar")
    assert made.prospect("4", 0.0).wait_s == 100.0


def test_the_states_of_before_are_taken_over() -> None:
    kept = {"a": AgentNow(AgentState.AWAY, -60.0, "lunch")}
    made = AgentBoard([agent("a"), agent("b")], [QUEUE], 0.0, kept)
    assert made.seat("a").now == kept["a"]
    assert state(made, "b") is AgentState.OUT


def test_every_change_is_told() -> None:
    told: list[None] = []
    made = AgentBoard([agent("a")], [QUEUE], 0.0, on_change=lambda: told.append(None))
    made.wants("a", Did.WANTS_READY, 0.0)
    made.join("1", "q", 0.0)
    made.offers(0.0)
    made.leave("1", 0.0)
    assert len(told) >= 4


class AnyOrder(RuleBasedStateMachine):
    """Callers and agents do what they like; what must hold is looked at after every step."""

    offers = Bundle("offers")
    calls = Bundle("calls")

    @initialize(agents=st.integers(1, 4))
    def begin(self, agents: int) -> None:
        self.now_s = 0.0
        self.board = board(*(agent(f"a{number}") for number in range(agents)))
        self.joined: list[str] = []
        self.gone: set[str] = set()
        self.ringing: dict[str, str] = {}
        self.talking: dict[str, str] = {}

    @rule()
    def comes(self) -> None:
        ticket = str(len(self.joined))
        self.joined.append(ticket)
        self.board.join(ticket, "q", self.now_s)

    @rule(data=st.data())
    def leaves(self, data: st.DataObject) -> None:
        if waiting := self.board.waiting():
            ticket = data.draw(st.sampled_from(waiting)).ticket
            self.board.leave(ticket, self.now_s)
            self.gone.add(ticket)
            self.ringing.pop(ticket, None)

    @rule(target=offers, more_s=st.floats(0, 30))
    def time_passes(self, more_s: float) -> tuple[Offer, ...]:
        self.now_s += more_s
        before = self.board.waiting()
        found = self.board.offers(self.now_s)
        for offer in found:
            assert offer.ticket not in self.ringing
            assert offer.agent_id not in self.ringing.values() and offer.agent_id not in self.talking
            self.ringing[offer.ticket] = offer.agent_id
        # All want the same of agents who can do the same: the first of the line are served, none is left out.
        free = [one.ticket for one in before if not one.offered]
        assert [offer.ticket for offer in found] == free[: len(found)]
        return found

    @rule(found=consumes(offers), why=st.sampled_from(list(NotTaken)))
    def not_taken(self, found: tuple[Offer, ...], why: NotTaken) -> None:
        for offer in found:
            self.board.not_taken(offer, why, self.now_s)
            if self.ringing.get(offer.ticket) == offer.agent_id:
                del self.ringing[offer.ticket]

    @rule(found=consumes(offers), target=calls)
    def taken(self, found: tuple[Offer, ...]) -> tuple[str, ...]:
        took = []
        for offer in found:
            fresh = self.ringing.get(offer.ticket) == offer.agent_id
            assert self.board.taken(offer, self.now_s) is fresh
            if fresh:
                del self.ringing[offer.ticket]
                self.talking[offer.agent_id] = offer.ticket
                self.gone.add(offer.ticket)
                took.append(offer.agent_id)
        return tuple(took)

    @rule(agents=consumes(calls))
    def over(self, agents: tuple[str, ...]) -> None:
        for one in agents:
            self.board.over(one, self.now_s)
            del self.talking[one]

    @rule(data=st.data(), did=st.sampled_from([Did.WANTS_READY, Did.WANTS_AWAY, Did.LOGS_OUT]))
    def says(self, data: st.DataObject, did: Did) -> None:
        seat = data.draw(st.sampled_from(self.board.seats))
        self.board.wants(seat.agent.id, did, self.now_s)

    @invariant()
    def nobody_is_lost(self) -> None:
        if hasattr(self, "joined"):
            waiting = [one.ticket for one in self.board.waiting()]
            assert waiting == [ticket for ticket in self.joined if ticket not in self.gone]

    @invariant()
    def a_telephone_rings_or_talks_for_one(self) -> None:
        for seat in self.board.seats if hasattr(self, "joined") else ():
            name, now = seat.agent.id, seat.now
            assert (now.state is AgentState.RINGING) == (name in self.ringing.values())
            assert (now.state is AgentState.TALKING) == (name in self.talking)
            if now.state is AgentState.RINGING:
                assert self.ringing[now.ticket] == name

    @invariant()
    def what_is_told_is_in_order(self) -> None:
        if hasattr(self, "joined"):
            told = [self.board.prospect(one.ticket, self.now_s) for one in self.board.waiting()]
            assert [one.position for one in told] == list(range(1, len(told) + 1))


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
