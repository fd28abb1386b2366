"""Brings the board to life: its clock, who is told of an offer, and what is kept of agents' states.

Place.offered ◀── the board's offers ◀── anything that changes, and the end of a rest or a wrap-up
"""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from handoff.acd.own.agents import Agent, AgentNow, AgentState, Did
from handoff.acd.own.board import AgentBoard, NotTaken, Prospect, QueueRules
from handoff.acd.own.roster import Kept, Roster
from handoff.acd.own.routing import Offer
from handoff.acd.own.waiting import Kind
from handoff.figures import OnWrappedUp, not_wrapped_up

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Want:
    """What somebody who joins a queue needs."""

    call_id: str
    queue: str
    language: str = ""
    skill: str = ""
    priority: int = 0
    kind: Kind = "call"
    packet_id: str = ""
    arrived_s: float | None = None
    """Of the distributor's clock; None: now."""


class Place:
    """One place in a queue, held while `Distributor.join` runs. Its methods belong to one task."""

    def __init__(self, board: AgentBoard, want: Want, ticket: str, clock: Clock) -> None:
        self.ticket = ticket
        """By which the board knows it."""
        self._board = board
        self._clock = clock
        self._offers: asyncio.Queue[Offer] = asyncio.Queue()
        self.want = want
        self.moved = asyncio.Event()
        """Something on the board changed since this was cleared."""
        self.emptied = asyncio.Event()
        """Likewise, for who waits for another thing."""
        self.offer: Offer | None = None
        """What stands: the agent is rung, or talked to."""

    async def offered(self) -> Agent:
        """The agent to ring, once there is one; `taken` or `not_taken` has to follow."""
        self.offer = await self._offers.get()
        return self._board.seat(self.offer.agent_id).agent

    def give(self, offer: Offer) -> None:
        """An agent is free for them."""
        self._offers.put_nowait(offer)

    def taken(self) -> bool:
        """The agent takes the caller; False where the board knows better."""
        assert self.offer is not None
        return self._board.taken(self.offer, self._clock())

    def not_taken(self, why: NotTaken) -> None:
        """The ring came to nothing; the place is kept."""
        assert self.offer is not None
        self._board.not_taken(self.offer, why, self._clock())
        self.offer = None

    def borrow(self, agent_id: str) -> bool:
        """Ring another agent for this caller, whom the present one sends there; False: they have a call."""
        return self._board.borrow(agent_id, self.ticket, self._clock())

    def give_back(self, agent_id: str) -> None:
        """That agent is rung, or talked to, no more."""
        self._board.give_back(agent_id, self.ticket, self._clock())

    def borrowed(self, agent_id: str) -> None:
        """That agent talks to the caller, too."""
        self._board.borrowed(agent_id, self.ticket, self.want.queue, self._clock())

    def sent_on(self, agent_id: str = "") -> None:
        """The agent who took the caller is free; `agent_id`, whom the board knows, has the caller now."""
        if self.offer is not None:
            self._board.give_back(self.offer.agent_id, self.ticket, self._clock())
        self.offer = None if not agent_id else Offer(self.ticket, agent_id)

    def prospect(self) -> Prospect:
        """What is before them now."""
        return self._board.prospect(self.ticket, self._clock())

    def leave(self) -> None:
        """Off the board, from wherever they are on it."""
        now_s = self._clock()
        self._board.leave(self.ticket, now_s)
        if self.offer is not None:
            now = self._board.seat(self.offer.agent_id).now
            if now.state is AgentState.TALKING and now.ticket == self.ticket:
                self._board.over(self.offer.agent_id, now_s)


class Distributor:
    """Owns the board. Made on the event loop; `stop` ends its timer.

    Args:
        kept: the states of before, by agent (`Roster.load`).
        roster: where changed states go.
        ready: these agents are ready from the start, whatever was before.
    """

    def __init__(
        self,
        agents: Sequence[Agent],
        queues: Sequence[QueueRules],
        *,
        kept: dict[str, Kept] | None = None,
        roster: Roster | None = None,
        ready: Sequence[str] = (),
        on_wrapped_up: OnWrappedUp = not_wrapped_up,
        clock: Clock = time.monotonic,
    ) -> None:
        self._clock = clock
        self._roster = roster
        self._places: dict[str, Place] = {}
        self._tickets = itertools.count(1)
        self._followers: list[Callable[[], None]] = []
        self._pumping = False
        self._kept = dict(kept or {})
        self._on_wrapped_up = on_wrapped_up
        self._wraps: dict[str, tuple[Want, float]] = {}
        """By agent: the call whose notes they write, and since when."""
        self._timer: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        now_s = clock()
        before = {name: one.as_now(now_s, _wall_ms()) for name, one in (kept or {}).items()}
        before |= {name: AgentNow(AgentState.READY, now_s, idle_since_s=now_s) for name in ready}
        self.board = AgentBoard(agents, queues, now_s, before, self._changed)

    def now_s(self) -> float:
        """The board's clock."""
        return self._clock()

    def follow(self, changed: Callable[[], None]) -> None:
        """Call `changed` behind every change of the board, once for those that come together."""
        self._followers.append(changed)

    def wants(self, agent_id: str, did: Did, reason: str = "") -> AgentNow:
        """An agent says what they are; raises AgentUnknown."""
        return self.board.wants(agent_id, did, self._clock(), reason)

    def call_of(self, ticket: str) -> str:
        """The id of the call that has a ticket; "" where there is none."""
        place = self._places.get(ticket)
        return "" if place is None else place.want.call_id

    def staffed(self, queue: str) -> bool:
        """Whether anybody takes the calls of a queue."""
        return self.board.at_work(queue) > 0

    def engaged(self, queue: str) -> bool:
        """Whether an agent of a queue is rung, or talks."""
        return any(seat.now.ticket and queue in seat.agent.queues for seat in self.board.seats)

    @contextmanager
    def join(self, want: Want) -> Iterator[Place]:
        """A place in a queue for as long as the block runs."""
        place = Place(self.board, want, str(next(self._tickets)), self._clock)
        self._places[place.ticket] = place
        try:
            self.board.join(
                place.ticket,
                want.queue,
                self._clock() if want.arrived_s is None else want.arrived_s,
                language=want.language,
                skill=want.skill,
                priority=want.priority,
                kind=want.kind,
            )
            yield place
        finally:
            place.leave()
            self._wrap_up(place)
            del self._places[place.ticket]

    def _wrap_up(self, place: Place) -> None:
        """Remember whose notes are written now, if any."""
        if place.offer is not None:
            now = self.board.seat(place.offer.agent_id).now
            if now.state is AgentState.WRAP_UP:
                self._wraps[place.offer.agent_id] = place.want, now.since_s

    def _end_wraps(self, now_s: float) -> None:
        for agent_id, (want, since_s) in tuple(self._wraps.items()):
            now = self.board.seat(agent_id).now
            if (now.state, now.since_s) != (AgentState.WRAP_UP, since_s):
                del self._wraps[agent_id]
                self._on_wrapped_up(want.call_id, want.packet_id, round((now_s - since_s) * 1000))

    def stop(self) -> None:
        """No timer runs any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _changed(self) -> None:
        if not self._pumping:
            self._pumping = True
            self._loop.call_soon(self._pump)

    def _pump(self) -> None:
        """Ring whom the board says, wake those who wait, keep what agents said, look again when time has passed."""
        now_s = self._clock()
        for offer in self.board.offers(now_s):
            self._places[offer.ticket].give(offer)
        self._pumping = False
        for place in self._places.values():
            place.moved.set()
            place.emptied.set()
        self._keep(now_s)
        self._end_wraps(now_s)
        for told in self._followers:
            told()
        self.stop()
        if (due_s := self.board.due_s(now_s)) is not None:
            self._timer = self._loop.call_later(max(0.0, due_s - now_s), self._changed)

    def _keep(self, now_s: float) -> None:
        """Only what agents said themselves: calls come and go without a word to the disk."""
        changed: dict[str, Kept] = {}
        for seat in self.board.seats:
            state, reason = seat.now.settled
            known = self._kept.get(seat.agent.id)
            if known is None or (known.state, known.reason) != (state, reason):
                since_ms = _wall_ms() - round((now_s - seat.now.since_s) * 1000)
                changed[seat.agent.id] = Kept(state, reason, since_ms)
        self._kept |= changed
        if changed and self._roster is not None:
            self._roster.put(changed)


def _wall_ms() -> int:
    return round(time.time() * 1000)
