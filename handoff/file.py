"""Everything that is kept of one handoff, as people and programs see it: packet, steps, events."""

from dataclasses import dataclass

from handoff.events import EventKind, HandoffEvent
from handoff.packet import ContextPacket
from handoff.record import Record, StepTaken
from handoff.states import State


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
