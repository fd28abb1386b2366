"""Calls a person back, and goes on only where a person says by key that they are there.

ring ── busy, refused, no answer ──▶ CallerNotReached
  │ picked up
  ▼
«It is X, you wanted to be called» ─ 1 ─▶ the caller      2 ─▶ not wanted
  │ again and again, until `confirm_s`                    hung up ─▶ HUNG_UP
  └─ no key ─▶ MACHINE, where it spoke on and on or beeped; else NO_KEY
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field

from bot.call.caller_to_be import CallerToBe
from bot.call.handover import CallerPort
from bot.call.ports import CallLeg, OutgoingCalls
from bot.call.prompt_player import PromptPlayer
from bot.call.signals import CallSignals
from bot.callbacks.machine import MachineEar
from bot.callbacks.refusals import why_of
from handoff.acd.asking import told
from handoff.acd.company import cancelled, speak
from handoff.acd.port import AgentLeg
from handoff.callbacks.keeper import Called, OnDial
from handoff.callbacks.options import CallbackRules
from handoff.callbacks.plan import Why
from handoff.callbacks.sentences import CallbackSentences
from handoff.errors import AgentGone, CallerGone, CallerNotReached, SentenceLost
from handoff.packet import ContextPacket
from nlu.text.languages import FALLBACK
from voice.errors import VoiceError

log = logging.getLogger(__name__)

YES, NO = "1", "2"
PAUSE_S = 2.5
"""Between the question and the question again."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One language: what is said, the company's name, and the apology with its sound."""

    said: CallbackSentences
    company: str
    apology: str = ""
    apology_pcm: bytes = field(default=b"", repr=False)


class CalledPort(CallerPort):
    """A caller who was called; `handoff.callbacks.keeper.Called`."""

    why = ""


class GatewayCallers:
    """`handoff.callbacks.keeper.CallerLine` over the gateway.

    Args:
        mouth_for: a voice on a leg, in a language.
        languages: with `FALLBACK`. house: the language in which agents are spoken to.
    """

    def __init__(
        self,
        gateway: OutgoingCalls,
        mouth_for: Callable[[CallLeg, str], PromptPlayer],
        languages: Mapping[str, Spoken],
        rules: CallbackRules,
        house: str = FALLBACK,
    ) -> None:
        self._house = house
        self._gateway = gateway
        self._mouth_for = mouth_for
        self._languages = languages
        self._rules = rules

    @asynccontextmanager
    async def caller(self, packet: ContextPacket, number: str, on_dial: OnDial) -> AsyncIterator[Called]:
        """See `CallerLine.caller`."""
        async with AsyncExitStack() as stack:
            if self._rules.order == "caller":
                yield await stack.enter_async_context(self._reached(packet, number, on_dial))
                return

            async def fetch(agent: AgentLeg) -> CalledPort:
                return await self._fetched(
                    agent, later, stack.enter_async_context(self._reached(packet, number, on_dial))
                )

            later = CallerToBe(fetch)
            yield later

    async def _fetched(
        self, agent: AgentLeg, later: CallerToBe[CalledPort], reaching: Coroutine[None, None, CalledPort]
    ) -> CalledPort:
        """Call the person while the agent waits, who is told why nobody comes. Raises CallerGone."""
        said = self._languages[self._house].said
        await _told(agent, said.fetching)
        calling, leaving = asyncio.ensure_future(reaching), asyncio.ensure_future(_gone(agent))
        try:
            await asyncio.wait({calling, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if calling.done():
                return calling.result()
            raise AgentGone("the agent hung up while the caller was called")
        except CallerNotReached as error:
            later.why = error.why
            await _told(agent, said.not_reached)
            await agent.hangup()
            raise CallerGone from error
        finally:
            await cancelled(calling, leaving)

    @asynccontextmanager
    async def _reached(self, packet: ContextPacket, number: str, on_dial: OnDial) -> AsyncIterator[CalledPort]:
        """The person, who said that they are there. Raises CallerNotReached."""
        await on_dial()
        leg = await self._ring(number)
        try:
            async with aclosing(CallSignals(leg.events)) as signals:
                spoken = self._languages.get(packet.language, self._languages[FALLBACK])
                leg.farewell = b""
                port = CalledPort(
                    leg, signals, self._mouth_for(leg, packet.language), spoken.apology, spoken.apology_pcm
                )
                await self._confirmed(leg, port, spoken)
                yield port
        finally:
            leg.listen(None)
            await leg.hangup()

    async def _ring(self, number: str) -> CallLeg:
        assert self._rules.dial is not None
        try:
            return await self._gateway.call(self._rules.dial.format(number=number), timeout_s=self._rules.ring_s)
        except VoiceError as error:
            raise CallerNotReached(why_of(error)) from error

    async def _confirmed(self, leg: CallLeg, port: CalledPort, spoken: Spoken) -> None:
        """Returns when a person said that they are there. Raises CallerNotReached."""
        loop, beeped = asyncio.get_running_loop(), asyncio.Event()
        ear = MachineEar(lambda: loop.call_soon_threadsafe(beeped.set))
        leg.listen(ear.feed)
        asking = asyncio.ensure_future(self._asked(port, spoken))
        beeping = asyncio.ensure_future(beeped.wait())
        try:
            await asyncio.wait({asking, beeping}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():  # what is said from here on would be recorded
                raise CallerNotReached(Why.MACHINE)
            key = asking.result()
        except CallerGone as gone:
            raise CallerNotReached(Why.MACHINE if ear.machine else Why.HUNG_UP) from gone
        finally:
            await cancelled(asking, beeping)
            leg.listen(None)
        if key == NO:
            with suppress(CallerGone):
                await speak(port, spoken.said.not_wanted)
            raise CallerNotReached(Why.NOT_WANTED)
        if key != YES:
            raise CallerNotReached(Why.MACHINE if ear.machine else Why.NO_KEY)

    async def _asked(self, port: CalledPort, spoken: Spoken) -> str:
        """The key, "" where none came."""
        deadline_s = time.monotonic() + self._rules.confirm_s
        text = spoken.said.greeting.format(company=spoken.company)
        while time.monotonic() < deadline_s:
            if key := await told(port, [text], YES + NO, PAUSE_S):
                return key
            text = spoken.said.again
        return ""


async def _told(agent: AgentLeg, text: str) -> None:
    with suppress(SentenceLost):
        await agent.say(text)


async def _gone(agent: AgentLeg) -> None:
    """Returns when the agent hung up."""
    with suppress(AgentGone):
        while True:
            await agent.key()
