"""Legs and lines of the handoff's Protocol borders, as plain objects that remember what was done with them."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from handoff.acd import AgentLeg, CallerLeg, Outcome, Progress
from handoff.errors import AgentError, AgentGone, CallerGone
from handoff.packet import ContextPacket
from handoff.states import State


@dataclass
class OneCaller:
    """A caller's leg. `gone_after` sayings the caller hangs up; `answers` are the codes of REFERs, None is silence."""

    answers: list[int | None] = field(default_factory=list)
    gone_after: int | None = None
    say_s: float = 0.0
    log: list[str] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    on_refer: Callable[[], None] = lambda: None
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def left(self) -> None:
        await self.gone.wait()

    async def refer(self, target: str) -> None:
        self.log.append(f"refer {target}")
        self.on_refer()

    async def refer_result(self, timeout_s: float) -> int:
        code = self.answers.pop(0)
        if code is None:
            raise TimeoutError
        return code

    async def say(self, text: str) -> None:
        if self.gone_after is not None and len(self.finished) >= self.gone_after:
            raise CallerGone
        self.log.append(f"say {text}")
        await asyncio.sleep(self.say_s)
        self.finished.append(text)

    async def hangup(self) -> None:
        self.log.append("hangup")


@dataclass
class OneAgent:
    """An agent's leg. `gone_at` is the step («say», «bridge») at which the agent hangs up."""

    log: list[str]
    gone_at: str = ""
    say_s: float = 0.0

    async def say(self, text: str) -> None:
        if self.gone_at == "say":
            raise AgentGone
        self.log.append(f"whisper {text}")
        await asyncio.sleep(self.say_s)

    async def bridge(self, caller: CallerLeg) -> None:
        if self.gone_at == "bridge":
            raise AgentGone
        self.log.append("bridge")

    async def hangup(self) -> None:
        self.log.append("agent hangup")


@dataclass
class OneLine:
    """A line to agents; each ring takes the next of `answers`: a leg, or the error that it ends in."""

    answers: list[AgentLeg | AgentError]
    ring_s: float = 0.0
    rings: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    cancelled: int = 0
    ringing: asyncio.Event = field(default_factory=asyncio.Event)

    async def ring(self, uri: str, headers: Mapping[str, str], timeout_s: float) -> AgentLeg:
        self.rings.append((uri, headers))
        self.ringing.set()
        try:
            await asyncio.sleep(self.ring_s)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        answer = self.answers.pop(0)
        if isinstance(answer, AgentError):
            raise answer
        return answer


@dataclass
class OneAcd:
    """An ACD that walks `states` and then ends in `end`."""

    name: str
    end: Outcome | Exception
    states: Sequence[State] = (State.RINGING,)
    tokens: list[str] = field(default_factory=list)

    async def transfer(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        self.tokens.append(token)
        for state in self.states:
            await progress(state, "")
        if isinstance(self.end, Exception):
            raise self.end
        return self.end


@dataclass
class Steps:
    """A `Progress` that keeps what it was told."""

    taken: list[tuple[State, str]] = field(default_factory=list)

    async def __call__(self, state: State, note: str) -> None:
        self.taken.append((state, note))

    @property
    def states(self) -> list[State]:
        return [state for state, _ in self.taken]
