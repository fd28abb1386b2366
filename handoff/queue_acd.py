"""The built-in queue of one agent: ring, whisper, bridge; the caller never hears silence meanwhile.

agent    ring ········ picks up ─ whisper ──────────┬─ bridge
caller   «waiting» pause «waiting»─┤ «connecting» ──┘
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from handoff.acd import AgentLeg, AgentLine, CallerLeg, Outcome, Progress
from handoff.errors import AgentBusy, AgentError, AgentGone, AgentNoAnswer, CallerGone, TransferFailed
from handoff.packet import ContextPacket
from handoff.sentences import Sentences, sentences
from handoff.states import State
from handoff.summary import whisper
from handoff.uui import HEADER, UserToUser, pack

TOKEN_HEADER = "X-Hatef-Token"


@dataclass(frozen=True, slots=True)
class QueueOptions:
    """The agent and the times, s. `attempts` counts rings; `whisper_language` "" means the call's own."""

    agent_uri: str
    ring_s: float = 20.0
    attempts: int = 2
    pause_s: float = 3.0
    whisper_s: float = 20.0
    waiting_every_s: float = 6.0
    whisper_language: str = ""


class QueueAcd:
    """`Acd` with our own bridge. `wording` chooses what callers hear, by language."""

    name = "queue"

    def __init__(self, line: AgentLine, options: QueueOptions, wording: Callable[[str], Sentences] = sentences) -> None:
        self._line = line
        self._options = options
        self._wording = wording

    async def transfer(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        """See `Acd.transfer`; returns when the bridge is over."""
        said = self._wording(packet.language)
        answered = asyncio.Event()
        waiting = asyncio.create_task(self._keep_company(caller, said.waiting, answered))
        try:
            agent = await self._reach_unless_gone(token, progress, waiting)
            answered.set()
            try:
                await progress(State.WHISPERING, "")
                await self._introduce(packet, agent, _announce(caller, said.connecting, after=waiting))
                await progress(State.BRIDGED, "")
                await agent.bridge(caller)
            except AgentGone as error:
                raise TransferFailed(self.name, "the agent hung up before the bridge") from error
            finally:
                # Also when the caller left or the call is torn down: the agent's telephone must not stay up.
                await agent.hangup()
        finally:
            await _cancelled(waiting)
        return Outcome(State.BRIDGED, self.name)

    async def _keep_company(self, caller: CallerLeg, text: str, answered: asyncio.Event) -> None:
        """Repeat one sentence until the agent answers; the running one plays to its end.

        Raises:
            CallerGone: at once, also between two sentences.
        """
        left, over = asyncio.ensure_future(caller.left()), asyncio.ensure_future(answered.wait())
        try:
            while not answered.is_set():
                if text:
                    await caller.say(text)
                every_s = self._options.waiting_every_s
                await asyncio.wait({left, over}, timeout=every_s, return_when=asyncio.FIRST_COMPLETED)
                if left.done():
                    raise CallerGone
        finally:
            await _cancelled(left, over)

    async def _reach_unless_gone(self, token: str, progress: Progress, waiting: asyncio.Task[None]) -> AgentLeg:
        """The agent, or `CallerGone` (by way of `waiting`) with the ringing stopped."""
        reaching = asyncio.create_task(self._reach(token, progress))
        try:
            await asyncio.wait({reaching, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if reaching.done():
                return reaching.result()
            waiting.result()
            return await reaching
        except BaseException:
            await _cancelled(reaching)
            if not reaching.cancelled() and reaching.exception() is None:
                await reaching.result().hangup()
            raise

    async def _reach(self, token: str, progress: Progress) -> AgentLeg:
        """Ring until the agent answers or the attempts are used up."""
        headers = {TOKEN_HEADER: token, HEADER: pack(UserToUser(token.encode("ascii")))}
        last: AgentError = AgentBusy()
        for attempt in range(self._options.attempts):
            if attempt:
                await asyncio.sleep(self._options.pause_s)
            await progress(State.RINGING, f"attempt {attempt + 1}")
            try:
                # The line keeps the time itself; this fence is for one that does not.
                async with asyncio.timeout(self._options.ring_s + 1):
                    return await self._line.ring(self._options.agent_uri, headers, self._options.ring_s)
            except AgentError as error:
                last = error
            except TimeoutError:
                last = AgentNoAnswer("the line itself was late")
            await progress(State.FAILED, type(last).__name__)
        raise TransferFailed(self.name, str(last)) from last

    async def _introduce(
        self, packet: ContextPacket, agent: AgentLeg, announcement: Coroutine[None, None, None]
    ) -> None:
        """Whisper to the agent while the caller hears that it goes on; both to their ends."""
        text = whisper(packet, self._options.whisper_language)
        tasks = {asyncio.create_task(announcement), asyncio.create_task(agent.say(text))}
        try:
            # A whisper that never ends is cut: an unprepared human is better than none.
            done, _ = await asyncio.wait(tasks, timeout=self._options.whisper_s, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            await _cancelled(*tasks)


async def _announce(caller: CallerLeg, text: str, *, after: asyncio.Task[None]) -> None:
    await after
    if text:
        await caller.say(text)


async def _cancelled(*tasks: "asyncio.Task[Any]") -> None:
    """Cancel and wait; what they raised is dropped, the one that matters was raised already."""
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    for task in tasks:
        if not task.cancelled():
            task.exception()
