"""The board as others see it at one moment: agents, queues, and who waits; frozen, with times on the wall."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from handoff.acd.own.agents import AgentState
from handoff.acd.own.distributor import Distributor
from handoff.acd.own.routing import Seat
from handoff.acd.own.waiting import Waiting
from nlu.text.languages import CODES


@dataclass(frozen=True, slots=True)
class AgentView:
    """One agent. `call_id`: of the caller for whom it rings, or who is talked to."""

    id: str
    name: str
    state: str
    reason: str
    since: datetime
    next: str
    """What comes after the present ring or call."""
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    queues: tuple[str, ...]
    call_id: str
    misses: int


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Somebody who waits. `wait_s`: how long it is thought to take yet; None where nobody is at work."""

    queue: str
    position: int
    call_id: str
    since: datetime
    language: str
    skill: str
    kind: str
    wait_s: float | None
    rung: str
    """The agent who is rung for them."""


@dataclass(frozen=True, slots=True)
class QueueView:
    """One queue. `wait_s`: the longest that a caller would wait who came now; None where nobody is at work."""

    name: str
    waiting: int
    at_work: int
    ready: int
    wait_s: float | None
    handling_s: float
    """How long a call keeps an agent, as it was of late."""
    waits_s: Mapping[str, float] = field(default_factory=dict)
    """By language of the caller, where somebody is at work: agents speak some languages and not others."""


@dataclass(frozen=True, slots=True)
class BoardView:
    """Everything."""

    queues: tuple[QueueView, ...] = ()
    agents: tuple[AgentView, ...] = ()
    waiting: tuple[WaitingView, ...] = ()


def board_view(distributor: Distributor) -> BoardView:
    """The board now."""
    board, now_s = distributor.board, distributor.now_s()
    return BoardView(
        tuple(_queue(distributor, name, now_s) for name in board.queues),
        tuple(agent_view(distributor, seat.agent.id) for seat in board.seats),
        tuple(_waiting(distributor, one, now_s) for name in board.queues for one in board.waiting(name)),
    )


def agent_view(distributor: Distributor, agent_id: str) -> AgentView:
    """One agent now; raises AgentUnknown."""
    seat = distributor.board.seat(agent_id)
    agent, now = seat.agent, seat.now
    return AgentView(
        agent.id,
        agent.name,
        now.state,
        now.reason,
        _wall(now.since_s, distributor.now_s()),
        now.next if now.state in (AgentState.RINGING, AgentState.TALKING) else "",
        agent.languages,
        tuple(f"{name} {level}" for name, level in agent.skills.items()),
        tuple(sorted(agent.queues)),
        distributor.call_of(now.ticket),
        now.misses,
    )


def _waiting(distributor: Distributor, one: Waiting, now_s: float) -> WaitingView:
    prospect = distributor.board.prospect(one.ticket, now_s)
    return WaitingView(
        one.queue,
        prospect.position,
        distributor.call_of(one.ticket),
        _wall(one.arrived_s, now_s),
        one.language,
        one.skill,
        one.kind,
        prospect.wait_s,
        one.offered,
    )


def _queue(distributor: Distributor, name: str, now_s: float) -> QueueView:
    board = distributor.board
    serving = [seat for seat in board.seats if name in seat.agent.queues and seat.now.at_work]
    reckoned = {code: board.wait_s(name, code, now_s) for code in CODES}
    waits_s = {str(code): wait_s for code, wait_s in reckoned.items() if wait_s is not None}
    longest_s, usual_s = max(waits_s.values(), default=None), board.handling_s(name)
    return QueueView(name, len(board.waiting(name)), len(serving), _ready(serving), longest_s, usual_s, waits_s)


def _ready(seats: list[Seat]) -> int:
    return sum(seat.now.state is AgentState.READY for seat in seats)


def _wall(moment_s: float, now_s: float) -> datetime:
    """A moment of the board's clock as a time in UTC, in whole milliseconds."""
    return datetime.fromtimestamp(round((time.time() - (now_s - moment_s)) * 1000) / 1000, UTC)
