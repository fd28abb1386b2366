"""The table of call-backs: what is to be made, who has it, what settles what."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine

from handoff import event_rows
from handoff import rows as handoffs
from handoff.callbacks import rows
from handoff.callbacks.plan import IN_HAND, CallbackNow, CallbackState, Step, Why, after
from handoff.errors import CallbackRefused
from handoff.events import EventKind, HandoffEvent
from handoff.owner import Owner
from handoff.packet import ContextPacket, PacketCaller
from handoff.record import new_record
from handoff.states import State
from tests.handoff.callbacks.conftest import Promise

US, BEFORE, NEIGHBOUR = Owner("house", "two"), Owner("house", "one"), Owner("other", "one")
S = CallbackState


def waiting(packet_id: str, number: str = "09121234567", promised_ms: int = 1_000) -> CallbackNow:
    return CallbackNow(packet_id, number, promised_ms, due_ms=5_000)


def states(connection: Connection) -> dict[str, CallbackState]:
    return {packet_id: one.state for packet_id, one in rows.every(connection).items()}


def state_of(connection: Connection, packet_id: str) -> CallbackState:
    found = rows.find(connection, packet_id)
    assert found is not None
    return found.state


def test_a_promise_is_new_until_it_has_a_row(engine: Engine, promise: Promise) -> None:
    first, second = promise(), promise("02144556677")
    promise(owner="house-two"), promise(state=State.CALLED_BACK)
    with engine.begin() as connection:
        assert [found.packet_id for found in rows.new_promises(connection)] == [first, second]
        rows.add(connection, waiting(first))
        assert [found.packet_id for found in rows.new_promises(connection)] == [second]
        assert rows.every(connection) == {first: waiting(first)}
        assert rows.find(connection, second) is None


def test_the_oldest_promise_is_due_first(engine: Engine, promise: Promise) -> None:
    ids = [promise(f"0912123456{digit}") for digit in range(3)]
    with engine.begin() as connection:
        for place, packet_id in enumerate(ids):
            rows.add(connection, waiting(packet_id, f"0912123456{place}", promised_ms=9_000 - place))
        assert rows.due(connection, 4_999) == []
        assert [one.packet_id for one in rows.due(connection, 5_000)] == ids[::-1]


def test_two_promises_to_one_number_are_one_call_back(engine: Engine, promise: Promise) -> None:
    first, second = promise(), promise()
    with engine.begin() as connection:
        rows.add(connection, waiting(first))
        assert rows.add(connection, waiting(second)).state is S.JOINED
        assert [one.packet_id for one in rows.due(connection, 9_000)] == [first]
        assert rows.newest_of(connection, waiting(first)) == second


def test_what_was_barred_does_not_join(engine: Engine, promise: Promise) -> None:
    first, second = promise(""), promise("")
    with engine.begin() as connection:
        for packet_id in (first, second):
            rows.add(connection, replace(waiting(packet_id, ""), state=S.BARRED))
        assert states(connection) == {first: S.BARRED, second: S.BARRED}
        rows.judge_again(connection)
        assert len(rows.new_promises(connection)) == 2


def test_one_of_two_gets_it(engine: Engine, promise: Promise) -> None:
    packet_id = promise()
    with engine.begin() as connection:
        rows.add(connection, waiting(packet_id))
        taken = rows.claim(connection, packet_id, Step.DIALS_CALLER, US, 6_000)
        assert taken is not None
        assert (taken.state, taken.tries, taken.owner) == (S.DIALLING_CALLER, 1, str(US))
        assert rows.claim(connection, packet_id, Step.DIALS_CALLER, NEIGHBOUR, 6_000) is None
        assert rows.find(connection, packet_id) == taken


def test_two_telephones_never_ring_for_one_number(engine: Engine, promise: Promise) -> None:
    """Also where somebody asks for a given-up promise again while another one is being kept."""
    first, second = promise(), promise()
    with engine.begin() as connection:
        rows.add(connection, waiting(first))
        rows.put(connection, replace(waiting(first), state=S.GIVEN_UP))
        rows.add(connection, waiting(second))
        assert rows.claim(connection, second, Step.DIALS_CALLER, US, 6_000) is not None
        assert rows.claim(connection, first, Step.DIALS_CALLER, US, 6_000) is None
        assert state_of(connection, first) is S.GIVEN_UP


def test_what_was_settled_by_hand_is_not_made(engine: Engine, promise: Promise) -> None:
    packet_id = promise()
    with engine.begin() as connection:
        rows.add(connection, waiting(packet_id))
        handoffs.move(connection, packet_id, State.CANCELLED, "")
        assert rows.due(connection, 9_000) == []
        assert rows.claim(connection, packet_id, Step.DIALS_CALLER, US, 6_000) is None
        assert rows.tidy(connection) == 1
        assert state_of(connection, packet_id) is S.CANCELLED


@pytest.mark.parametrize(("step", "end"), [(Step.OVER, State.CALLED_BACK), (Step.CALLED_OFF, State.CANCELLED)])
def test_one_call_settles_every_promise_to_that_number(
    engine: Engine, promise: Promise, step: Step, end: State
) -> None:
    first, second, other = promise(), promise(), promise("02144556677")
    with engine.begin() as connection:
        for packet_id in (first, second):
            rows.add(connection, waiting(packet_id))
        rows.add(connection, waiting(other, "02144556677"))
        taken = rows.claim(connection, first, Step.DIALS_CALLER, US, 6_000)
        assert taken is not None
        rows.put(connection, after(taken, step, 7_000))
        assert [handoffs.state(connection, packet_id) for packet_id in (first, second, other)] == [
            *(end, end),
            State.CALLBACK,
        ]
        assert states(connection) == {other: S.WAITING}
        assert rows.new_promises(connection) == []


def test_what_is_settled_is_not_brought_back_by_a_late_step(engine: Engine, promise: Promise) -> None:
    packet_id = promise()
    with engine.begin() as connection:
        rows.add(connection, waiting(packet_id))
        taken = rows.claim(connection, packet_id, Step.DIALS_CALLER, US, 6_000)
        assert taken is not None
        rows.put(connection, after(taken, Step.OVER, 7_000))
        rows.put(connection, after(taken, Step.FAILS, 8_000))
        assert state_of(connection, packet_id) is S.DONE


def test_a_promise_whose_elder_was_settled_alone_is_kept_itself(engine: Engine, promise: Promise) -> None:
    first, second = promise(), promise()
    with engine.begin() as connection:
        for packet_id in (first, second):
            rows.add(connection, waiting(packet_id))
        assert rows.tidy(connection) == 0
        handoffs.move(connection, first, State.CANCELLED, "")
        rows.tidy(connection)
        assert states(connection) == {second: S.WAITING}


@pytest.mark.parametrize("state", sorted(IN_HAND))
def test_only_what_an_earlier_run_of_ours_had_is_taken_over(
    engine: Engine, promise: Promise, state: CallbackState
) -> None:
    ids = [promise() for _ in range(3)]
    with engine.begin() as connection:
        for owner, packet_id in zip((BEFORE, US, NEIGHBOUR), ids, strict=True):
            one = waiting(packet_id, packet_id)
            rows.add(connection, one)
            rows.put(connection, replace(one, state=state, tries=1, owner=str(owner)))
        changed = rows.left_behind(connection, US, lambda one: after(one, Step.LEFT_BEHIND, 6_000, why=Why.STOPPED))
        assert changed == 1
        assert list(states(connection).values()) == [S.WAITING, state, state]


def test_a_step_of_what_nobody_knows_is_refused(engine: Engine, promise: Promise) -> None:
    with engine.begin() as connection, pytest.raises(CallbackRefused):
        rows.put(connection, waiting(promise()))


@pytest.mark.parametrize("state", [State.BRIDGED, State.REFERRED])
def test_a_later_call_that_an_agent_took_settles_it(
    engine: Engine, promise: Promise, packet: ContextPacket, state: State
) -> None:
    """One before the promise, one of somebody else, and one that is still going on do not."""
    first = promise()
    with engine.begin() as connection:
        rows.add(connection, waiting(first))
        for minutes, number, owner, settled in (
            (-1, "09121234567", "", False),
            (1, "02144556677", "", False),
            (2, "+989121234567", "house-two", False),
            (3, "+989121234567", "", True),
        ):
            later = replace(
                packet,
                packet_id=f"{minutes + 100:012x}",
                caller=PacketCaller(number),
                created_at=packet.created_at + timedelta(minutes=minutes),
            )
            record = new_record(later, owner)
            path = (State.RINGING, State.WHISPERING) if state is State.BRIDGED else (State.REFERRING,)
            for step in (*path, state):
                record = record.moved(step)
            handoffs.save(connection, record)
            assert [one.packet_id for one in rows.reached(connection)] == ([first] if settled else [])


def test_an_agent_who_closed_the_handoff_settles_it(engine: Engine, promise: Promise) -> None:
    first = promise()
    with engine.begin() as connection:
        rows.add(connection, waiting(first))
        for kind in EventKind:
            event_rows.note(connection, first, HandoffEvent(kind, "sara"))
            closed = kind is EventKind.CLOSED
            assert [one.packet_id for one in rows.reached(connection)] == ([first] if closed else [])


def test_there_is_nothing_to_tidy_where_nothing_changed(engine: Engine, promise: Promise) -> None:
    first, second = promise(), promise()
    with engine.begin() as connection:
        for packet_id in (first, second):
            rows.add(connection, waiting(packet_id))
        assert not rows.untidy(connection)
        handoffs.move(connection, first, State.CALLED_BACK, "")
        assert rows.untidy(connection)
        assert rows.tidy(connection) == 2
        assert not rows.untidy(connection)
