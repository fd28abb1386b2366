"""The real leg behind handoff's border `CallerLeg`: the caller on the line.

Every error of the voice room becomes one of handoff's here, so that the desk knows what to do about each.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Protocol, runtime_checkable

from bot.call.ports import CallLeg
from bot.call.prompt_player import PromptPlayer
from bot.call.signals import CallSignals
from bot.call.waiting_sound import waiting_sound
from bot.errors import CallerGone as OurCallerGone
from handoff.acd.port import AgentLeg, ReferEnd
from handoff.errors import CallerGone, LegRefused, SentenceLost
from voice.errors import LegOver, VoiceError
from voice.events import EndCause, KeyPressed, LegEnded, TransferUpdate

QUIET_S = 8.0
"""A PBX that took a transfer on and sends no NOTIFY for so long will send none."""
FIRST_FINAL_CODE = 200
SOUNDING_S = 1.5
"""RTP that came so lately still comes: the stack looks twice a second."""
COMES_BACK_S = 2.0
"""How long the sound of a caller whom a PBX gave back may need."""
POLL_S = 0.2


@runtime_checkable
class OverLeg(Protocol):
    """A port with a leg of ours behind it."""

    leg: CallLeg


class CallerPort:
    """`handoff.acd.port.CallerLeg` over a real leg and the signals of its call."""

    def __init__(
        self,
        leg: CallLeg,
        signals: CallSignals,
        player: PromptPlayer,
        apology_text: str,
        apology: bytes,
        *,
        takes_back: bool = False,
    ) -> None:
        self.takes_back = takes_back
        self.leg = leg
        self.signals = signals
        self._player = player
        self._apology_text = apology_text
        self._apology = apology
        self._apologised = False
        """The synthesiser is broken, and the caller was told so."""
        self._sounded = False
        """Sound came from the caller when a transfer began, while the bot spoke, and the PBX took that transfer on."""

    @property
    def held(self) -> bool:
        """See `CallerLeg.held`."""
        return self.leg.held

    @property
    def headers(self) -> Mapping[str, str]:
        """See `CallerLeg.headers`."""
        return self.leg.headers

    async def left(self) -> str:
        """See `CallerLeg.left`; keys that are pressed meanwhile wait."""
        await asyncio.wait({self.signals.ended})
        return lost(self.signals.ended.result())

    async def alive(self) -> bool:
        """See `CallerLeg.alive`. A PBX answers for a leg that it left empty, so the dialog alone proves nothing.

        A telephone that sends no sound while its owner listens (RFC 3389) proves nothing either: it counts as alive, as
        does a caller whom no PBX took on.
        """
        deadline_s = time.monotonic() + COMES_BACK_S
        while self.leg.ended is None:
            if not self._sounded or self.leg.unheard_s < SOUNDING_S:
                return True
            if time.monotonic() > deadline_s:
                return False
            await asyncio.sleep(POLL_S)
        return False

    async def refer(self, target: str) -> None:
        """See `CallerLeg.refer`."""
        await self._ask(self.leg.refer(target))

    async def refer_to(self, agent: AgentLeg) -> None:
        """See `CallerLeg.refer_to`."""
        if not isinstance(agent, OverLeg):
            raise TypeError(f"a {type(agent).__name__} has no leg that a caller could take over")
        await self._ask(self.leg.refer_to(agent.leg))

    async def _ask(self, asking: Coroutine[None, None, None]) -> None:
        self._sounded = self.leg.unheard_s < SOUNDING_S and not self.leg.pauses
        try:
            await asking
        except LegOver as error:
            raise CallerGone(lost(self.leg.ended)) from error
        except VoiceError as error:
            raise LegRefused(str(error)) from error
        # A leg that is over by now may have been taken on before: `refer_end` reads how it went.

    async def refer_end(self, timeout_s: float, quiet_s: float = QUIET_S) -> ReferEnd:
        """See `CallerLeg.refer_end`."""
        end = await self._refer_end(timeout_s, quiet_s)
        self._sounded = self._sounded and end.accepted
        return end

    async def _refer_end(self, timeout_s: float, quiet_s: float) -> ReferEnd:
        """The stack tells the 202 as an update, too, so it takes two to be a NOTIFY."""
        updates = 0
        deadline_s = time.monotonic() + timeout_s
        while True:
            wait_s = deadline_s - time.monotonic()
            try:
                event = await self.signals.next(wait_s if updates > 1 else min(wait_s, quiet_s))
            except OurCallerGone:
                return ReferEnd(accepted=updates > 0, ended=True)
            if event is None:
                return ReferEnd(accepted=updates > 0)
            if isinstance(event, TransferUpdate):
                # The code says how it ended: some PBXs leave the subscription open behind it, some end it without any.
                if event.final or event.sip_code >= FIRST_FINAL_CODE:
                    code = event.sip_code if event.sip_code >= FIRST_FINAL_CODE else 0
                    return ReferEnd(code, accepted=updates > 0)
                updates += 1

    async def say(self, text: str) -> None:
        """See `CallerLeg.say`; a broken synthesiser is replaced by the apology kept in memory."""
        async with self._errors():
            await self._sound(text)

    async def hum(self, length_s: float) -> None:
        """See `CallerLeg.hum`."""
        async with self._errors():
            await self._player.play_pcm("", waiting_sound(length_s))

    async def key(self) -> str:
        """See `CallerLeg.key`."""
        since_s = time.monotonic()
        try:
            while not (isinstance(event := await self.signals.next(None), KeyPressed) and event.at_s >= since_s):
                pass
        except OurCallerGone as error:
            raise CallerGone(lost(self.leg.ended)) from error
        return event.digit

    async def play(self, pcm: bytes) -> None:
        """See `CallerLeg.play`."""
        async with self._errors():
            await self._player.play_pcm("", pcm)

    def listen(self, sink: Callable[[bytes], None] | None) -> None:
        """See `CallerLeg.listen`."""
        self.leg.listen(sink)

    async def hangup(self) -> None:
        """See `CallerLeg.hangup`."""
        await self.leg.hangup()

    async def _sound(self, text: str) -> None:
        try:
            await self._player.speak([text])
        except LegOver:
            raise
        except VoiceError:
            self._player.stop()
            if not self._apologised:  # the same words a second time tell nobody anything
                self._apologised = True
                await self._player.play_pcm(self._apology_text, self._apology)

    @asynccontextmanager
    async def _errors(self) -> AsyncIterator[None]:
        try:
            yield
        except LegOver as error:
            raise CallerGone(lost(self.leg.ended)) from error
        except VoiceError as error:
            raise SentenceLost(str(error)) from error
        if self.leg.ended is not None:
            raise CallerGone(lost(self.leg.ended))


LOST: Mapping[EndCause, str] = {
    "lost": "the line broke",
    "held_too_long": "the call was on hold for too long",
    "drained": "Hatef stopped during the handoff",
}


def lost(ended: LegEnded | None) -> str:
    """How a call was lost; "" where the caller hung up."""
    if ended is None or ended.by == "far":
        return ""
    return LOST.get(ended.cause, LOST["lost"])
