"""Agents of the built-in queues, and the states of one agent.

    event            OUT     AWAY    READY    RINGING   TALKING   WRAP_UP
    ─────────────────────────────────────────────────────────────────────
    wants ready      READY   READY   READY    later     later     READY
    wants away       AWAY    AWAY    AWAY     later     later     AWAY
    logs out         OUT     OUT     OUT      later     later     OUT
    is rung                          RINGING
    does not take it                          next
    takes it                                  TALKING
    hangs up                                            WRAP_UP
    is done                                             next      next

`later`: it is kept (`AgentNow.next`) and comes when the ring or the call is over; `next` is READY where nothing else
was wanted. An empty place cannot be: `AgentStepRefused`. A restart knows no rings and no calls: `next` holds for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from handoff.errors import AgentStepRefused


class AgentState(StrEnum):
    """Where one agent stands; RINGING and TALKING are both busy."""

    OUT = "out"
    AWAY = "away"
    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    WRAP_UP = "wrap_up"


class Did(StrEnum):
    """What happened to an agent."""

    WANTS_READY = "wants ready"
    WANTS_AWAY = "wants away"
    LOGS_OUT = "logs out"
    RUNG = "is rung"
    NOT_TAKEN = "does not take it"
    TAKES = "takes it"
    HANGS_UP = "hangs up"
    DONE = "is done"


LATER, NEXT = "later", "next"
Cell = AgentState | str
_OUT, _AWAY, _READY = AgentState.OUT, AgentState.AWAY, AgentState.READY
_RINGING, _TALKING, _WRAP_UP = AgentState.RINGING, AgentState.TALKING, AgentState.WRAP_UP
WANTS: Mapping[Did, AgentState] = MappingProxyType(
    {Did.WANTS_READY: _READY, Did.WANTS_AWAY: _AWAY, Did.LOGS_OUT: _OUT},
)
"""What an agent may say of themselves, and the state it leads to."""
TABLE: Mapping[tuple[AgentState, Did], Cell] = MappingProxyType(
    {
        **{(state, did): wanted for did, wanted in WANTS.items() for state in (_OUT, _AWAY, _READY, _WRAP_UP)},
        **{(state, did): LATER for did in WANTS for state in (_RINGING, _TALKING)},
        (_READY, Did.RUNG): _RINGING,
        (_RINGING, Did.NOT_TAKEN): NEXT,
        (_RINGING, Did.TAKES): _TALKING,
        (_TALKING, Did.HANGS_UP): _WRAP_UP,
        (_TALKING, Did.DONE): NEXT,
        (_WRAP_UP, Did.DONE): NEXT,
    }
)


@dataclass(frozen=True, slots=True)
class Agent:
    """A person with a telephone. `skills`: name to level, the higher the better; no `languages`: any will do.

    The first language is the one that the agent is spoken to in.
    """

    id: str
    uri: str
    name: str = ""
    languages: tuple[str, ...] = ()
    skills: Mapping[str, int] = field(default_factory=dict)
    queues: frozenset[str] = frozenset()

    def speaks(self, language: str) -> bool:
        """Whether callers of that language may be brought to them."""
        return not self.languages or not language or language in self.languages

    def level(self, skill: str) -> int:
        """How good at it, 0: not at all."""
        return self.skills.get(skill, 0)


@dataclass(frozen=True, slots=True)
class AgentNow:
    """One agent at this moment; times are seconds of the board's clock."""

    state: AgentState = AgentState.OUT
    since_s: float = 0.0
    reason: str = ""
    """Why AWAY."""
    next: AgentState = AgentState.READY
    """What comes after the ring or the call."""
    next_reason: str = ""
    idle_since_s: float = 0.0
    """Since when without a call; who waits longest gets the next."""
    rests_until_s: float = 0.0
    """Not rung before: the last ring was in vain."""
    until_s: float = 0.0
    """Of WRAP_UP, when it ends."""
    ticket: str = ""
    """Of the caller for whom it rings, or who is talked to."""
    misses: int = 0
    """Rings in a row that nobody took."""

    @property
    def settled(self) -> tuple[AgentState, str]:
        """State and reason that a restart finds."""
        if self.state in (AgentState.RINGING, AgentState.TALKING):
            return self.next, self.next_reason
        if self.state is AgentState.WRAP_UP:
            return AgentState.READY, ""
        return self.state, self.reason

    @property
    def at_work(self) -> bool:
        """Takes calls, now or after the one that they have."""
        return self.settled[0] is AgentState.READY


def after(now: AgentNow, did: Did, at_s: float, reason: str = "") -> AgentNow:
    """What becomes of an agent; raises AgentStepRefused for what the table leaves empty."""
    cell = TABLE.get((now.state, did))
    if cell is None:
        raise AgentStepRefused(now.state, did)
    if cell == LATER:
        return replace(now, next=WANTS[did], next_reason=reason)
    if cell == NEXT:
        return _settle(now, now.next, now.next_reason, at_s)
    state = AgentState(cell)
    if did in WANTS:
        return _settle(now, state, reason, at_s)
    return replace(now, state=state, since_s=at_s, reason="")


def _settle(now: AgentNow, state: AgentState, reason: str, at_s: float) -> AgentNow:
    """Into a state without a call. Rings in vain are held against who was only rung, not against who says «ready»."""
    began_s = now.since_s if state is now.state else at_s
    settled = AgentNow(state, began_s, reason, idle_since_s=now.idle_since_s if now.at_work else at_s)
    if now.state is AgentState.RINGING and state is AgentState.READY:
        return replace(settled, rests_until_s=now.rests_until_s, misses=now.misses)
    return settled
