"""One ring of one agent for one caller: ring, whisper, «1» or «2», bridge; every way in which either can leave.

agent    ring ····· picks up ─ whisper, «1 or 2?» ─┬─ 1 ─▶ bridge ─▶ one side hangs up
                                                   ├─ 2 ─▶ AgentPassedOn
                                                   └─ no key ─▶ AgentSilent
caller   music ··········································┘

Without keys (`RingOptions.accept_s` 0) who picks up has accepted: the whisper is heard to its end, and the caller hears
meanwhile that somebody is there.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handoff.acd.company import Company, cancelled
from handoff.acd.own.agents import Agent
from handoff.acd.port import AgentLeg, AgentLine, CallerLeg, Onward, Progress
from handoff.errors import AgentGone, AgentNoAnswer, AgentPassedOn, AgentSilent, CallerGone, SentenceLost
from handoff.packet import ContextPacket
from handoff.sentences import HandoffSentences
from handoff.states import State
from handoff.summary import whisper
from handoff.uui import HEADER, UserToUser, pack

log = logging.getLogger(__name__)

TOKEN_HEADER = "X-Hatef-Token"
FAREWELL_S = 8.0
"""The longest that an agent is told that the caller left."""
ACCEPT, PASS_ON = "1", "2"


@dataclass(frozen=True, slots=True)
class RingOptions:
    """Times, s. `accept_s`: so long behind the first question a key may come, 0: none is needed. `language`: what
    agents without one of their own are spoken to in.

    `announce_s`: the longest that the agent waits until the caller has heard of it; on hold nothing is heard.
    """

    ring_s: float = 20.0
    accept_s: float = 0.0
    whisper_s: float = 20.0
    announce_s: float = 10.0
    language: str = ""
    music: bytes = b""
    """What callers hear whom the agent puts on hold, 8 kHz mono s16; empty: our own."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring: the caller's packet and token, the agent, and who else takes part."""

    line: AgentLine
    options: RingOptions
    sentences: HandoffSentences
    packet: ContextPacket
    token: str
    agent: Agent
    caller: CallerLeg
    progress: Progress
    taken: Callable[[], bool]
    """Told when the agent accepts; False: the caller is not theirs any more."""
    onward: Onward | None = None

    @property
    def language(self) -> str:
        """What the agent is spoken to in; "": the call's own."""
        return self.agent.languages[0] if self.agent.languages else self.options.language

    async def run(self, note: str, company: Company) -> str:
        """Ring once; returns as `AgentLeg.talk` when the bridge is over. Raises AgentError, CallerGone, as `talk`."""
        leg = await self._reach(note, company)
        try:
            await self.progress(State.WHISPERING, "")
            await (self._ask(leg, company) if self.options.accept_s else self._introduce(leg, company))
            if not await self.caller.alive():
                raise CallerGone("no sound came from the caller any more")
            await company.close()
            await leg.bridge(self.caller)
            if not self.taken():
                raise CallerGone
            await self.progress(State.BRIDGED, "")
            return await leg.talk(self.caller, self.options.music, self.onward)
        except CallerGone:
            await self._take_leave(leg)
            raise
        finally:
            # Also when the call is torn down: the agent's telephone must not stay up.
            await leg.hangup()

    async def _reach(self, note: str, company: Company) -> AgentLeg:
        """The agent, picked up; or CallerGone with the ringing stopped."""
        reaching = asyncio.create_task(self._call(note))
        try:
            return await company.during(reaching)
        except BaseException:
            await cancelled(reaching)
            if not reaching.cancelled() and reaching.exception() is None:
                await reaching.result().hangup()
            raise

    async def _call(self, note: str) -> AgentLeg:
        headers = {TOKEN_HEADER: self.token, HEADER: pack(UserToUser(self.token.encode("ascii")))}
        await self.progress(State.RINGING, note)
        ring_s, language = self.options.ring_s, self.language
        try:
            # The line keeps the time itself; this fence is for one that does not.
            async with asyncio.timeout(ring_s + 1):
                return await self.line.ring(self.agent.uri, headers, ring_s, self.packet.caller, language)
        except TimeoutError as error:
            raise AgentNoAnswer("the line itself was late") from error

    async def _introduce(self, leg: AgentLeg, company: Company) -> None:
        """Whisper to the agent while the caller hears that it goes on; to their ends, or as far as there is time."""
        text = whisper(self.packet, self.sentences, self.language)
        said = self.sentences.to_caller(self.packet.language)
        whispering = asyncio.ensure_future(_told(leg, text, self.options.whisper_s))
        announcing = asyncio.ensure_future(_announced(company, said.connecting, self.options.announce_s))
        try:
            # The first that fails is raised; the other is cut.
            for one in asyncio.as_completed([whispering, announcing]):
                await company.during(asyncio.ensure_future(one))
        finally:
            await cancelled(whispering, announcing)

    async def _ask(self, leg: AgentLeg, company: Company) -> None:
        """Whisper until the agent accepts. Raises AgentPassedOn, AgentSilent, AgentGone, CallerGone."""
        asking = asyncio.ensure_future(self._accepted(leg))
        try:
            await company.during(asking)
        finally:
            await cancelled(asking)

    async def _accepted(self, leg: AgentLeg) -> None:
        keys = asyncio.ensure_future(_answer(leg))
        asking = asyncio.ensure_future(self._asked(leg))
        try:
            await asyncio.wait({keys, asking}, return_when=asyncio.FIRST_COMPLETED)
            if keys.done():
                return keys.result()
            asking.result()
            raise AgentSilent
        finally:
            await cancelled(keys, asking)

    async def _asked(self, leg: AgentLeg) -> None:
        """Whisper and ask, ask once more at half time; ends `accept_s` behind the first question, in a word or not."""
        accept = self.sentences.to_agent(self.language or self.packet.language).accept
        await _told(leg, f"{whisper(self.packet, self.sentences, self.language)} {accept}", self.options.whisper_s)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.options.accept_s):
                await asyncio.sleep(self.options.accept_s / 2)
                await _told(leg, accept, self.options.whisper_s)
                await asyncio.get_running_loop().create_future()

    async def _take_leave(self, leg: AgentLeg) -> None:
        """The caller is gone: the agent hears so instead of a dead line."""
        said = self.sentences.to_agent(self.language or self.packet.language)
        with contextlib.suppress(AgentGone):
            await _told(leg, said.caller_left, FAREWELL_S)


async def _answer(leg: AgentLeg) -> None:
    """Returns at «1». Raises AgentPassedOn at «2», AgentGone."""
    key = ""
    while key != ACCEPT:
        key = await leg.key()
        if key == PASS_ON:
            raise AgentPassedOn


async def _announced(waiting: Company, text: str, most_s: float) -> None:
    try:
        await _within(waiting.announce(text), most_s)
    except TimeoutError:
        log.info("the caller did not hear that they are connected: perhaps on hold")


async def _told(agent: AgentLeg, text: str, most_s: float) -> None:
    """One sentence to the agent; cut where it does not end, given up where it cannot be said."""
    try:
        await _within(agent.say(text), most_s)
    except TimeoutError:
        log.warning("a sentence to the agent took longer than %s s and was cut", most_s)
    except SentenceLost as error:
        # An unprepared human is better than none.
        log.warning("to the agent: %s", error)


async def _within(work: Awaitable[None], most_s: float) -> None:
    async with asyncio.timeout(most_s):
        await work
