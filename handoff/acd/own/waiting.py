"""Who waits in the built-in queues, in which order, and for how long yet."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["call", "callback"]
"""Somebody on the line, or somebody who is to be called back and keeps the place."""
STILL_TALKS = 0.2
"""Share of a usual call that one is thought to go on which is longer than usual already."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One place in a queue. `arrived_s`: of the board's clock; `number`: who comes later has a higher one."""

    ticket: str
    queue: str
    arrived_s: float
    language: str = ""
    skill: str = ""
    priority: int = 0
    """The higher, the sooner."""
    kind: Kind = "call"
    number: int = 0
    offered: str = ""
    """The agent who is rung for them."""
    tried: tuple[str, ...] = ()
    """Agents who were rung in vain."""


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The first to be served first."""
    return sorted(waiting, key=lambda one: (-one.priority, one.arrived_s, one.number))


def expected_wait_s(ahead: int, free_in_s: Sequence[float], handling_s: float) -> float | None:
    """How long somebody waits who has `ahead` others before them; None where nobody works.

    Args:
        free_in_s: for each agent at work, when they take the next call.
        handling_s: how long a call keeps an agent, wrap-up included.
    """
    if not free_in_s:
        return None
    agents = list(free_in_s)
    heapq.heapify(agents)
    for _ in range(ahead):
        heapq.heapreplace(agents, agents[0] + handling_s)
    return max(0.0, agents[0])


def left_s(busy_for_s: float, handling_s: float) -> float:
    """How long a call goes on that has gone on for `busy_for_s`."""
    return max(handling_s - busy_for_s, STILL_TALKS * handling_s)
