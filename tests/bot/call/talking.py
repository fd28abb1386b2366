"""People of a talk as plain objects: scripted legs, and a directory of two places."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.call.handover import CallerPort
from bot.call.prompt_player import PromptPlayer
from bot.call.signals import CallSignals
from handoff.acd.port import Destination
from handoff.errors import AgentError, AgentGone
from handoff.packet import PacketCaller
from tests.bot.conftest import ScriptedLeg, TextVoice
from voice.events import KeyPressed, TransferAsked

OMAR = Destination("102", "sip:102@pbx", "102")
SHOP = Destination("250", "sip:250@pbx")
BOT = Destination("900")


class OneHuman:
    """One who can be spoken to. `keys`: what they press; `ears`: what they hear. `leaves`: hangs up at the whisper."""

    def __init__(self, leaves: bool = False) -> None:
        self.leg = ScriptedLeg()
        self.signals = CallSignals(self.leg.events)
        self.keys: asyncio.Queue[str] = asyncio.Queue()
        self.ears: list[str] = []
        self._leaves = leaves

    @property
    def gone(self) -> bool:
        return self.leg.ended is not None

    async def say(self, text: str) -> None:
        self.ears.append(text)
        if self._leaves:
            raise AgentGone
        await asyncio.sleep(0)

    async def key(self) -> str:
        return await self.keys.get()

    async def hangup(self) -> None:
        await self.leg.hangup()
        if not self.gone:
            self.leg.end()

    def press(self, keys: str) -> None:
        for key in keys:
            self.leg.events.put_nowait(KeyPressed(key, 1.0))

    def refer(self, target: str, replaces: str = "") -> int:
        """As the SIP thread does it; the answer."""
        assert self.leg.judge is not None
        asked = TransferAsked(target, replaces, 1.0)
        code = self.leg.judge(asked)
        if code == 202:
            self.leg.events.put_nowait(asked)
        return code


@dataclass
class Places:
    """`handoff.acd.port.Onward` with two people and the bot; remembers what it is told."""

    busy: bool = False
    told: list[str] = field(default_factory=list)
    ring_s: float = 1.0
    headers: Mapping[str, str] = MappingProxyType({"X-Hatef-Token": "abc"})
    caller: PacketCaller = PacketCaller("0912")
    not_reached: str = "nobody"

    def find(self, dialled: str) -> Destination | None:
        return {one.name: one for one in (OMAR, SHOP, BOT)}.get(dialled.removeprefix("sip:").partition("@")[0])

    def begins(self, to: Destination) -> bool:
        self.told.append(f"begins {to.name}")
        return not self.busy

    def failed(self, to: Destination, why: str) -> None:
        self.told.append(f"failed {to.name} {why}")

    def moved(self, to: Destination) -> None:
        self.told.append(f"moved {to.name}")

    def joined(self, to: Destination) -> None:
        self.told.append(f"joined {to.name}")

    def left(self, to: Destination) -> None:
        self.told.append(f"left {to.name}")

    def whisper(self, to: Destination) -> str:
        return "who it is"

    def invitation(self, to: Destination) -> str:
        return "who it is, 1 or 2"


@dataclass
class Telephones:
    """Whoever is rung next answers so; `never`: they ring on."""

    answers: list[OneHuman | AgentError]
    never: bool = False
    rung: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    async def ring(
        self, uri: str, headers: Mapping[str, str], timeout_s: float, caller: PacketCaller, language: str
    ) -> OneHuman:
        self.rung.append((uri, headers))
        await asyncio.sleep(60 if self.never else 0)
        answer = self.answers.pop(0)
        if isinstance(answer, AgentError):
            raise answer
        return answer


def caller_on(leg: ScriptedLeg) -> CallerPort:
    player = PromptPlayer(leg.play, TextVoice(), lambda text, _: text, "fa")
    return CallerPort(leg, CallSignals(leg.events), player, "sorry", b"sorry")
