"""The caller stays with Hatef until an agent of the queue has answered; then the two are joined by the PBX.

we call the queue ─▶ ringing … music … ─▶ an agent answers ─▶ whisper ─▶ REFER with Replaces ─▶ REFERRED
caller: tone, place in line, key 1          caller: «connected»             └── refused ─▶ joined here: BRIDGED
   │          │                                                                 (the agent is there: nobody is lost)
   │          └── key 1 ─▶ CallbackWanted
   ├── our call is not let in ─▶ by REFER
   └── busy, nobody serves, time over ─▶ TransferFailed: the caller never left
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from copy import copy
from dataclasses import dataclass

from handoff.acd.ami.errors import AmiError
from handoff.acd.asterisk.acd import CALLBACK_KEY, Pbx
from handoff.acd.asterisk.queue import place_of
from handoff.acd.asterisk.watch import Followed
from handoff.acd.company import cancelled, company, hum, speak
from handoff.acd.port import Acd, AgentLeg, AgentLine, CallerLeg, Outcome, Progress
from handoff.acd.refer import ReferAcd
from handoff.errors import (
    AgentError,
    AgentGone,
    AgentUnreachable,
    CallbackWanted,
    CallerGone,
    SentenceLost,
    TransferFailed,
)
from handoff.packet import ContextPacket
from handoff.sentences import CallerSentences, HandoffSentences
from handoff.states import State
from handoff.summary import whisper
from handoff.uui import HEADER, UserToUser, pack

log = logging.getLogger(__name__)

TOKEN_HEADER = "X-Hatef-Token"
LOOK_S = 0.2
FAREWELL_S = 8.0
"""The longest that an agent is told that the caller left."""


@dataclass(frozen=True, slots=True)
class AttendedTimes:
    """All in s.

    `news`: how soon behind our 200 the PBX tells that it was an agent, or that we wait in a queue. `away`: how long AMI
    may be away before the caller goes into the queue without it.
    """

    place: float = 15.0
    """How often the place in line is asked for; it is said where it changed."""
    news: float = 1.0
    away: float = 4.0
    whisper: float = 20.0
    announce: float = 6.0


class AttendedAcd:
    """`Acd` by a call to the queue. `language`: what the agents hear, "" is the caller's own."""

    name = "attended"

    def __init__(
        self,
        line: AgentLine,
        refer: ReferAcd,
        pbx: Pbx,
        sentences: HandoffSentences,
        *,
        language: str = "",
        times: AttendedTimes = AttendedTimes(),
    ) -> None:
        self._line = line
        self._refer = refer
        self._manager = pbx.manager
        self._watch = pbx.watch
        self._rules = pbx.rules
        self._sentences = sentences
        self._language = language
        self._times = times
        self._opening = ""

    async def transfer(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        """See `Acd.transfer`. Raises CallbackWanted, too."""
        try:
            return await self._attend(packet, token, caller, progress)
        except AgentUnreachable as error:
            # Not the queue: the PBX does not let this call in (401, 404). It let the caller's in, and takes its REFER.
            log.error("the PBX takes no call of ours to handoff.target, so the caller goes by REFER: %s", error)
            await progress(State.FAILED, f"{self.name}: {type(error).__name__}")
        return await self._refer.transfer(packet, token, caller, progress)

    async def _attend(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        said = self._sentences.to_caller(packet.language)
        with self._watch.following(packet.packet_id) as followed:
            await progress(State.RINGING, f"queue {self._rules.queue_of(packet.skill)}")
            try:
                agent = await self._reach(packet, token, caller, followed, said)
            except AgentUnreachable:
                raise
            except AgentError as error:
                raise TransferFailed(self.name, str(error)) from error
            try:
                await progress(State.WHISPERING, "")
                if followed.agent.done() or not followed.uniqueid:  # else it is music, and told nothing
                    await self._introduce(packet, agent, caller, said)
                return await self._join(packet, agent, caller, progress)
            except CallerGone:
                if not agent.gone:  # instead of a dead line
                    with contextlib.suppress(AgentGone):
                        await _in_time(agent.say, self._sentences.to_agent(self._language).caller_left, FAREWELL_S)
                raise
            except AgentError as error:
                raise TransferFailed(self.name, str(error)) from error
            finally:
                await agent.hangup()

    def saying(self, text: str, short: str = "") -> Acd:
        """See `SayingAcd`: the agents' telephones ring meanwhile."""
        other = copy(self)
        other._opening = text
        return other

    async def _reach(
        self, packet: ContextPacket, token: str, caller: CallerLeg, followed: Followed, said: CallerSentences
    ) -> AgentLeg:
        """The agent, with the caller in good company. Raises AgentError, CallerGone, CallbackWanted."""
        reaching = asyncio.ensure_future(self._call(packet, token, followed))
        keeping = asyncio.ensure_future(self._keep_company(packet, caller, followed, said))
        pressing = asyncio.ensure_future(_pressed(caller, CALLBACK_KEY if packet.caller.reachable else ""))
        leaving = asyncio.ensure_future(caller.left())
        try:
            await asyncio.wait({reaching, keeping, pressing, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if reaching.done():
                return reaching.result()
            if leaving.done():
                raise CallerGone(leaving.result())
            if pressing.done():
                pressing.result()
                raise CallbackWanted
            keeping.result()
            raise AssertionError("company is kept for ever")
        finally:
            late = not reaching.done()
            await cancelled(reaching, keeping, pressing, leaving)
            if late and not reaching.cancelled() and reaching.exception() is None:
                await reaching.result().hangup()

    async def _call(self, packet: ContextPacket, token: str, followed: Followed) -> AgentLeg:
        """Our leg into the queue, once an agent is at its other end."""
        target = self._refer.target(packet, token)
        headers = {TOKEN_HEADER: token, HEADER: pack(UserToUser(token.encode("ascii")))}
        deadline_s = asyncio.get_running_loop().time() + self._rules.wait_s
        agent = await self._line.ring(target, headers, self._rules.wait_s, packet.caller)
        try:
            await self._agent_there(agent, followed, deadline_s)
        except BaseException:
            await asyncio.shield(agent.hangup())
            raise
        return agent

    async def _agent_there(self, agent: AgentLeg, followed: Followed, deadline_s: float) -> None:
        """Some dial plans answer first and queue then: the music is no agent. Without AMI the answer has to do."""
        loop = asyncio.get_running_loop()
        news_s, up_s = loop.time() + self._times.news, loop.time()
        while not followed.agent.done() and (followed.uniqueid or loop.time() < news_s):
            if agent.gone:
                raise AgentGone("the queue ended the call")
            if loop.time() > deadline_s:
                raise AgentGone("no agent within the longest wait")
            up_s = loop.time() if self._manager.up else up_s
            if loop.time() - up_s > self._times.away:
                return  # nobody will tell of the agent: the caller takes our place in the queue, whoever is there
            await asyncio.wait({followed.agent}, timeout=LOOK_S)

    async def _keep_company(
        self, packet: ContextPacket, caller: CallerLeg, followed: Followed, said: CallerSentences
    ) -> None:
        """Tone and words for ever; the place in line where it is known and has changed."""
        told = 0
        await speak(caller, self._opening)
        while True:
            await hum(caller, self._times.place)
            place = await self._place(followed)
            if place in (0, told):
                await speak(caller, said.waiting)
                continue
            told = place
            await speak(caller, said.queue_ahead.format(callers=place - 1) if place > 1 else said.queue_next)
            if packet.caller.reachable:
                await speak(caller, said.offer_callback)

    async def _place(self, followed: Followed) -> int:
        if not followed.uniqueid:
            return 0
        try:
            return place_of(followed.uniqueid, await self._manager.ask_list("QueueStatus", {"Queue": followed.queue}))
        except AmiError:
            return 0

    async def _introduce(
        self, packet: ContextPacket, agent: AgentLeg, caller: CallerLeg, said: CallerSentences
    ) -> None:
        """Whisper to the agent while the caller hears that it goes on."""
        async with company(caller, "", self._times.place) as waiting:
            text = whisper(packet, self._sentences, self._language)
            announcing = asyncio.ensure_future(_in_time(waiting.announce, said.connecting, self._times.announce))
            whispering = asyncio.ensure_future(_in_time(agent.say, text, self._times.whisper))
            try:
                for one in asyncio.as_completed([whispering, announcing]):
                    await waiting.during(asyncio.ensure_future(one))
            finally:
                await cancelled(whispering, announcing)

    async def _join(self, packet: ContextPacket, agent: AgentLeg, caller: CallerLeg, progress: Progress) -> Outcome:
        if agent.gone:
            raise AgentGone
        try:
            outcome = await self._refer.send(packet, caller, lambda: caller.refer_to(agent), progress)
        except TransferFailed as error:
            if agent.gone:
                raise
            log.warning("the PBX does not join caller and agent, so they are joined here: %s", error)
            await agent.bridge(caller)
            await progress(State.BRIDGED, "")
            await agent.talk(caller)
            return Outcome(State.BRIDGED, self.name, error.sip_code)
        return Outcome(outcome.state, self.name, outcome.sip_code)


async def _pressed(caller: CallerLeg, key: str) -> None:
    """Returns when the caller pressed that key."""
    while await caller.key() != key:
        pass


async def _in_time(say: Callable[[str], Awaitable[None]], text: str, most_s: float) -> None:
    """A sentence, cut where it does not end and given up where it cannot be said: an unprepared human is a human."""
    try:
        async with asyncio.timeout(most_s):
            await say(text)
    except TimeoutError:
        log.info("a sentence before the transfer was cut after %s s", most_s)
    except SentenceLost as error:
        log.warning("before the transfer: %s", error)
