"""The built-in queue of one agent: wait until the agent is free, ring, whisper, bridge; never silence for the caller.

agent    busy ····· free  ring ········ picks up ─ whisper ──────────┬─ bridge
caller   «busy» hum «busy» «waiting» hum «waiting»─┤ «connecting» hum┘
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from handoff.acd.company import Company, cancelled, company
from handoff.acd.port import AgentLeg, AgentLine, CallerLeg, Outcome, Progress
from handoff.errors import AgentBusy, AgentError, AgentGone, AgentNoAnswer, CallerGone, SentenceLost, TransferFailed
from handoff.options import RingRules
from handoff.packet import ContextPacket, PacketCaller
from handoff.sentences import CallerSentences, HandoffSentences
from handoff.states import State
from handoff.summary import whisper
from handoff.uui import HEADER, UserToUser, pack

log = logging.getLogger(__name__)

TOKEN_HEADER = "X-Hatef-Token"
AT_ONCE_S = 0.01
FAREWELL_S = 8.0
"""The longest that an agent is told that the caller left."""


@dataclass(frozen=True, slots=True)
class QueueOptions:
    """The agent and the times, s. `whisper_language` "" means the call's own.

    `announce_s`: the longest that the agent waits until the caller has heard of it; on hold nothing is heard.
    """

    agent_uri: str
    rules: RingRules = RingRules()
    pause_s: float = 3.0
    whisper_s: float = 20.0
    announce_s: float = 10.0
    waiting_every_s: float = 6.0
    whisper_language: str = ""


class QueueAcd:
    """`Acd` with our own bridge; one caller at a time has the agent, the others wait in the order they came.

    `sentences` is what callers and the agent hear.
    """

    name = "queue"

    def __init__(self, line: AgentLine, options: QueueOptions, sentences: HandoffSentences) -> None:
        self._line = line
        self._options = options
        self._sentences = sentences
        self._agent = asyncio.Lock()

    async def transfer(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        """See `Acd.transfer`; returns when the bridge is over."""
        said = self._sentences.to_caller(packet.language)
        async with self._agent_to_oneself(caller, said):
            last: AgentError = AgentBusy()
            for attempt in range(self._options.rules.attempts):
                try:
                    await self._attempt(attempt, packet, token, caller, progress)
                    return Outcome(State.BRIDGED, self.name)
                except AgentError as error:
                    last = error
                    await progress(State.FAILED, type(error).__name__)
        raise TransferFailed(self.name, str(last)) from last

    @asynccontextmanager
    async def _agent_to_oneself(self, caller: CallerLeg, said: CallerSentences) -> AsyncIterator[None]:
        """One telephone never rings for two callers. Raises TransferFailed where the agent stays taken."""
        taking = asyncio.create_task(self._agent.acquire())
        try:
            if not (await asyncio.wait({taking}, timeout=AT_ONCE_S))[0]:
                await self._wait_for_agent(taking, caller, said)
            await taking
            yield
        finally:
            await cancelled(taking)
            if not taking.cancelled():
                self._agent.release()

    async def _wait_for_agent(self, taking: "asyncio.Task[bool]", caller: CallerLeg, said: CallerSentences) -> None:
        async with company(caller, said.busy, self._options.waiting_every_s) as waiting:
            try:
                async with asyncio.timeout(self._options.rules.free_s):
                    await waiting.during(taking)
            except TimeoutError as error:
                raise TransferFailed(self.name, "the agent stayed busy with another caller") from error

    async def _attempt(
        self, attempt: int, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress
    ) -> None:
        """Ring once; returns when the bridge is over. Raises AgentError, CallerGone."""
        said = self._sentences.to_caller(packet.language)
        async with company(caller, said.waiting, self._options.waiting_every_s) as waiting:
            agent = await self._reach(attempt, packet.caller, token, progress, waiting)
            try:
                await progress(State.WHISPERING, "")
                await self._introduce(packet, agent, said, waiting)
                if not await caller.alive():
                    raise CallerGone("no sound came from the caller any more")
                await waiting.close()
                await agent.bridge(caller)
                await progress(State.BRIDGED, "")
                await agent.talk(caller)
            except CallerGone:
                await self._take_leave(agent, packet)
                raise
            finally:
                # Also when the call is torn down: the agent's telephone must not stay up.
                await agent.hangup()

    async def _reach(
        self, attempt: int, who: PacketCaller, token: str, progress: Progress, waiting: Company
    ) -> AgentLeg:
        """The agent, picked up; or CallerGone with the ringing stopped."""
        reaching = asyncio.create_task(self._ring(attempt, who, token, progress))
        try:
            return await waiting.during(reaching)
        except BaseException:
            await cancelled(reaching)
            if not reaching.cancelled() and reaching.exception() is None:
                await reaching.result().hangup()
            raise

    async def _ring(self, attempt: int, who: PacketCaller, token: str, progress: Progress) -> AgentLeg:
        headers = {TOKEN_HEADER: token, HEADER: pack(UserToUser(token.encode("ascii")))}
        if attempt:
            await asyncio.sleep(self._options.pause_s)
        await progress(State.RINGING, f"attempt {attempt + 1}")
        try:
            # The line keeps the time itself; this fence is for one that does not.
            async with asyncio.timeout(self._options.rules.ring_s + 1):
                return await self._line.ring(self._options.agent_uri, headers, self._options.rules.ring_s, who)
        except TimeoutError as error:
            raise AgentNoAnswer("the line itself was late") from error

    async def _introduce(self, packet: ContextPacket, agent: AgentLeg, said: CallerSentences, waiting: Company) -> None:
        """Whisper to the agent while the caller hears that it goes on; to their ends, or as far as there is time."""
        text = whisper(packet, self._sentences, self._options.whisper_language)
        whispering = asyncio.ensure_future(_told(agent, text, self._options.whisper_s))
        announcing = asyncio.ensure_future(_announced(waiting, said.connecting, self._options.announce_s))
        try:
            # The first that fails is raised; the other is cut.
            for one in asyncio.as_completed([whispering, announcing]):
                await waiting.during(asyncio.ensure_future(one))
        finally:
            await cancelled(whispering, announcing)

    async def _take_leave(self, agent: AgentLeg, packet: ContextPacket) -> None:
        """The caller is gone: the agent hears so instead of a dead line."""
        said = self._sentences.to_agent(self._options.whisper_language or packet.language)
        with contextlib.suppress(AgentGone):
            await _told(agent, said.caller_left, FAREWELL_S)


async def _announced(waiting: Company, text: str, most_s: float) -> None:
    try:
        async with asyncio.timeout(most_s):
            await waiting.announce(text)
    except TimeoutError:
        log.info("the caller did not hear that they are connected: perhaps on hold")


async def _told(agent: AgentLeg, text: str, most_s: float) -> None:
    """One sentence to the agent; cut where it does not end, given up where it cannot be said."""
    try:
        async with asyncio.timeout(most_s):
            await agent.say(text)
    except TimeoutError:
        log.warning("a sentence to the agent took longer than %s s and was cut", most_s)
    except SentenceLost as error:
        # An unprepared human is better than none.
        log.warning("to the agent: %s", error)
