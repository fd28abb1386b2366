"""A caller whom the PBX's queue did not serve and gave back: known by the packet, and brought to the next way at once.

answer ─▶ «my colleague did not answer …» ─▶ the other ways to a human ─▶ the promise of a call back
"""

import logging
from collections.abc import Collection
from contextlib import aclosing
from typing import Protocol

from bot.call.context import CallContext
from bot.call.endings import how_ended
from bot.call.handover import CallerPort
from bot.call.ports import CallLeg
from bot.call.prompt_player import PromptPlayer
from bot.call.record import CallRecord
from bot.call.signals import CallSignals
from bot.dialogue.client import Caller
from handoff.acd.port import CallerLeg
from handoff.desk import Handed
from handoff.packet import ContextPacket
from handoff.states import State
from voice.errors import LegOver

log = logging.getLogger(__name__)


class GivenBackDesk(Protocol):
    """The way to a human for whom a PBX gave back (`handoff.desk.Desk`)."""

    async def resume(
        self, packet: ContextPacket, caller: CallerLeg, why: str, without: Collection[str] = ()
    ) -> Handed: ...


class ReturnedCall:
    """One such call. `why`: what the PBX says; `without`: the ways that led there."""

    def __init__(
        self, leg: CallLeg, context: CallContext, packet: ContextPacket, why: str, without: Collection[str]
    ) -> None:
        self._leg = leg
        self._context = context
        self._packet = packet
        self._why = why
        self._without = without
        self._language = packet.language if packet.language in context.prompts else context.options.language
        caller = Caller(leg.id, packet.caller.number or leg.remote.user, leg.called, self._language)
        self._record = CallRecord(caller, leg.invited_s, context.journal, context.on_live)
        leg.farewell = context.farewells.get(self._language, b"")

    async def run(self, desk: GivenBackDesk) -> None:
        """From the INVITE to the end; never raises."""
        async with aclosing(CallSignals(self._leg.events)) as signals:
            reason = "failed"
            try:
                await self._leg.answer()
                self._record.answered()
                reason = await self._serve(signals, desk)
            except LegOver:
                reason = how_ended(self._leg)
            except Exception:
                log.exception("call %s, which the PBX gave back, broke", self._leg.id)
            finally:
                try:
                    await self._leg.hangup()
                finally:
                    self._record.ended(reason)

    async def _serve(self, signals: CallSignals, desk: GivenBackDesk) -> str:
        context, language = self._context, self._language
        player = PromptPlayer(
            self._leg.play, context.speaker, context.wording, language, self._record.spoke, context.own_languages
        )
        caller = CallerPort(self._leg, signals, player, context.prompts[language].apology, context.apologies[language])
        handed = await desk.resume(self._packet, caller, self._why, self._without)
        self._record.handoff_outcome = handed.state.value
        return how_ended(self._leg) if handed.state is State.ABANDONED else f"handoff_{handed.state.value}"
