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


@pytest.mark.parametrize(("first", "ended_by"), [("1796058562.0", "caller"), ("1796058562.7", "agent")])
def test_a_talk_is_complete_once_whatever_comes_first(trace: Trace, first: str, ended_by: str) -> None:
    seen(trace, join(variable=TOKEN), agent("AgentConnect"))
    hangups = [message(HANGUP, uniqueid=one) for one in (first, "1796058562.0", "1796058562.7")]
    (one,) = seen(trace, *hangups, agent("AgentComplete"))
    assert (one.event.kind, one.event.text) == (EventKind.AGENT_COMPLETED, f"talked for 0 s, ended by: {ended_by}")
    (one,) = seen(trace, agent("AgentConnect"))
    assert one.event.kind is EventKind.AGENT_CONNECTED
    (one,) = seen(trace, agent("AgentComplete"), *hangups)
    assert (one.event.kind, one.event.text) == (EventKind.AGENT_COMPLETED, "talked for 95 s, ended by: agent")


TAKEN_OVER = """Event: AttendedTransfer
OrigTransfererUniqueid: 1796058562.8
SecondTransfererUniqueid: 1796058562.0
TransfereeUniqueid: 1796058562.9
TransferTargetUniqueid: 1796058562.7
"""
"""The leg .0, which waited in the queue, gives its place beside the agent .7 to the caller .9."""


@pytest.mark.parametrize(("first", "ended_by"), [("1796058562.9", "caller"), ("1796058562.7", "agent")])
def test_a_talk_that_the_queue_does_not_count_is_counted_here(first: str, ended_by: str) -> None:
    now_s = [100.0]
    trace = Trace(read_token, now_s=lambda: now_s[0])
    assert len(seen(trace, join(variable=TOKEN), agent("AgentConnect"))) == 2
    now_s[0] = 103.0
    # Asterisk tells of a complete talk of our leg at once.
    assert seen(trace, message(TAKEN_OVER), agent("AgentComplete"), message(HANGUP, uniqueid="1796058562.0")) == []
    now_s[0] = 190.4
    ended = seen(trace, message(HANGUP, uniqueid=first), message(HANGUP, uniqueid="1796058562.9"))
    assert [(one.packet_id, one.event.kind, one.event.who, one.event.text) for one in ended] == [
        (PACKET, EventKind.AGENT_COMPLETED, "Agent 201", f"talked for 90 s, ended by: {ended_by}")
    ]
    assert seen(trace, message(HANGUP, uniqueid="1796058562.7")) == []


def test_a_transfer_of_strangers_is_passed_over(trace: Trace) -> None:
    assert seen(trace, message(TAKEN_OVER), agent("AgentComplete"), message(HANGUP, uniqueid="1796058562.9")) == []


def test_a_talk_that_began_before_hatef_did_is_complete_with_its_event(trace: Trace) -> None:
    trace.bind("1796058562.0", PACKET)
    assert seen(trace, agent("AgentComplete"))[0].event.kind is EventKind.AGENT_COMPLETED


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
