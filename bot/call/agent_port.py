"""The real legs behind handoff's borders `AgentLine` and `AgentLeg`: agents called by the gateway.

Every error of the voice room becomes one of handoff's here, so that the queue knows what to do about each.
"""

import asyncio
import time
from collections.abc import Callable, Mapping

from bot.call.caller_to_be import CallerToBe
from bot.call.fetching import RingUp
from bot.call.handover import CallerPort, lost
from bot.call.ports import CallLeg, OutgoingCalls
from bot.call.prompt_player import PromptPlayer
from bot.call.signals import CallSignals
from bot.call.talk import Talk
from bot.errors import CallerGone as OurCallerGone
from handoff.acd.own.music import own_music
from handoff.acd.port import CallerLeg, Onward
from handoff.errors import (
    AgentBusy,
    AgentError,
    AgentGone,
    AgentNoAnswer,
    AgentRefused,
    AgentUnavailable,
    AgentUnreachable,
    CallerGone,
    SentenceLost,
)
from handoff.packet import PacketCaller
from voice.errors import CallFailed, LegOver, NoAnswer, VoiceError
from voice.events import KeyPressed, Party


async def nobody_else(
    uri: str, headers: Mapping[str, str], timeout_s: float, caller: PacketCaller, language: str
) -> "AgentPort":
    """There is no line to call others by."""
    raise AgentUnreachable("there is no line")


class AgentPort:
    """`handoff.acd.port.AgentLeg` over a leg that the gateway placed."""

    def __init__(self, leg: CallLeg, player: PromptPlayer, ring_up: RingUp = nobody_else) -> None:
        """`ring_up` calls others whom they bring to their caller."""
        self.leg = leg
        self.signals = CallSignals(leg.events)
        self._player = player
        self._ring_up = ring_up
        self._bridged_s = 0.0

    async def say(self, text: str) -> None:
        """See `AgentLeg.say`."""
        try:
            await self._player.speak([text])
        except LegOver as error:
            raise AgentGone from error
        except VoiceError as error:
            raise SentenceLost(str(error)) from error
        if self.leg.ended is not None:
            raise AgentGone

    async def key(self) -> str:
        """See `AgentLeg.key`."""
        while True:
            try:
                event = await self.signals.next(None)
            except OurCallerGone as error:
                raise AgentGone from error
            if isinstance(event, KeyPressed):
                return event.digit

    @property
    def gone(self) -> bool:
        """See `AgentLeg.gone`."""
        return self.leg.ended is not None

    async def bridge(self, caller: CallerLeg) -> None:
        """See `AgentLeg.bridge`."""
        theirs = (await self._on_line(caller)).leg
        try:
            self.leg.bridge(theirs)
            self._bridged_s = time.monotonic()
            await asyncio.sleep(0)  # an end that was on its way is known now
        except LegOver:
            pass
        except VoiceError as error:
            raise AgentGone(str(error)) from error
        if self.leg.ended is not None:
            raise AgentGone
        if theirs.ended is not None:
            raise CallerGone(lost(theirs.ended))

    async def talk(self, caller: CallerLeg, music: bytes = b"", onward: Onward | None = None) -> str:
        """See `AgentLeg.talk`."""
        line = await self._on_line(caller)
        theirs = line.leg
        back = await Talk(self, line, music or own_music(), onward, self._ring_up).run()
        broke = theirs.ended is not None and theirs.ended.cause == "lost"
        if broke and theirs.unheard_s >= time.monotonic() - self._bridged_s:
            raise CallerGone(lost(theirs.ended))
        return back

    async def _on_line(self, caller: CallerLeg) -> CallerPort:
        """The caller's port; who is not on the line yet is called now. Raises CallerGone."""
        here = await caller.here(self) if isinstance(caller, CallerToBe) else caller
        if not isinstance(here, CallerPort):
            raise TypeError(f"a {type(here).__name__} has no leg to bridge")
        return here

    async def hangup(self) -> None:
        """See `AgentLeg.hangup`."""
        try:
            await self.leg.hangup()
        finally:
            await self.signals.aclose()


class GatewayAgents:
    """`handoff.acd.port.AgentLine` over the gateway."""

    def __init__(self, gateway: OutgoingCalls, mouth_for: Callable[[CallLeg, str], PromptPlayer]) -> None:
        self._gateway = gateway
        self._mouth_for = mouth_for

    async def ring(
        self, uri: str, headers: Mapping[str, str], timeout_s: float, caller: PacketCaller, language: str = ""
    ) -> AgentPort:
        """See `AgentLine.ring`; the telephone shows who waits."""
        person = Party(caller.number, "", caller.name)
        try:
            leg = await self._gateway.call(uri, headers=headers, person=person, timeout_s=timeout_s)
        except NoAnswer as error:
            raise AgentNoAnswer(str(error)) from error
        except CallFailed as error:
            raise REFUSALS.get(error.sip_code, AgentUnreachable)(str(error)) from error
        except VoiceError as error:
            raise AgentUnreachable(str(error)) from error
        return AgentPort(leg, self._mouth_for(leg, language), self.ring)


REFUSALS: Mapping[int, type[AgentError]] = {
    480: AgentUnavailable,
    486: AgentBusy,
    600: AgentBusy,
    603: AgentRefused,
    607: AgentRefused,
}
"""What telephones answer (RFC 3261, 21.4 and 21.6; 607: RFC 8197); they say 480 where they are not to be disturbed."""
