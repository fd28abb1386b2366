"""The real legs behind handoff's borders: the caller on the line, and agents called by the gateway."""

import asyncio
from collections.abc import Callable, Mapping

from bot.inbox import call_off
from bot.mouth import Mouth
from bot.ports import CallLeg
from handoff.acd import CallerLeg
from handoff.errors import AgentBusy, AgentGone, AgentNoAnswer, CallerGone
from voice.errors import CallFailed, LegOver, NoAnswer, VoiceError
from voice.events import LegEnded, LegEvent, TransferUpdate
from voice.gateway.gateway import Gateway


class CallerOnLine:
    """`handoff.acd.CallerLeg` over a real leg."""

    def __init__(self, leg: CallLeg, mouth: Mouth, apology_text: str, apology: bytes) -> None:
        self.leg = leg
        self._mouth = mouth
        self._apology_text = apology_text
        self._apology = apology

    async def left(self) -> None:
        """See `CallerLeg.left`; keys that are pressed meanwhile are passed over."""
        while self.leg.ended is None:
            event = await self.leg.events.get()
            if isinstance(event, LegEnded):
                self.leg.events.put_nowait(event)  # for whoever asks next
                return

    async def refer(self, target: str) -> None:
        """See `CallerLeg.refer`."""
        try:
            await self.leg.refer(target)
        except LegOver as error:
            raise CallerGone from error

    async def refer_result(self, timeout_s: float) -> int:
        """See `CallerLeg.refer_result`."""
        async with asyncio.timeout(timeout_s):
            while True:
                event = await self.leg.events.get()
                if isinstance(event, TransferUpdate) and event.final:
                    return event.sip_code
                if isinstance(event, LegEnded):
                    raise CallerGone

    async def say(self, text: str) -> None:
        """See `CallerLeg.say`; a broken synthesiser is replaced by the apology kept in memory."""
        try:
            await self._sound(text)
        except LegOver as error:
            raise CallerGone from error
        if self.leg.ended is not None:
            raise CallerGone

    async def _sound(self, text: str) -> None:
        try:
            await self._mouth.speak([text])
        except LegOver:
            raise
        except VoiceError:
            await self._mouth.play_pcm(self._apology_text, self._apology)

    async def hangup(self) -> None:
        """See `CallerLeg.hangup`."""
        await self.leg.hangup()


class AgentOnPhone:
    """`handoff.acd.AgentLeg` over a leg that the gateway placed."""

    def __init__(self, leg: CallLeg, mouth: Mouth) -> None:
        self._leg = leg
        self._mouth = mouth

    async def say(self, text: str) -> None:
        """See `AgentLeg.say`."""
        try:
            await self._mouth.speak([text])
        except LegOver as error:
            raise AgentGone from error
        if self._leg.ended is not None:
            raise AgentGone

    async def bridge(self, caller: CallerLeg) -> None:
        """See `AgentLeg.bridge`."""
        if not isinstance(caller, CallerOnLine):
            raise TypeError(f"a {type(caller).__name__} has no leg to bridge")
        try:
            self._leg.bridge(caller.leg)
        except LegOver as error:
            raise AgentGone if self._leg.ended is not None else CallerGone from error
        ends = {asyncio.ensure_future(_until_ended(leg.events)) for leg in (self._leg, caller.leg)}
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                await call_off(end)
            self._leg.unbridge()

    async def hangup(self) -> None:
        """See `AgentLeg.hangup`."""
        await self._leg.hangup()


class GatewayAgents:
    """`handoff.acd.AgentLine` over the gateway."""

    def __init__(self, gateway: Gateway, mouth_for: Callable[[CallLeg], Mouth]) -> None:
        self._gateway = gateway
        self._mouth_for = mouth_for

    async def ring(self, uri: str, headers: Mapping[str, str], timeout_s: float) -> AgentOnPhone:
        """See `AgentLine.ring`."""
        try:
            leg = await self._gateway.call(uri, headers=headers, timeout_s=timeout_s)
        except NoAnswer as error:
            raise AgentNoAnswer(str(error)) from error
        except (CallFailed, VoiceError) as error:
            raise AgentBusy(str(error)) from error
        return AgentOnPhone(leg, self._mouth_for(leg))


async def _until_ended(events: asyncio.Queue[LegEvent]) -> None:
    while not isinstance(await events.get(), LegEnded):
        pass
