"""What is read off a handoff's events."""

from handoff.events import EventKind, HandoffEvent
from handoff.file import file_of
from handoff.packet import ContextPacket
from handoff.record import new_record
from handoff.states import State


def test_the_first_who_accepts_has_it_and_the_first_end_counts(packet: ContextPacket) -> None:
    first, second = HandoffEvent(EventKind.ACCEPTED, "sara"), HandoffEvent(EventKind.ACCEPTED, "reza")
    end, later = HandoffEvent(EventKind.CLOSED, "sara"), HandoffEvent(EventKind.CLOSED, "reza")
    found = file_of(new_record(packet), (HandoffEvent(EventKind.NOTE), first, second, end, later))
    assert (found.accepted, found.closed, found.state) == (first, end, State.STORED)


def test_nobody_has_what_nobody_accepted(packet: ContextPacket) -> None:
    found = file_of(new_record(packet), (HandoffEvent(EventKind.AGENT_CONNECTED, "sip:200@pbx"),))
    assert (found.accepted, found.closed) == (None, None)
