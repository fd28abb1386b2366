"""What people do who talk to each other through a bridge, beside talking: keys, a hold by the agent, and wishes.

agent holds the call ─▶ the caller hears music ─▶ until the agent is back (not where another agent talks on)
keys of either side ──▶ pressed for the others, where they came as events: tones are in the sound already
*3 number # ──────────▶ the agent wants somebody else in: `Invite`      a REFER ─▶ the agent sends the caller on
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.call.handover import CallerPort
from bot.call.ports import CallLeg
from bot.call.signals import CallSignals
from bot.errors import CallerGone as OurCallerGone
from bot.tasks import call_off
from handoff.acd.own.music import HoldMusic
from handoff.errors import CallerGone
from voice.errors import VoiceError
from voice.events import HoldChanged, KeyPressed, TransferAsked

log = logging.getLogger(__name__)

PIECE_S = 120.0
STAR, INVITES, END = "*", "3", "#"
STAR_S = 1.5
"""So long behind a star the 3 may come; then the star is the caller's."""
NUMBER_S = 4.0
"""So long behind its last key a number is whole."""


@dataclass(frozen=True, slots=True)
class Invite:
    """The agent wants to bring somebody in."""

    number: str


Wish = Invite | TransferAsked


class Side(Protocol):
    """One who talks to the caller (`bot.call.agent_port.AgentPort`)."""

    @property
    def leg(self) -> CallLeg: ...
    @property
    def signals(self) -> CallSignals: ...


@dataclass(slots=True)
class WishKeys:
    """Keys of an agent: those that ask for something are kept, all others go on. `on`: there is anything to ask for."""

    on: bool
    _kept: str = ""

    @property
    def wait_s(self) -> float | None:
        """How long the next key may take; None: for ever."""
        if not self._kept:
            return None
        return STAR_S if self._kept == STAR else NUMBER_S

    def feed(self, key: str) -> tuple[str, Invite | None]:
        """One key: what goes on to the caller, and what is asked for."""
        if not self._kept and not (self.on and key == STAR):
            return key, None
        if self._kept == STAR and key != INVITES:
            return self._give_up() + key, None
        if self._kept.startswith(STAR + INVITES) and key == END:
            return "", self.late()[1]
        self._kept = "" if key == STAR and self._kept else self._kept + key
        return "", None

    def late(self) -> tuple[str, Invite | None]:
        """No key came in time: what goes on, and what is asked for."""
        number = self._kept.removeprefix(STAR + INVITES)
        if number == self._kept:
            return self._give_up(), None
        self._kept = ""
        return "", Invite(number) if number else None

    def _give_up(self) -> str:
        kept, self._kept = self._kept, ""
        return kept


async def attend(
    agents: Sequence[Side], caller: CallerPort, music: bytes, wish: Callable[[Wish], None] | None = None
) -> None:
    """Until a side ends, or it is cancelled. `music`: 8 kHz mono s16. `wish`: told what the first agent asks for."""
    try:
        async with asyncio.TaskGroup() as sides:
            for agent in agents:
                own_wish = wish if agent is agents[0] else None
                sides.create_task(_of_an_agent(agent, caller, music if len(agents) == 1 else b"", own_wish))
            sides.create_task(_of_the_caller(agents, caller))
    except* OurCallerGone:
        pass  # whoever bridged them sees the end itself


async def _of_an_agent(agent: Side, caller: CallerPort, music: bytes, wish: Callable[[Wish], None] | None) -> None:
    playing: asyncio.Task[None] | None = None
    keys = WishKeys(wish is not None)
    if agent.leg.held and music:
        playing = asyncio.create_task(_play(caller, music))
    try:
        while True:
            event = await agent.signals.next(keys.wait_s)
            if event is None or isinstance(event, KeyPressed):
                going, asked = keys.late() if event is None else keys.feed(event.digit)
                await _press(going, agent.leg, caller.leg)
                if asked is not None and wish is not None:
                    wish(asked)
            elif isinstance(event, HoldChanged):
                if playing is not None:
                    await call_off(playing)
                playing = asyncio.create_task(_play(caller, music)) if event.held and music else None
            elif isinstance(event, TransferAsked) and wish is not None:
                wish(event)
    finally:
        if playing is not None:
            await call_off(playing)


async def _of_the_caller(agents: Sequence[Side], caller: CallerPort) -> None:
    while True:
        event = await caller.signals.next(None)
        if isinstance(event, KeyPressed):
            for agent in agents:
                await _press(event.digit, caller.leg, agent.leg)


async def _press(keys: str, source: CallLeg, target: CallLeg) -> None:
    if not keys or source.keys_by_tone:
        return
    try:
        await target.press(keys)
    except VoiceError as error:
        log.info("a key did not pass through a bridge: %s", error)


async def _play(caller: CallerPort, music: bytes) -> None:
    held = HoldMusic(caller, music)
    with contextlib.suppress(CallerGone):
        while True:
            await held.play(PIECE_S)
