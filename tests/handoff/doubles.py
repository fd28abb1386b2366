"""Legs and lines of the handoff's Protocol borders, as plain objects that remember what was done with them."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from handoff.acd.port import AgentLeg, CallerLeg, Onward, Outcome, Progress, ReferEnd
from handoff.errors import AgentError, AgentGone, CallerGone, SentenceLost
from handoff.packet import ContextPacket, PacketCaller
from handoff.states import State


@dataclass
class OneCaller:
    """A caller's leg. `gone_after` sayings the caller hangs up; `ends` are the ends of REFERs, an error is raised.

    `lives` answers `alive`, the last for ever. `hums` counts, `silent` makes the sound of waiting fail.
    """

    ends: list[ReferEnd | Exception] = field(default_factory=list)
    gone_after: int | None = None
    say_s: float = 0.0
    refer_s: float = 0.0
    lives: list[bool] = field(default_factory=lambda: [True])
    lost: str = ""
    silent: bool = False
    takes_back: bool = True
    held: bool = False
    log: list[str] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    hums: int = 0
    on_refer: Callable[[], None] = lambda: None
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    keys: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    headers: Mapping[str, str] = field(default_factory=dict)
    sink: Callable[[bytes], None] | None = None

    async def refer_to(self, agent: AgentLeg) -> None:
        self.log.append("refer to the agent")
        self.on_refer()

    async def key(self) -> str:
        return await self.keys.get()

    async def left(self) -> str:
        await self.gone.wait()
        return self.lost

    async def alive(self) -> bool:
        return self.lives.pop(0) if len(self.lives) > 1 else self.lives[0]

    async def refer(self, target: str) -> None:
        self.log.append(f"refer {target}")
        self.on_refer()

    async def refer_end(self, timeout_s: float) -> ReferEnd:
        await asyncio.sleep(self.refer_s)
        end = self.ends.pop(0)
        if isinstance(end, Exception):
            raise end
        return end

    async def say(self, text: str) -> None:
        if self.gone.is_set() or (self.gone_after is not None and len(self.finished) >= self.gone_after):
            raise CallerGone(self.lost)
        self.log.append(f"say {text}")
        await asyncio.sleep(self.say_s)
        self.finished.append(text)

    async def hum(self, length_s: float) -> None:
        if self.silent:
            raise SentenceLost("the sound is away")
        self.hums += 1
        await asyncio.sleep(length_s)

    async def play(self, pcm: bytes) -> None:
        self.hums += 1
        await asyncio.sleep(len(pcm) / 16_000)

    def listen(self, sink: Callable[[bytes], None] | None) -> None:
        self.sink = sink

    async def hangup(self) -> None:
        self.log.append("hangup")


@dataclass
class OneAgent:
    """An agent's leg. `gone_at` is the step («say», «bridge») at which the agent hangs up; `mute`: no sound.

    `keys`: what is pressed; "" hangs up.

    `never_heard`: how the caller was lost of whom no sound came in the bridge.
    """

    log: list[str]
    gone_at: str = ""
    say_s: float = 0.0
    mute: bool = False
    caller_gone: bool = False
    never_heard: str = ""
    back: str = ""
    whispering: asyncio.Event = field(default_factory=asyncio.Event)
    talking: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event | None = None
    gone: bool = False
    keys: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    async def key(self) -> str:
        key = await self.keys.get()
        if not key:
            raise AgentGone
        return key

    async def say(self, text: str) -> None:
        self.whispering.set()
        if self.gone_at == "say":
            raise AgentGone
        if self.mute:
            raise SentenceLost("the synthesiser is away")
        self.log.append(f"whisper {text}")
        await asyncio.sleep(self.say_s)

    async def bridge(self, caller: CallerLeg) -> None:
        if self.gone_at == "bridge":
            raise AgentGone
        if self.caller_gone:
            raise CallerGone
        self.log.append("bridge")

    async def talk(self, caller: CallerLeg, music: bytes = b"", onward: Onward | None = None) -> str:
        self.talking.set()
        if self.over is not None:
            await self.over.wait()
        if self.never_heard:
            raise CallerGone(self.never_heard)
        self.log.append("talked")
        return self.back

    async def hangup(self) -> None:
        self.log.append("agent hangup")


@dataclass
class OneLine:
    """A line to agents; each ring takes the next of `answers`: a leg, or the error that it ends in."""

    answers: list[AgentLeg | AgentError]
    ring_s: float = 0.0
    rings: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    callers: list[PacketCaller] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    cancelled: int = 0
    ringing: asyncio.Event = field(default_factory=asyncio.Event)

    async def ring(
        self, uri: str, headers: Mapping[str, str], timeout_s: float, caller: PacketCaller, language: str = ""
    ) -> AgentLeg:
        self.languages.append(language)
        self.rings.append((uri, headers))
        self.callers.append(caller)
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
