"""The built-in queues as a way to a human: which queue is whose, whether it serves, and where else to try.

admitted? ─▶ trip through the queue ─▶ bridged
  │ closed, empty, full      │ waited too long, nobody at work any more
  └──────────────┬───────────┘
                 └─▶ the overflow queue, or TransferFailed: the next way      «1»: CallbackWanted, «2»: VoicemailWanted
"""

import logging
from collections.abc import Callable, Container, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from handoff.acd.own.agents import Agent
from handoff.acd.own.distributor import Distributor, Place
from handoff.acd.own.onward import AgentsOnward, Directory
from handoff.acd.own.plan import QueuePlan, chosen
from handoff.acd.own.ring import Ring
from handoff.acd.own.tally import OnEvent, Tally, no_event
from handoff.acd.own.trip import NAME, Errand, Trip
from handoff.acd.port import AgentLine, CallerLeg, Outcome, Progress
from handoff.errors import TransferFailed
from handoff.figures import OnFigures, no_figures
from handoff.hours import Span, is_open
from handoff.packet import ContextPacket
from handoff.sentences import HandoffSentences
from handoff.states import State

log = logging.getLogger(__name__)

CLOSED = "the queue is closed"


def nothing_told(_hours: Sequence[Span], _language: str) -> str:
    """Nothing is known of when it opens."""
    return ""


@dataclass(frozen=True, slots=True)
class Wall:
    """What hangs on the company's wall.

    `holidays`: days on which queues with opening hours are closed; `opens`: what callers are told, in a language, of
    when such hours begin again, "" for nothing.
    """

    clock: Callable[[], datetime] = datetime.now
    holidays: Container[date] = ()
    opens: Callable[[Sequence[Span], str], str] = nothing_told

    def is_open(self, hours: Sequence[Span]) -> bool:
        """Now; without hours always."""
        return not hours or is_open(hours, self.clock(), self.holidays)


REAL_WALL = Wall()


class QueueAcd:
    """`Acd` with our own queues and bridge.

    Args:
        plans: the queues; a caller comes to the first that fits.
        sentences: what callers and agents hear.
        wall: the clock and the calendar there, for opening hours.
        on_event: told what agents do with a caller. on_figures: told what each handoff took.
    """

    name = NAME
    directory: Directory | None = None
    """Where agents may send callers; None: nowhere. Set once, by who opens the queues."""

    def __init__(
        self,
        line: AgentLine,
        distributor: Distributor,
        plans: Sequence[QueuePlan],
        sentences: HandoffSentences,
        *,
        wall: Wall = REAL_WALL,
        on_event: OnEvent = no_event,
        on_figures: OnFigures = no_figures,
    ) -> None:
        self._line = line
        self._distributor = distributor
        self._plans = tuple(plans)
        self._sentences = sentences
        self._wall = wall
        self._on_event = on_event
        self._on_figures = on_figures
        self._opening = ""

    def saying(self, text: str, short: str = "") -> "QueueAcd":
        """See `SayingAcd`: an agent's telephone rings meanwhile; who is not let into a queue is told why instead."""
        other = copy(self)
        other._opening = text
        return other

    @property
    def serving(self) -> bool:
        """One of the queues is open now, and somebody is at work in it."""
        return any(self._wall.is_open(plan.open) and self._staffed(plan) for plan in self._plans)

    def _staffed(self, plan: QueuePlan) -> bool:
        return not plan.needs_staff or self._distributor.staffed(plan.name)

    async def transfer(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        """See `Acd.transfer`; returns when the bridge is over. Raises CallbackWanted, VoicemailWanted, too."""
        arrived_s = self._distributor.now_s()
        failed = TransferFailed(self.name, "there is no queue")
        errand = Errand(packet, token, caller, progress)
        opening, told = self._opening, False
        for plan in chosen(self._plans, packet):
            trip = self._trip(plan, errand, opening)
            try:
                refusal = self._refusal(plan)
                if refusal == CLOSED and not told:
                    await trip.say_closed(self._wall.opens(plan.open, packet.language))
                    told = True
                opening = opening if refusal else ""
                back = await trip.serve(arrived_s, refusal)
                return Outcome(State.BRIDGED, self.name, back=back)
            except TransferFailed as error:
                log.info("queue %s does not serve a caller: %s", plan.name, error.problem)
                failed = error
        raise failed

    def _trip(self, plan: QueuePlan, errand: Errand, opening: str) -> Trip:
        packet = errand.packet
        tally = Tally(packet, plan.name, self._distributor, self._on_event, self._on_figures)

        def ring(agent: Agent, taken: Callable[[], bool], place: Place) -> Ring:
            onward = self._onward(plan, errand, place, tally)
            parts = self._line, plan.ring, self._sentences, packet, errand.token, agent
            return Ring(*parts, errand.caller, errand.progress, taken, onward)

        said = self._sentences.to_caller(packet.language)
        return Trip(errand, plan, self._distributor, ring, said, tally, opening)

    def _onward(self, plan: QueuePlan, errand: Errand, place: Place, tally: Tally) -> AgentsOnward | None:
        if self.directory is None:
            return None
        parts = self.directory, errand, self._sentences, plan.ring.language
        return AgentsOnward(*parts, place, tally)

    def _refusal(self, plan: QueuePlan) -> str:
        """Why it makes no sense to wait; "" where it does."""
        if not self._wall.is_open(plan.open):
            return CLOSED
        if not self._staffed(plan):
            return "nobody is at work"
        if len(self._distributor.board.waiting(plan.name)) >= plan.most_waiting:
            return "the queue is full"
        return ""
