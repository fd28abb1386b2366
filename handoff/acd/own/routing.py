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
class Desk:
    """An agent, and how they are now."""

    agent: Agent
    now: AgentNow


@dataclass(frozen=True, slots=True)
class Offer:
    """This agent is to be rung for this caller."""

    ticket: str
    agent_id: str


def suited(one: Waiting, desks: Iterable[Desk]) -> list[Desk]:
    """Who of the queue's agents at work can serve this caller."""
    staff = [desk for desk in desks if desk.now.at_work and one.queue in desk.agent.queues]
    speaking = [desk for desk in staff if desk.agent.speaks(one.language)] or staff
    return [desk for desk in speaking if desk.agent.level(one.skill)] or speaking


def assign(waiting: Iterable[Waiting], desks: Sequence[Desk], at_s: float) -> tuple[Offer, ...]:
    """Whom to ring for whom now: no agent twice, no caller twice, nobody who is busy or rests."""
    free = {desk.agent.id for desk in desks if desk.now.state is AgentState.READY and desk.now.rests_until_s <= at_s}
    offers: list[Offer] = []
    for one in in_order(waiting):
        able = [] if one.offered else [desk for desk in suited(one, desks) if desk.agent.id in free]
        if able:
            chosen = min(able, key=lambda desk: _rank(one, desk))
            free.discard(chosen.agent.id)
            offers.append(Offer(one.ticket, chosen.agent.id))
    return tuple(offers)


def _rank(one: Waiting, desk: Desk) -> tuple[int, int, float, str]:
    agent = desk.agent
    return one.tried.count(agent.id), -agent.level(one.skill), desk.now.idle_since_s, agent.id
