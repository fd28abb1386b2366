"""The rows of messages: whose they are, which wait for what."""

from dataclasses import replace

from sqlalchemy import Engine

from handoff import rows as handoffs
from handoff.packet import ContextPacket
from handoff.record import new_record
from handoff.states import State
from handoff.voicemail import rows
from handoff.voicemail.message import NOTE, Message

IDS = ("00a1b2c3d4e5", "00ffffffffff")


def message(packet_id: str = IDS[0], left_at_ms: int = 1_000) -> Message:
    return Message(packet_id, f"{packet_id}.hrec", left_at_ms, 9_000, 4_000, whole=True)


def handed(engine: Engine, packet: ContextPacket, *states: State, owner: str = "") -> None:
    record = new_record(packet, owner)
    for state in states:
        record = record.moved(state)
    with engine.begin() as connection:
        handoffs.save(connection, record)


def test_it_is_kept_once_and_found(engine: Engine) -> None:
    with engine.begin() as connection:
        rows.save(connection, message(left_at_ms=1))
        rows.save(connection, message())
        assert rows.find(connection, IDS[0]) == message()
        assert rows.find(connection, IDS[1]) is None
        assert rows.files(connection) == {f"{IDS[0]}.hrec"}
        assert (rows.remove(connection, IDS), rows.files(connection)) == (1, frozenset())


def test_only_those_behind_open_promises_are_in_the_list(engine: Engine, packet: ContextPacket) -> None:
    handed(engine, packet, State.FAILED, State.CALLBACK)
    handed(engine, replace(packet, packet_id=IDS[1]), State.FAILED, State.CALLBACK, State.CALLED_BACK)
    with engine.begin() as connection:
        for packet_id in IDS:
            rows.save(connection, message(packet_id))
        assert rows.open_ones(connection) == {IDS[0]: message()}


def test_the_oldest_is_written_down_first_and_once(engine: Engine, packet: ContextPacket) -> None:
    handed(engine, packet, State.FAILED, State.CALLBACK)
    handed(engine, replace(packet, packet_id=IDS[1]), State.FAILED, State.CALLBACK)
    with engine.begin() as connection:
        rows.save(connection, message(IDS[0], 2_000))
        rows.save(connection, message(IDS[1], 1_000))
        found = rows.next_to_write_down(connection)
        assert found is not None
        assert found[0].packet_id == IDS[1]
        assert '"packet_id":"00ffffffffff"' in found[1].replace(" ", "")
        rows.written_down(connection, IDS[1], "done", "سلام")
        rows.written_down(connection, IDS[0], "failed")
        assert rows.next_to_write_down(connection) is None
        assert rows.find(connection, IDS[1]) == replace(message(IDS[1]), transcript="done", words="سلام")


def test_what_is_older_is_found(engine: Engine) -> None:
    with engine.begin() as connection:
        rows.save(connection, message())
        assert rows.older_than(connection, 1_000) == []
        assert rows.older_than(connection, 1_001) == [message()]


def test_a_message_that_nobody_promised_is_promised_when_nobody_has_it_in_hand(
    engine: Engine, packet: ContextPacket
) -> None:
    handed(engine, packet, State.FAILED, owner="house-run")
    with engine.begin() as connection:
        rows.save(connection, message())
        assert (rows.promise_left(connection), rows.waits(connection)) == (0, True)
    handed(engine, packet, State.FAILED)
    with engine.begin() as connection:
        assert (rows.promise_left(connection), rows.waits(connection)) == (1, False)
        (promise,) = handoffs.callbacks(connection, 10)
        assert promise.note == NOTE
        assert rows.promise_left(connection) == 0


def test_a_failed_handoff_without_a_message_stays_as_it_is(engine: Engine, packet: ContextPacket) -> None:
    handed(engine, packet, State.FAILED)
    with engine.begin() as connection:
        assert rows.promise_left(connection) == 0
        assert rows.waits(connection) is False
