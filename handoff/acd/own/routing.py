"""Who gets whom: in the order of the queue, to the agent who suits best.

    free agents of the queue ─▶ language ─▶ skill ─▶ not rung for this caller yet ─▶ highest level ─▶ longest idle

A wish that nobody at work can meet is no wish: better a human who speaks another language than none. A caller whom no
free agent suits holds nobody up who comes behind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handoff.acd.own.agents import Agent, AgentNow, AgentState
from handoff.acd.own.waiting import Waiting, in_order


@dataclass(frozen=True, slots=True)
class Seat:
    """An agent, and how they are now."""

    agent: Agent
    now: AgentNow


@dataclass(frozen=True, slots=True)
class Offer:
    """This agent is to be rung for this caller."""

    ticket: str
    agent_id: str


def suited(one: Waiting, seats: Iterable[Seat]) -> list[Seat]:
    """Who of the queue's agents at work can serve this caller."""
    staff = [seat for seat in seats if seat.now.at_work and one.queue in seat.agent.queues]
    speaking = [seat for seat in staff if seat.agent.speaks(one.language)] or staff
    return [seat for seat in speaking if seat.agent.level(one.skill)] or speaking


def assign(waiting: Iterable[Waiting], seats: Sequence[Seat], at_s: float) -> tuple[Offer, ...]:
    """Whom to ring for whom now: no agent twice, no caller twice, nobody who is busy or rests."""
    free = {seat.agent.id for seat in seats if seat.now.state is AgentState.READY and seat.now.rests_until_s <= at_s}
    offers: list[Offer] = []
    for one in in_order(waiting):
        able = [] if one.offered else [seat for seat in suited(one, seats) if seat.agent.id in free]
        if able:
            chosen = min(able, key=lambda seat: _rank(one, seat))
            free.discard(chosen.agent.id)
            offers.append(Offer(one.ticket, chosen.agent.id))
    return tuple(offers)


def _rank(one: Waiting, seat: Seat) -> tuple[int, int, float, str]:
    agent = seat.agent
    return one.tried.count(agent.id), -agent.level(one.skill), seat.now.idle_since_s, agent.id
