"""AMI moves the caller's channel into the queue; our leg gets a BYE, which is the transfer and no hang-up.

the first words ──────────────┐
channel known ─▶ variables set ─▶ Redirect ─▶ our leg's BYE ─▶ REFERRED
     │                │              │            └── none in time ─▶ TransferFailed: the caller is still here
     └── not found ───┴── refused ───┴─────────────▶ the plain way (REFER), where there is one
"""

import asyncio
import logging
from copy import copy

from handoff.acd.ami.errors import AmiError
from handoff.acd.asterisk.acd import Pbx
from handoff.acd.asterisk.channels import Channel, caller_channel
from handoff.acd.asterisk.trace import VARIABLE
from handoff.acd.company import cancelled, speak_whole
from handoff.acd.port import Acd, CallerLeg, Outcome, Progress
from handoff.errors import TransferFailed
from handoff.options import GENERAL
from handoff.packet import ContextPacket
from handoff.states import State

log = logging.getLogger(__name__)

BYE_S = 5.0
"""How long a PBX that moved the caller may take to end our leg; Asterisk needs 0.3 s."""
WAY_VARIABLE = "HATEF_WAY"
"""Tells the dial plan that this is the caller's own channel: where the queue does not serve, it comes back to us."""


class RedirectAcd:
    """`Acd` by the action Redirect; `plain` stands in where AMI cannot."""

    name = "redirect"

    def __init__(self, pbx: Pbx, plain: Acd | None, *, bye_s: float = BYE_S) -> None:
        self._manager = pbx.manager
        self._watch = pbx.watch
        self._rules = pbx.rules
        self._plain = plain
        self._bye_s = bye_s
        self._opening = ""

    def saying(self, text: str, short: str = "") -> Acd:
        """See `SayingAcd`: all is prepared meanwhile, so that the PBX moves the caller at the last word."""
        other = copy(self)
        other._opening = short or text
        return other

    async def transfer(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        """See `Acd.transfer`."""
        try:
            channel = await self._ready(packet, token, caller)
            await progress(State.REFERRING, "AMI Redirect")
            await self._move(channel, packet, token)
        except (AmiError, TransferFailed) as error:
            return await self._otherwise(error, packet, token, caller, progress)
        try:
            async with asyncio.timeout(self._bye_s):
                await caller.left()
        except TimeoutError as error:
            raise TransferFailed(self.name, "the PBX moved the caller and did not take them from us") from error
        await progress(State.REFERRED, "AMI Redirect")
        return Outcome(State.REFERRED, self.name)

    async def _ready(self, packet: ContextPacket, token: str, caller: CallerLeg) -> Channel:
        """The caller's channel, prepared, once the first words are said."""
        saying = asyncio.ensure_future(speak_whole(caller, self._opening))
        preparing = asyncio.ensure_future(self._prepare(packet, token, caller))
        try:
            await asyncio.wait({saying, preparing})
            saying.result()
            return preparing.result()
        finally:
            await cancelled(saying, preparing)

    async def _prepare(self, packet: ContextPacket, token: str, caller: CallerLeg) -> Channel:
        channel = await caller_channel(self._manager, caller.headers)
        if channel is None:
            raise TransferFailed(self.name, "the PBX knows no channel of this caller")
        self._watch.bind(channel.uniqueid, packet.packet_id)
        # Two underscores: every channel that is made for this one has it too, the agent's above all.
        for name, value in ((f"__{VARIABLE}", token), (WAY_VARIABLE, self.name)):
            await self._manager.ask("Setvar", {"Channel": channel.name, "Variable": name, "Value": value})
        return channel

    async def _move(self, channel: Channel, packet: ContextPacket, token: str) -> None:
        skill = packet.skill or GENERAL
        extension = self._rules.extension.format(token=token, skill=skill, queue=self._rules.queue_of(packet.skill))
        to = {"Context": self._rules.context, "Exten": extension, "Priority": "1"}
        await self._manager.ask("Redirect", {"Channel": channel.name, **to})

    async def _otherwise(
        self, error: AmiError | TransferFailed, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress
    ) -> Outcome:
        problem = error.problem if isinstance(error, TransferFailed) else str(error)
        if self._plain is None:
            raise TransferFailed(self.name, problem) from error
        log.warning("a caller goes by REFER instead of AMI: %s", problem)
        await progress(State.FAILED, f"{self.name}: {type(error).__name__}")
        return await self._plain.transfer(packet, token, caller, progress)
