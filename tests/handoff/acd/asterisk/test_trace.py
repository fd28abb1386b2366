"""Which packet an event belongs to: by the token wherever the dial plan left it, then by the channel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.acd.ami.wire import Message
from handoff.acd.asterisk.trace import Seen, Trace
from handoff.events import EventKind
from tests.handoff.acd.asterisk.told import BLIND, HANGUP, TOKEN, agent, join, message

PACKET = "00a1b2c3d4e5"


def read_token(token: str) -> str | None:
    return PACKET if token.lower() == TOKEN else None


@pytest.fixture
def trace() -> Trace:
    return Trace(read_token)


def seen(trace: Trace, *messages: Message) -> list[Seen]:
    return [one for one in map(trace.take, messages) if one is not None]


@pytest.mark.parametrize(
    "first",
    [
        join(exten=f"queue-{TOKEN}"),
        join(exten=f"queue-{TOKEN.upper()}"),
        join(exten=f"complaints-{TOKEN}"),
        join(exten=TOKEN),
        join(variable=TOKEN),
        join(variable=TOKEN.upper()),
    ],
)
def test_a_caller_who_joins_with_the_token(trace: Trace, first: Message) -> None:
    (one,) = seen(trace, first)
    assert (one.packet_id, one.uniqueid, one.queue, one.joined) == (PACKET, "1796058562.0", "support", True)
    assert (one.event.kind, one.event.text) == (EventKind.NOTE, "in queue support, place 2 of 3")


def test_a_transfer_tells_the_channel_and_the_queue_no_token(trace: Trace) -> None:
    told = [message(BLIND, exten=f"queue-{TOKEN}"), join(exten="600"), agent("AgentConnect")]
    assert [one.event.kind for one in seen(trace, *told)] == [EventKind.NOTE, EventKind.AGENT_CONNECTED]


@pytest.mark.parametrize(
    ("event", "kind", "who", "text"),
    [
        ("AgentCalled", EventKind.AGENT_CALLED, "Agent 201", "queue support"),
        ("AgentRingNoAnswer", EventKind.NOTE, "Agent 201", "did not answer within 15 s"),
        ("AgentConnect", EventKind.AGENT_CONNECTED, "Agent 201", "queue support, after 31 s"),
        ("AgentComplete", EventKind.AGENT_COMPLETED, "Agent 201", "talked for 95 s, ended by: agent"),
        ("QueueCallerAbandon", EventKind.CALLER_ABANDONED, "asterisk", "left queue support after 31 s"),
    ],
)
def test_what_an_event_says(trace: Trace, event: str, kind: EventKind, who: str, text: str) -> None:
    trace.bind("1796058562.0", PACKET)
    (one,) = seen(trace, agent(event))
    assert (one.packet_id, one.event.kind, one.event.who, one.event.text) == (PACKET, kind, who, text)
    assert not one.joined


@pytest.mark.parametrize(
    "foreign",
    [
        join(),
        join(exten="queue-abc"),
        join(exten=f"queue-{TOKEN[:-1]}a"),
        join(exten=f"queue-x{TOKEN}"),
        join(exten=f"queue-{TOKEN}7"),
        join(variable="x" * 5_000),
        agent("AgentConnect"),
        message("Event: QueueCallerJoin\nQueue: support\n"),
    ],
)
def test_what_is_not_ours_is_passed_over(trace: Trace, foreign: Message) -> None:
    assert seen(trace, foreign) == []


def test_a_channel_that_is_over_is_forgotten(trace: Trace) -> None:
    seen(trace, join(variable=TOKEN), message(HANGUP, uniqueid="1796058562.0"))
    assert seen(trace, agent("AgentConnect")) == []


def test_another_channel_of_the_same_caller(trace: Trace) -> None:
    """A bridge of two legs: the caller takes the place of the leg that waited."""
    trace.bind("1796058562.9", PACKET)
    swap = message(
        "Event: AttendedTransfer\nSecondTransfererUniqueid: 1796058562.9\nTransfereeUniqueid: 1796058562.0\n"
    )
    assert seen(trace, swap, agent("AgentComplete"))[0].packet_id == PACKET


def test_the_oldest_channel_is_forgotten_when_there_are_too_many() -> None:
    trace = Trace(read_token, bound_most=2)
    for number in range(3):
        trace.bind(f"1.{number}", PACKET)
    assert [len(seen(trace, join(uniqueid=f"1.{number}"))) for number in range(3)] == [0, 1, 1]


def test_channels_that_were_there_before(trace: Trace) -> None:
    present = message(
        f"Event: CoreShowChannel\nUniqueid: 1796058562.0\nExten: 600\nChanVariable: HATEF_TOKEN={TOKEN}\n"
    )
    assert seen(trace, present, agent("AgentConnect"))[0].event.who == "Agent 201"


@given(st.lists(st.tuples(st.from_regex(r"[A-Za-z]{1,12}", fullmatch=True), st.text(max_size=40)), max_size=20))
def test_any_event_is_taken(fields: list[tuple[str, str]]) -> None:
    trace = Trace(lambda token: PACKET)
    for name in ("QueueCallerJoin", "AgentConnect", "Hangup", "AttendedTransfer"):
        found = trace.take(Message((("Event", name), *fields)))
        assert found is None or found.packet_id == PACKET
