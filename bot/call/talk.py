"""A caller and those who talk to them, from the first bridge to the last: sent on, joined, left, or back at the bot.

          ┌───────────── REFER ─▶ the next is rung ─▶ joined, the former is free
          ▼                            └── not reached ─▶ the former again; where they are gone: TransferFailed
agent ⇄ caller ── REFER to the bot ─▶ its number
          │
          └── *3 number # ─▶ a colleague is rung, hears of the caller, presses 1 ─▶ all three ─▶ one leaves: two
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping

from bot.call.bridged import Invite, Wish, attend
from bot.call.fetching import WHISPER_S, Fetcher, Human, RingUp, given_up
from bot.call.handover import CallerPort
from bot.tasks import begin, call_off
from handoff.acd.company import cancelled, company
from handoff.acd.port import Destination, Onward
from handoff.errors import (
    AgentBusy,
    AgentError,
    AgentGone,
    AgentNoAnswer,
    AgentRefused,
    AgentUnreachable,
    CallerGone,
    SentenceLost,
    TransferFailed,
)
from voice.errors import LegOver, VoiceError
from voice.events import TransferAsked

OVER = ""
LAST_WORDS_S = 0.2
"""A telephone may hang up right behind its REFER; so long is what came before the end looked for."""
HUM_S = 15.0
CODES: Mapping[type[AgentError], int] = {
    AgentBusy: 486,
    AgentRefused: 603,
    AgentNoAnswer: 408,
    AgentUnreachable: 404,
}
"""What the agent who asked hears of it (RFC 3515, 2.4.5); 480 stands for all else."""


class Talk:
    """One talk. `music`: on hold, 8 kHz mono s16. `onward` None: nobody else can take part."""

    def __init__(self, agent: Human, caller: CallerPort, music: bytes, onward: Onward | None, ring_up: RingUp) -> None:
        self._first = agent
        self._agents: list[tuple[Human, Destination | None]] = [(agent, None)]
        self._caller = caller
        self._music = music
        self._onward = onward
        self._fetcher = Fetcher(onward, ring_up) if onward is not None else None
        self._inviting: asyncio.Task[tuple[Human, Destination] | None] | None = None

    async def run(self) -> str:
        """The number by which the caller goes back to the bot, "" where the talk is over. Raises TransferFailed."""
        try:
            while (wish := await self._together()) is not None:
                if (end := await self._grant(wish)) is not None:
                    return end
            return OVER
        finally:
            await self._close()

    async def _together(self) -> Wish | None:
        """Until the agent wants something; None: a side ended the talk. Who comes and goes changes nothing."""
        while True:
            wish = await self._until_change()
            if wish is not None or self._caller.signals.ended.done():
                return None if self._caller.signals.ended.done() else wish
            await self._welcome()
            await self._part_with_the_gone()
            if not self._agents:
                return None

    async def _until_change(self) -> Wish | None:
        wishes: asyncio.Queue[Wish] = asyncio.Queue()
        humans = [human for human, _ in self._agents]
        self._listen(self._allows if self._onward is not None and len(humans) == 1 else None)
        asks = wishes.put_nowait if self._onward is not None else None
        attending = begin(attend(humans, self._caller, self._music, asks), "the keys and holds of a bridge")
        wishing = asyncio.ensure_future(wishes.get())
        ends = {human.signals.ended for human in humans}
        waited: set[asyncio.Future[object]] = {self._caller.signals.ended, *ends, wishing}  # type: ignore[arg-type]
        if self._inviting is not None:
            waited.add(self._inviting)  # type: ignore[arg-type]
        try:
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if any(end.done() for end in ends) and not wishing.done():
                await asyncio.wait({attending, wishing}, timeout=LAST_WORDS_S)
                await asyncio.sleep(0)
            return wishing.result() if wishing.done() else None
        finally:
            await call_off(attending)
            await cancelled(wishing)

    def _allows(self, asked: TransferAsked) -> int:
        """The answer to a REFER. On the SIP thread."""
        assert self._onward is not None
        return 403 if self._onward.find(asked.target) is None else 202

    def _listen(self, judge: Callable[[TransferAsked], int] | None) -> None:
        for human, _ in self._agents:
            human.leg.take_transfers(judge)

    async def _grant(self, wish: Wish) -> str | None:
        """What the agent asked for. The end of the talk, or None where it goes on."""
        assert self._onward is not None
        if isinstance(wish, Invite):
            await self._invite(wish)
            return None
        to = self._onward.find(wish.target)
        if to is None or len(self._agents) > 1:
            await self._report(404 if to is None else 603)
            return None
        if not to.is_bot:
            return await self._send_on(to, wish.replaces)
        await self._report(200)
        self._caller.leg.unbridge()
        self._onward.moved(to)
        return to.name

    async def _report(self, sip_code: int) -> None:
        with contextlib.suppress(VoiceError):  # a telephone that hung up behind its REFER wants to know nothing
            await self._agents[0][0].leg.tell_transfer(sip_code)

    # --- sent on ------------------------------------------------------------------------------------------------

    async def _send_on(self, to: Destination, replaces: str) -> str | None:
        assert self._onward is not None
        former = self._agents[0][0]
        self._caller.leg.unbridge()
        await self._report(100)
        try:
            other = await self._fetched(to, replaces)
        except CallerGone:
            await self._report(487)
            return OVER
        except AgentError as error:
            await self._report(CODES.get(type(error), 480))
            self._back_to(former, error)
            return None
        await self._report(200)
        self._onward.moved(to)
        self._agents = [(other, to)]
        self._bridge(other)
        await former.hangup()
        return None

    async def _fetched(self, to: Destination, replaces: str) -> Human:
        """The next one, who knows of the caller; the caller hears that it rings. Raises AgentError, CallerGone."""
        assert self._fetcher is not None
        async with company(self._caller, "", HUM_S) as keeping:
            fetching = asyncio.create_task(self._fetcher.fetch(to, replaces))
            try:
                return await keeping.during(fetching)
            except BaseException:
                await given_up(fetching)
                raise

    def _back_to(self, former: Human, error: AgentError) -> None:
        """The agent who sent the caller on has them again."""
        if former.gone:
            raise TransferFailed("queue", f"nobody took the caller whom an agent sent on: {error}") from error
        self._bridge(former)

    def _bridge(self, agent: Human) -> None:
        with contextlib.suppress(LegOver):  # who is gone by now is seen at once
            agent.leg.bridge(self._caller.leg)

    # --- three --------------------------------------------------------------------------------------------------

    async def _invite(self, wish: Invite) -> None:
        assert self._onward is not None and self._fetcher is not None
        to = self._onward.find(wish.number)
        if to is None or to.is_bot or self._inviting is not None or len(self._agents) > 1:
            return await self._tell_agent()
        self._inviting = asyncio.create_task(self._fetcher.invite(to), name="a colleague who is brought in")

    async def _welcome(self) -> None:
        """Whoever was invited comes in, or the agent hears that nobody does."""
        if self._inviting is None or not self._inviting.done():
            return
        came, self._inviting = self._inviting.result(), None
        if came is None:
            return await self._tell_agent()
        human, to = came
        with contextlib.suppress(LegOver):
            self._caller.leg.join(human.leg)
        self._agents.append(came)
        assert self._onward is not None
        self._onward.joined(to)

    async def _tell_agent(self) -> None:
        """The colleague does not come. While they talk on: it is short, and the agent alone hears it."""
        assert self._onward is not None
        human, _ = self._agents[0]
        with contextlib.suppress(AgentGone, SentenceLost, TimeoutError):
            async with asyncio.timeout(WHISPER_S):
                await human.say(self._onward.not_reached)

    async def _part_with_the_gone(self) -> None:
        """Who hung up is out; the caller stays with who is left."""
        gone = [one for one in self._agents if one[0].gone]
        self._agents = [one for one in self._agents if not one[0].gone]
        for human, to in gone:
            human.leg.unbridge()
            if self._onward is not None and self._agents:
                left = to if to is not None else self._agents[0][1]
                if to is None and left is not None:
                    self._onward.moved(left)
                elif left is not None:
                    self._onward.left(left)

    async def _close(self) -> None:
        """Nobody is left in the bridge, and whoever came later is hung up; the first belongs to who rang them."""
        if self._inviting is not None:
            await given_up(self._inviting)
        self._listen(None)
        self._caller.leg.unbridge()
        for human, _ in self._agents:
            human.leg.unbridge()
            if human is not self._first:
                await human.hangup()
