"""The packet store's transactions: saving is the same however often, late or out of order it comes."""

from dataclasses import replace
from itertools import permutations

import pytest
from sqlalchemy import Engine, text

from handoff import rows
from handoff.owner import Owner
from handoff.packet import ContextPacket
from handoff.record import Record, new_record
from handoff.states import State

OWNER = "house-one"


def chain(packet: ContextPacket) -> list[Record]:
    """What one handoff saves, oldest first."""
    records = [new_record(packet, OWNER)]
    for state in (State.RINGING, State.FAILED, State.CALLBACK):
        records.append(records[-1].moved(state))
    return [*records, records[-1].over()]


def save(engine: Engine, record: Record) -> None:
    with engine.begin() as connection:
        rows.save(connection, record)


def kept(engine: Engine, packet_id: str) -> tuple[str, str, list[State]]:
    with engine.connect() as connection:
        found = connection.execute(text("SELECT state, owner FROM handoff_packets")).one()
        return found.state, found.owner, [one.state for one in rows.history(connection, packet_id)]


@pytest.mark.parametrize("order", list(permutations(range(5)))[::7])
def test_any_order_ends_the_same(engine: Engine, packet: ContextPacket, order: tuple[int, ...]) -> None:
    records = chain(packet)
    for place in (*order, *order):
        save(engine, records[place])
    assert kept(engine, packet.packet_id) == ("callback", "", [step.state for step in records[-1].steps])


def test_a_step_taken_elsewhere_is_not_undone(engine: Engine, packet: ContextPacket) -> None:
    records = chain(packet)
    save(engine, records[-1])
    with engine.begin() as connection:
        rows.move(connection, packet.packet_id, State.CALLED_BACK, "")
    save(engine, records[-1])
    assert kept(engine, packet.packet_id)[0] == "called_back"


@pytest.mark.parametrize(("run", "state"), [("two", "callback"), ("one", "stored")])
def test_what_an_earlier_run_left_open_is_closed(engine: Engine, packet: ContextPacket, run: str, state: str) -> None:
    save(engine, new_record(packet, OWNER))
    with engine.begin() as connection:
        assert rows.close_left_open(connection, Owner("house", run), "gone") == (state == "callback")
    assert kept(engine, packet.packet_id)[0] == state


def test_another_house_on_the_same_database_is_left_alone(engine: Engine, packet: ContextPacket) -> None:
    save(engine, new_record(packet, OWNER))
    with engine.begin() as connection:
        assert rows.close_left_open(connection, Owner("hous", "run"), "gone") == 0


def test_a_packet_that_cannot_be_read_is_listed_and_stops_nothing(engine: Engine, packet: ContextPacket) -> None:
    save(engine, chain(packet)[-1])
    save(engine, new_record(replace(packet, packet_id="000000000001"), OWNER))
    with engine.begin() as connection:
        connection.execute(text("UPDATE handoff_packets SET body = '{\"version\": 9}'"))
    with engine.begin() as connection:
        assert rows.close_left_open(connection, Owner("house", "two"), "gone") == 1
        (found,) = rows.callbacks(connection, 10)
    assert (found.packet_id, found.number) == (packet.packet_id, "")
    assert "hatef call call-1" in found.note
