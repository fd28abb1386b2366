"""What is read off a handoff's events."""

import pytest

from handoff.events import EventKind, HandoffEvent
from handoff.file import TALKED, HandoffFile, file_of
from handoff.packet import ContextPacket
from handoff.record import StepTaken, moment, new_record
from handoff.states import State


def test_the_first_who_accepts_has_it_and_the_first_end_counts(packet: ContextPacket) -> None:
    first, second = HandoffEvent(EventKind.ACCEPTED, "sara"), HandoffEvent(EventKind.ACCEPTED, "reza")
    end, later = HandoffEvent(EventKind.CLOSED, "sara"), HandoffEvent(EventKind.CLOSED, "reza")
    found = file_of(new_record(packet), (HandoffEvent(EventKind.NOTE), first, second, end, later))
    assert (found.accepted, found.closed, found.state) == (first, end, State.STORED)


def test_nobody_has_what_nobody_accepted(packet: ContextPacket) -> None:
    found = file_of(new_record(packet), (HandoffEvent(EventKind.AGENT_CONNECTED, "sip:200@pbx"),))
    assert (found.accepted, found.closed) == (None, None)


@pytest.mark.parametrize(
    ("state", "events", "stage"),
    [
        (State.RINGING, [EventKind.AGENT_CALLED], "ringing"),
        (State.BRIDGED, [], "bridged"),
        (State.BRIDGED, [EventKind.AGENT_COMPLETED], TALKED),
        (State.BRIDGED, [EventKind.AGENT_COMPLETED, EventKind.NOTE], TALKED),
        (State.REFERRED, [], "referred"),
        (State.REFERRED, [EventKind.AGENT_CALLED, EventKind.AGENT_CONNECTED], "bridged"),
        (State.REFERRED, [EventKind.AGENT_CONNECTED, EventKind.AGENT_COMPLETED], TALKED),
        (State.REFERRED, [EventKind.CALLER_ABANDONED], "abandoned"),
        (State.CALLBACK, [EventKind.AGENT_COMPLETED], "callback"),
    ],
)
def test_where_it_stands_for_who_looks_now(
    packet: ContextPacket, state: State, events: list[EventKind], stage: str
) -> None:
    at = moment(1_000)
    happened = tuple(HandoffEvent(kind, at=moment(2_000 + place)) for place, kind in enumerate(events))
    assert HandoffFile(packet, (StepTaken(state, at),), happened).stage == stage


def test_a_talk_before_the_last_step_is_an_earlier_one(packet: ContextPacket) -> None:
    over = HandoffEvent(EventKind.AGENT_COMPLETED, at=moment(500))
    assert HandoffFile(packet, (StepTaken(State.BRIDGED, moment(1_000)),), (over,)).stage == "bridged"
