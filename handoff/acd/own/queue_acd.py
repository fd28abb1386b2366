"""The built-in queues as a way to a human: a place in a queue, a ring, the next agent, until one takes the caller.

admitted? ─▶ place ─▶ wait ─▶ agent ─▶ ring ─▶ bridged
    │          │        ▲ │              │
    │          │        └─┼── not taken ─┘
    ▼          ▼          ▼
  closed     «1»: a      waited too long, nobody at work any more, rung too often
  empty      call-back
  full ──────────────────┴──▶ the overflow queue, or TransferFailed: the next way
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from handoff.acd.company import Company, attended, cancelled, company, speak
from handoff.acd.own.agents import Agent
from handoff.acd.own.announcements import Announcer
from handoff.acd.own.board import NotTaken
from handoff.acd.own.distributor import Distributor, Place, Want
from handoff.acd.own.music import HoldMusic, next_key, own_music
from handoff.acd.own.plan import QueuePlan, chosen
from handoff.acd.own.ring import Ring
from handoff.acd.port import AgentLine, CallerLeg, Outcome, Progress
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
    TransferFailed,
)
from handoff.hours import is_open
from handoff.packet import ContextPacket
from handoff.sentences import HandoffSentences
from handoff.states import State

log = logging.getLogger(__name__)

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
CALLBACK_KEY = "1"


class QueueAcd:
    """`Acd` with our own queues and bridge.

    Args:
        plans: the queues; a caller comes to the first that fits.
        sentences: what callers and agents hear.
        clock: the time on the wall, for opening hours.
    """

    name = "queue"

    def __init__(
        self,
        line: AgentLine,
        distributor: Distributor,
        plans: Sequence[QueuePlan],
        sentences: HandoffSentences,
        *,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._line = line
        self._distributor = distributor
        self._plans = tuple(plans)
        self._sentences = sentences
        self._clock = clock

    async def transfer(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        """See `Acd.transfer`; returns when the bridge is over. Raises CallbackWanted, too."""
        arrived_s = self._distributor.now_s()
        failed = TransferFailed(self.name, "there is no queue")
        task = _Task(packet, token, caller, progress)
        for plan in chosen(self._plans, packet):
            trip = _Trip(self._line, self._distributor, plan, self._sentences, task)
            try:
                await self._admit(plan, trip)
                await trip.run(arrived_s)
                return Outcome(State.BRIDGED, self.name)
            except TransferFailed as error:
                log.info("queue %s does not serve a caller: %s", plan.name, error.problem)
                failed = error
        raise failed

    async def _admit(self, plan: QueuePlan, trip: "_Trip") -> None:
        """Raises TransferFailed where it makes no sense to wait."""
        if not is_open(plan.open, self._clock()):
            await trip.say_closed()
            raise TransferFailed(self.name, "the queue is closed")
        if plan.needs_staff and not self._distributor.staffed(plan.name):
            raise TransferFailed(self.name, "nobody is at work")
        if len(self._distributor.board.waiting(plan.name)) >= plan.most_waiting:
            raise TransferFailed(self.name, "the queue is full")


@dataclass(frozen=True, slots=True)
class _Task:
    """What a handoff gives an ACD."""

    packet: ContextPacket
    token: str
    caller: CallerLeg
    progress: Progress


class _Trip:
    """One caller's way through one queue."""

    def __init__(
        self, line: AgentLine, distributor: Distributor, plan: QueuePlan, sentences: HandoffSentences, task: _Task
    ) -> None:
        packet, caller = task.packet, task.caller
        self._distributor = distributor
        self._plan = plan
        self._packet = packet
        self._caller = caller
        self._progress = task.progress
        self._said = sentences.to_caller(packet.language)
        self._offers = plan.offers_callback and packet.caller.reachable
        messages = plan.messages.get(packet.language, ())
        self._announcer = Announcer(self._said, messages, plan.every_s, offer=self._offers)
        self._music = HoldMusic(caller, plan.music or own_music())
        self._ring = partial(
            Ring, line, plan.ring, sentences, packet, task.token, caller=caller, progress=task.progress
        )
        self._rings = 0

    async def say_closed(self) -> None:
        if self._plan.announces:
            await speak(self._caller, self._said.queue_closed)

    async def run(self, arrived_s: float) -> None:
        """Until the bridge is over. Raises TransferFailed, CallbackWanted, CallerGone."""
        packet, plan = self._packet, self._plan
        want = Want(packet.call_id, plan.name, packet.language, packet.skill, plan.priority, arrived_s=arrived_s)
        last: AgentError = AgentBusy()
        with self._distributor.join(want) as place:
            while not plan.most_rings or self._rings < plan.most_rings:
                try:
                    return await (self._attend(place) if plan.announces else self._ring_lone(place))
                except AgentError as error:
                    last = error
                    place.not_taken(WHY.get(type(error), NotTaken.NO_ANSWER))
                    await self._progress(State.FAILED, type(error).__name__)
        raise TransferFailed(QueueAcd.name, str(last)) from last

    async def _attend(self, place: Place) -> None:
        """One wait and one ring, with music, place and wait. What was said, and where the music was, goes on."""
        async with self._offering(place) as offering:
            first = self._said.waiting if offering.done() and not self._rings else ""
            words = _Words(self._announcer, place, self._distributor, first)
            async with attended(self._caller, words, self._music.play, MUSIC_PIECE_S) as keeping:
                agent = await self._agent(offering, place, keeping)
                await self._ring_up(agent, place, keeping)

    async def _ring_lone(self, place: Place) -> None:
        """One wait and one ring at a single telephone, in its own sentences; none is said of the rest between rings."""
        every_s = self._plan.every_s
        async with self._offering(place) as offering:
            if not offering.done():
                words = "" if self._rings else self._said.busy
                async with company(self._caller, words, every_s) as keeping:
                    await self._agent(offering, place, keeping)
            async with company(self._caller, self._said.waiting, every_s) as keeping:
                await self._ring_up(offering.result(), place, keeping)

    @asynccontextmanager
    async def _offering(self, place: Place) -> "AsyncIterator[asyncio.Task[Agent]]":
        """The next agent to ring; there at once where one is free."""
        offering = asyncio.create_task(place.offered())
        try:
            await asyncio.wait({offering}, timeout=AT_ONCE_S)
            yield offering
        finally:
            await cancelled(offering)

    async def _ring_up(self, agent: Agent, place: Place, keeping: Company) -> None:
        self._rings += 1
        await self._ring(agent=agent, taken=place.taken).run(f"attempt {self._rings}", keeping)

    async def _agent(self, offering: "asyncio.Task[Agent]", place: Place, keeping: Company) -> Agent:
        """The next agent. Raises TransferFailed where there is none in time, CallbackWanted, CallerGone."""
        waiting = asyncio.create_task(self._offered(offering, place))
        try:
            async with asyncio.timeout(self._left_s(place)):
                return await keeping.during(waiting)
        except TimeoutError as error:
            raise TransferFailed(QueueAcd.name, "every agent stayed busy with another caller") from error
        finally:
            await cancelled(waiting)

    def _left_s(self, place: Place) -> float | None:
        """How long the caller waits on; a single telephone that was rung is rung again however long that takes."""
        if self._plan.most_rings and self._rings:
            return None
        return max(0.0, (place.want.arrived_s or 0.0) + self._plan.most_wait_s - self._distributor.now_s())

    async def _offered(self, offering: "asyncio.Task[Agent]", place: Place) -> Agent:
        """As `offering`, unless everybody went home meanwhile, or the caller presses the key for a call-back."""
        others = {asyncio.create_task(self._empty(place))}
        if self._offers:
            others.add(asyncio.create_task(self._callback_key()))
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
        raise TransferFailed(QueueAcd.name, "nobody is at work any more")

    async def _callback_key(self) -> None:
        """Raises CallbackWanted at its key, CallerGone."""
        await next_key(self._caller, CALLBACK_KEY)
        raise CallbackWanted


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
