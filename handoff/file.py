"""Everything that is kept of one handoff, as people and programs see it: packet, steps, events."""

from collections.abc import Mapping
from dataclasses import dataclass

from handoff.events import EventKind, HandoffEvent
from handoff.packet import ContextPacket
from handoff.record import Record, StepTaken
from handoff.states import State

TALKED = "talked"
"""A human had the caller, and the talk is over."""
TALKS: Mapping[EventKind, str] = {
    EventKind.AGENT_CONNECTED: State.BRIDGED,
    EventKind.AGENT_COMPLETED: TALKED,
    EventKind.CALLER_ABANDONED: State.ABANDONED,
}
"""What an event behind the last step says of the talk; a PBX's queue tells it long after the caller went there."""


@dataclass(frozen=True, slots=True)
class HandoffFile:
    """One handoff; steps and events oldest first."""

    packet: ContextPacket
    steps: tuple[StepTaken, ...]
    events: tuple[HandoffEvent, ...] = ()

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.steps[-1].state

    @property
    def stage(self) -> str:
        """Where it stands for who looks now: the state, and what is known of the talk behind it (`TALKED`)."""
        step = self.steps[-1]
        later = [event.kind for event in self.events if event.kind in TALKS and event.at >= step.at]
        if not later or step.state not in (State.BRIDGED, State.REFERRED):
            return step.state
        return TALKS[later[-1]]

    @property
    def accepted(self) -> HandoffEvent | None:
        """Who said «it is mine» first."""
        return self._first(EventKind.ACCEPTED)

    @property
    def closed(self) -> HandoffEvent | None:
        """Who said that it is done."""
        return self._first(EventKind.CLOSED)

    def _first(self, kind: EventKind) -> HandoffEvent | None:
        return next((event for event in self.events if event.kind is kind), None)


def file_of(record: Record, events: tuple[HandoffEvent, ...]) -> HandoffFile:
    """A handoff as it is kept, with what happened to it."""
    return HandoffFile(record.packet, record.steps, events)
