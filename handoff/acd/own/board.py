"""The board of the built-in queues: agents, and who waits for them. One owner, on the event loop; no clock of its own.

    join ─▶ waiting ─ offers ─▶ RINGING ─ taken ─▶ TALKING ─ over ─▶ WRAP_UP ─ tick ─▶ READY
               ▲                   │
               └─ not_taken ───────┘   the caller keeps the place, the agent rests or is away

`leave` takes a caller off the board at any moment. Every `at_s` is seconds of one clock that never goes back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from handoff.acd.own.agents import WANTS, Agent, AgentNow, AgentState, Did, after
from handoff.acd.own.routing import Offer, Seat, assign, suited
from handoff.acd.own.waiting import Kind, Waiting, expected_wait_s, in_order, left_s
from handoff.errors import AgentUnknown

LEARNS = 0.2
"""How much of the expected length of a call the last one makes."""


class NotTaken(StrEnum):
    """Why a ring came to nothing."""

    NO_ANSWER = "no answer"
    NO_KEY = "nobody accepted"
    BUSY = "busy"
    REFUSED = "refused"
    PASSED_ON = "passed on"
    DO_NOT_DISTURB = "do not disturb"
    UNREACHABLE = "unreachable"
    HUNG_UP = "hung up"
    CALLER_LEFT = "the caller left"


MISSES = frozenset({NotTaken.NO_ANSWER, NotTaken.NO_KEY, NotTaken.UNREACHABLE, NotTaken.HUNG_UP})
"""Nobody was there, or nobody said so: so many in a row, and the agent counts as away."""
MISSED = "missed"


@dataclass(frozen=True, slots=True)
class QueueRules:
    """One queue's times, s. `misses`: so many rings in a row that nobody takes make an agent away; 0: never."""

    name: str
    wrap_up_s: float = 0.0
    rest_s: float = 15.0
    """An agent who did not take a call is not rung again before."""
    misses: int = 0
    handling_s: float = 180.0
    """How long a call is thought to take, before there was one."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a waiting caller has before them. `wait_s`: None where nobody is at work."""

    position: int
    wait_s: float | None
    talking: bool = False
    """Somebody who could take them talks to another one."""


class AgentBoard:
    """`kept`: the states of before (`AgentNow.settled`), by agent; who is not in it is logged out."""

    def __init__(
        self,
        agents: Sequence[Agent],
        queues: Sequence[QueueRules],
        at_s: float,
        kept: Mapping[str, AgentNow] | None = None,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._agents = {agent.id: agent for agent in agents}
        self._queues = {queue.name: queue for queue in queues}
        known = kept or {}
        self._now = {agent.id: known.get(agent.id, AgentNow(since_s=at_s, idle_since_s=at_s)) for agent in agents}
        self._waiting: dict[str, Waiting] = {}
        self._talks: dict[str, tuple[str, float]] = {}
        """By agent: the queue of the call they have, and since when."""
        self._handling_s = {queue.name: queue.handling_s for queue in queues}
        self._number = 0
        self._on_change = on_change

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Every agent as they are now, in the order of the configuration."""
        return tuple(Seat(agent, self._now[agent.id]) for agent in self._agents.values())

    @property
    def queues(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(self._queues)

    def seat(self, agent_id: str) -> Seat:
        """One agent; raises AgentUnknown."""
        if agent_id not in self._agents:
            raise AgentUnknown(agent_id)
        return Seat(self._agents[agent_id], self._now[agent_id])

    def waiting(self, queue: str | None = None) -> list[Waiting]:
        """Who waits, the next to be served first."""
        return in_order(one for one in self._waiting.values() if queue in (None, one.queue))

    def at_work(self, queue: str) -> int:
        """How many agents of a queue take calls, now or after the one that they have."""
        return sum(seat.now.at_work and queue in seat.agent.queues for seat in self.seats)

    def handling_s(self, queue: str) -> float:
        """How long a call keeps an agent, as it was of late; wrap-up included."""
        return self._handling_s[queue]

    def prospect(self, ticket: str, at_s: float) -> Prospect:
        """What somebody who waits has before them; 0 for who waits no more."""
        one = self._waiting.get(ticket)
        if one is None:
            return Prospect(0, 0.0)
        line = self.waiting(one.queue)
        ahead = line[: [other.ticket for other in line].index(ticket)]
        talking = any(seat.now.state is AgentState.TALKING for seat in suited(one, self.seats))
        return Prospect(len(ahead) + 1, 0.0 if one.offered else self._wait_s(one, ahead, at_s), talking)

    def wait_s(self, queue: str, language: str, at_s: float) -> float | None:
        """How long a caller of that language would wait who came now; None where nobody is at work."""
        return self._wait_s(Waiting("", queue, at_s, language), self.waiting(queue), at_s)

    def _wait_s(self, one: Waiting, ahead: Sequence[Waiting], at_s: float) -> float | None:
        """By those who can serve them, and by who stands before them for the same ones."""
        usual_s = self._handling_s[one.queue]
        mine = suited(one, self.seats)
        ids = {seat.agent.id for seat in mine}
        rivals = [other for other in ahead if not other.offered and not ids.isdisjoint(self._suited(other))]
        return expected_wait_s(len(rivals), [_free_in_s(seat.now, usual_s, at_s) for seat in mine], usual_s)

    # --- what agents do -------------------------------------------------------------------------------------------

    def wants(self, agent_id: str, did: Did, at_s: float, reason: str = "") -> AgentNow:
        """An agent says what they are (one of `agents.WANTS`). Raises AgentUnknown."""
        assert did in WANTS
        self._set(agent_id, after(self.seat(agent_id).now, did, at_s, reason))
        return self._now[agent_id]

    def taken(self, offer: Offer, at_s: float) -> bool:
        """The agent takes the caller who was offered; False where the caller is gone, or was offered anew."""
        one = self._waiting.get(offer.ticket)
        if one is None or one.offered != offer.agent_id:
            return False
        del self._waiting[offer.ticket]
        now = after(self._now[offer.agent_id], Did.TAKES, at_s)
        self._talks[offer.agent_id] = one.queue, at_s
        self._set(offer.agent_id, replace(now, misses=0))
        return True

    def not_taken(self, offer: Offer, why: NotTaken, at_s: float) -> None:
        """The ring came to nothing: the caller waits on at the same place."""
        one = self._waiting.get(offer.ticket)
        if one is None or one.offered != offer.agent_id:
            return
        self._waiting[offer.ticket] = replace(one, offered="", tried=(*one.tried, offer.agent_id))
        self._stop_ringing(offer.agent_id, why, self._queues[one.queue], at_s)

    def over(self, agent_id: str, at_s: float) -> None:
        """The call with the agent is over."""
        queue, since_s = self._talks.pop(agent_id)
        wrap_s = self._queues[queue].wrap_up_s
        self._handling_s[queue] += LEARNS * (at_s - since_s + wrap_s - self._handling_s[queue])
        now = replace(self._now[agent_id], ticket="", idle_since_s=at_s)
        wraps = wrap_s > 0 and now.next is AgentState.READY
        done = after(now, Did.HANGS_UP if wraps else Did.DONE, at_s)
        self._set(agent_id, replace(done, until_s=at_s + wrap_s) if wraps else done)

    # --- callers whom one agent sends to another -----------------------------------------------------------------

    def borrow(self, agent_id: str, ticket: str, at_s: float) -> bool:
        """Another agent has them rung for a caller; False where they have a call. Who is not ready is not followed."""
        now = self.seat(agent_id).now
        if now.state is AgentState.READY:
            self._set(agent_id, replace(after(now, Did.RUNG, at_s), ticket=ticket))
        return now.state not in (AgentState.RINGING, AgentState.TALKING)

    def give_back(self, agent_id: str, ticket: str, at_s: float) -> None:
        """They did not take that caller, or talk with them no more."""
        now = self.seat(agent_id).now
        if now.ticket == ticket and now.state is AgentState.RINGING:
            self._set(agent_id, after(replace(now, ticket=""), Did.NOT_TAKEN, at_s))
        elif now.ticket == ticket and now.state is AgentState.TALKING:
            self.over(agent_id, at_s)

    def borrowed(self, agent_id: str, ticket: str, queue: str, at_s: float) -> bool:
        """They have that caller now; False where they are not followed."""
        now = self.seat(agent_id).now
        if now.ticket != ticket or now.state is not AgentState.RINGING:
            return False
        self._talks[agent_id] = queue, at_s
        self._set(agent_id, replace(after(now, Did.TAKES, at_s), misses=0))
        return True

    # --- what callers do ------------------------------------------------------------------------------------------

    def join(
        self,
        ticket: str,
        queue: str,
        arrived_s: float,
        *,
        language: str = "",
        skill: str = "",
        priority: int = 0,
        kind: Kind = "call",
    ) -> Waiting:
        """Somebody waits from now on, or since earlier (`arrived_s`): a call-back keeps the place of the call."""
        self._number += 1
        one = Waiting(ticket, queue, arrived_s, language, skill, priority, kind, self._number)
        self._waiting[ticket] = one
        self._on_change()
        return one

    def leave(self, ticket: str, at_s: float) -> None:
        """They wait no more; who was rung for them is free at once."""
        one = self._waiting.pop(ticket, None)
        if one is None:
            return
        if one.offered:
            self._stop_ringing(one.offered, NotTaken.CALLER_LEFT, self._queues[one.queue], at_s)
        self._on_change()

    # --- time -----------------------------------------------------------------------------------------------------

    def offers(self, at_s: float) -> tuple[Offer, ...]:
        """Whom to ring for whom now; from this moment on they are RINGING, until `taken`, `not_taken` or `leave`."""
        self.tick(at_s)
        found = assign(self._waiting.values(), self.seats, at_s)
        for offer in found:
            self._waiting[offer.ticket] = replace(self._waiting[offer.ticket], offered=offer.agent_id)
            rung = after(self._now[offer.agent_id], Did.RUNG, at_s)
            self._set(offer.agent_id, replace(rung, ticket=offer.ticket))
        return found

    def tick(self, at_s: float) -> None:
        """End the wrap-ups whose time is up."""
        for agent_id, now in self._now.items():
            if now.state is AgentState.WRAP_UP and now.until_s <= at_s:
                self._set(agent_id, after(now, Did.DONE, at_s))

    def due_s(self, at_s: float) -> float | None:
        """When time alone changes something next."""
        return min((moment for now in self._now.values() for moment in _moments(now) if moment > at_s), default=None)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _set(self, agent_id: str, now: AgentNow) -> None:
        self._now[agent_id] = now
        self._on_change()

    def _stop_ringing(self, agent_id: str, why: NotTaken, rules: QueueRules, at_s: float) -> None:
        now = self._now[agent_id]
        if why is not NotTaken.CALLER_LEFT:  # a ring in vain is nobody's turn again before the others'
            now = replace(now, rests_until_s=at_s + rules.rest_s, idle_since_s=at_s)
        if why in MISSES:
            now = replace(now, misses=now.misses + 1)
        now = after(replace(now, ticket=""), Did.NOT_TAKEN, at_s)
        if why in MISSES and 0 < rules.misses <= now.misses and now.state is AgentState.READY:
            now = after(now, Did.WANTS_AWAY, at_s, MISSED)
        elif why is NotTaken.DO_NOT_DISTURB and now.state is AgentState.READY and rules.misses:
            now = after(now, Did.WANTS_AWAY, at_s, why)
        self._set(agent_id, now)

    def _suited(self, one: Waiting) -> set[str]:
        return {seat.agent.id for seat in suited(one, self.seats)}


def _free_in_s(now: AgentNow, usual_s: float, at_s: float) -> float:
    """When somebody at work takes the next call."""
    match now.state:
        case AgentState.READY:
            return max(0.0, now.rests_until_s - at_s)
        case AgentState.WRAP_UP:
            return max(0.0, now.until_s - at_s)
        case AgentState.TALKING:
            return left_s(at_s - now.since_s, usual_s)
        case _:
            return usual_s  # rung for somebody else, who will be talked to


def _moments(now: AgentNow) -> Iterable[float]:
    if now.state is AgentState.WRAP_UP:
        yield now.until_s
    if now.state is AgentState.READY:
        yield now.rests_until_s
