"""One caller's way through one queue: a place, the next agent, a ring, until one takes the caller.

place ─▶ wait ─▶ agent ─▶ ring ─▶ bridged
   │       ▲ │              │
   │       └─┼── not taken ─┘
   ▼         ▼
 «1»: a     waited too long, nobody at work any more, rung too often: TransferFailed
 call-back, «2»: a message
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from handoff.acd.company import Company, attended, cancelled, company, speak
from handoff.acd.own.agents import Agent
from handoff.acd.own.announcements import Announcer
from handoff.acd.own.board import NotTaken
from handoff.acd.own.distributor import Distributor, Place, Want
from handoff.acd.own.music import HoldMusic, next_key, own_music
from handoff.acd.own.plan import QueuePlan
from handoff.acd.own.ring import Ring
from handoff.acd.own.tally import Tally
from handoff.acd.port import CallerLeg, Progress
from handoff.errors import (
    AgentBusy,
    AgentError,
    AgentGone,
    AgentNoAnswer,
    AgentPassedOn,
    AgentRefused,
    AgentSilent,
    AgentUnavailable,
    AgentUnreachable,
    CallbackWanted,
    HandoffError,
    TransferFailed,
    VoicemailWanted,
)
from handoff.packet import ContextPacket
from handoff.reasons import Reason
from handoff.sentences import CallerSentences
from handoff.states import State

NAME = "queue"
"""Of the way, in errors and in the journal."""
AT_ONCE_S = 0.01
MUSIC_PIECE_S = 120.0
WHY: dict[type[AgentError], NotTaken] = {
    AgentNoAnswer: NotTaken.NO_ANSWER,
    AgentSilent: NotTaken.NO_KEY,
    AgentBusy: NotTaken.BUSY,
    AgentRefused: NotTaken.REFUSED,
    AgentPassedOn: NotTaken.PASSED_ON,
    AgentUnavailable: NotTaken.DO_NOT_DISTURB,
    AgentUnreachable: NotTaken.UNREACHABLE,
    AgentGone: NotTaken.HUNG_UP,
}
"""What the board is told of each failed ring."""
WISHES: dict[str, type[HandoffError]] = {"1": CallbackWanted, "2": VoicemailWanted}
"""What a caller may ask for by key instead of waiting."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What a handoff gives an ACD."""

    packet: ContextPacket
    token: str
    caller: CallerLeg
    progress: Progress


class Trip:
    """One caller's way through one queue."""

    def __init__(
        self,
        errand: Errand,
        plan: QueuePlan,
        distributor: Distributor,
        ring: Callable[..., Ring],
        said: CallerSentences,
        tally: Tally,
        opening: str = "",
    ) -> None:
        """`ring` makes a `Ring` of agent, place, and what is told when they accept; `opening` is said first of all."""
        packet, caller = errand.packet, errand.caller
        self._distributor = distributor
        self._plan = plan
        self._packet = packet
        self._caller = caller
        self._progress = errand.progress
        self._said = said
        self._ring = ring
        self._tally = tally
        self._keys = _keys(plan, packet)
        offers = {"1": said.offer_callback, "2": said.offer_voicemail}
        offer = " ".join(offers[key] for key in self._keys)
        messages = plan.messages.get(packet.language, ())
        self._announcer = Announcer(said, messages, plan.every_s, offer)
        self._music = HoldMusic(caller, plan.music or own_music())
        self._opening = opening
        """Not said yet."""
        self._agent_rung: Agent | None = None
        self._arrived_s = 0.0

    async def serve(self, arrived_s: float, refusal: str) -> str:
        """Until the bridge is over, counted; the result is that of `AgentLeg.talk`.

        `refusal`: why nobody waits here; "": nothing speaks against it.

        Raises TransferFailed, CallbackWanted, VoicemailWanted, CallerGone.
        """
        ended: BaseException | None = None
        try:
            if refusal:
                raise TransferFailed(NAME, refusal)
            return await self._run(arrived_s)
        except BaseException as error:
            ended = error
            raise
        finally:
            self._tally.over(self._agent_rung, ended)

    async def say_closed(self, opens: str = "") -> None:
        """Nobody is there at this hour; `opens`: when somebody is."""
        if self._plan.announces:
            await speak(self._caller, " ".join(filter(None, (self._said.queue_closed, opens))))

    async def _run(self, arrived_s: float) -> str:
        packet, plan = self._packet, self._plan
        self._arrived_s = arrived_s
        back = packet.reason == Reason.CALLED_BACK
        want = Want(
            *(packet.call_id, plan.name, packet.language, packet.skill, plan.priority),
            kind="callback" if back else "call",
            packet_id=packet.packet_id,
            # Whom Hatef called back has the place of the call in which that was promised.
            arrived_s=arrived_s - (self._age_s() if back else 0.0),
        )
        last: AgentError = AgentBusy()
        with self._distributor.join(want) as place:
            self._tally.came(place)
            while not plan.most_rings or self._tally.rings < plan.most_rings:
                try:
                    return await (self._attend(place) if plan.announces else self._ring_lone(place))
                except AgentError as error:
                    last = error
                    self._not_taken(error)
                    place.not_taken(WHY.get(type(error), NotTaken.NO_ANSWER))
                    await self._progress(State.FAILED, type(error).__name__)
        raise TransferFailed(NAME, str(last)) from last

    async def _attend(self, place: Place) -> str:
        """One wait and one ring, with music, place and wait. What was said, and where the music was, goes on."""
        async with self._offering(place) as offering:
            first = self._said.waiting if offering.done() and not self._tally.rings else ""
            words = _Words(self._announcer, place, self._distributor, first)
            opening = self._first_words()
            async with attended(self._caller, words, self._music.play, MUSIC_PIECE_S, opening) as keeping:
                agent = await self._agent(offering, place, keeping)
                return await self._ring_up(agent, place, keeping)

    async def _ring_lone(self, place: Place) -> str:
        """One wait and one ring at a single telephone, in its own sentences; none is said of the rest between rings."""
        every_s = self._plan.every_s
        async with self._offering(place) as offering:
            if not offering.done():
                resting = not self._distributor.engaged(self._plan.name)
                words = "" if self._tally.rings else self._said.waiting if resting else self._said.busy
                async with company(self._caller, words, every_s, self._first_words()) as keeping:
                    await self._agent(offering, place, keeping)
            async with company(self._caller, self._said.waiting, every_s, self._first_words()) as keeping:
                return await self._ring_up(offering.result(), place, keeping)

    def _first_words(self) -> str:
        """The opening, once."""
        opening, self._opening = self._opening, ""
        return opening

    @asynccontextmanager
    async def _offering(self, place: Place) -> "AsyncIterator[asyncio.Task[Agent]]":
        """The next agent to ring; there at once where one is free."""
        offering = asyncio.create_task(place.offered())
        try:
            await asyncio.wait({offering}, timeout=AT_ONCE_S)
            yield offering
        finally:
            await cancelled(offering)

    async def _ring_up(self, agent: Agent, place: Place, keeping: Company) -> str:
        self._agent_rung = agent
        self._tally.rings_at(agent)

        def taken() -> bool:
            if takes := place.taken():
                self._tally.taken_by(agent)
            return takes

        ring = self._ring(agent=agent, taken=taken, place=place)
        return await ring.run(f"attempt {self._tally.rings}", keeping)

    def _not_taken(self, error: AgentError) -> None:
        if self._agent_rung is not None:
            self._tally.not_taken_by(self._agent_rung, error)
            self._agent_rung = None

    async def _agent(self, offering: "asyncio.Task[Agent]", place: Place, keeping: Company) -> Agent:
        """The next agent. Raises TransferFailed where there is none in time, what is wished, CallerGone."""
        waiting = asyncio.create_task(self._offered(offering, place))
        try:
            async with asyncio.timeout(self._left_s()):
                return await keeping.during(waiting)
        except TimeoutError as error:
            raise TransferFailed(NAME, "every agent stayed busy with another caller") from error
        finally:
            await cancelled(waiting)

    def _left_s(self) -> float | None:
        """How long the caller waits on; a single telephone that was rung is rung again however long that takes."""
        if self._plan.most_rings and self._tally.rings:
            return None
        return max(0.0, self._arrived_s + self._plan.most_wait_s - self._distributor.now_s())

    def _age_s(self) -> float:
        """How long ago the handoff began."""
        return max(0.0, (datetime.now(UTC) - self._packet.created_at).total_seconds())

    async def _offered(self, offering: "asyncio.Task[Agent]", place: Place) -> Agent:
        """As `offering`, unless everybody went home meanwhile, or the caller presses the key for something else."""
        others = {asyncio.create_task(self._empty(place))}
        if self._keys:
            others.add(asyncio.create_task(self._wish()))
        try:
            await asyncio.wait({offering, *others}, return_when=asyncio.FIRST_COMPLETED)
            if offering.done():
                return offering.result()
            for one in others:
                if one.done():
                    one.result()
            return await offering
        finally:
            await cancelled(*others)

    async def _empty(self, place: Place) -> None:
        """Raises TransferFailed as soon as nobody works any more."""
        while not self._plan.needs_staff or self._distributor.staffed(self._plan.name):
            place.emptied.clear()
            await place.emptied.wait()
        raise TransferFailed(NAME, "nobody is at work any more")

    async def _wish(self) -> None:
        """Raises what a key of `WISHES` asks for, CallerGone."""
        raise WISHES[await next_key(self._caller, self._keys)]


def _keys(plan: QueuePlan, packet: ContextPacket) -> str:
    """The keys of `WISHES` that mean something to this caller; whom Hatef calls back leaves no message."""
    callback = "1" if plan.offers_callback and packet.caller.reachable else ""
    voicemail = "2" if plan.offers_voicemail and packet.reason != Reason.CALLED_BACK else ""
    return callback + voicemail


@dataclass(slots=True)
class _Words:
    """Waits until the announcer has something to say (`handoff.acd.company.Words`)."""

    announcer: Announcer
    place: Place
    distributor: Distributor
    first: str

    async def __call__(self) -> str:
        if self.first:
            first, self.first = self.first, ""
            return first
        while True:
            self.place.moved.clear()
            now_s = self.distributor.now_s()
            if self.place.offer is None and (text := self.announcer.text(self.place.prospect(), now_s)):
                return text
            await self._news(now_s)

    async def _news(self, now_s: float) -> None:
        """Until the board moves, a new place need not be kept back any more, or it is time for the regular words."""
        waits = [one for one in (self.announcer.may_move_s(now_s), self.announcer.next_s(now_s)) if one > 0]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(waits, default=None)):
                await self.place.moved.wait()
