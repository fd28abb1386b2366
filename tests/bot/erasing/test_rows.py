"""Rows go from every table that names a call or a handoff, from tables of later versions too."""

from sqlalchemy import inspect, text

from bot.erasing import rows
from tests.bot.erasing.life import HERS, HIS, Life

WITHOUT_CALLERS = frozenset({"alembic_version", "agent_states", "erasures"})
"""Tables that hold nothing of callers. A new one that names neither call nor handoff has to be judged here."""


def test_every_table_is_judged(life: Life) -> None:
    every = set(inspect(life.engine).get_table_names())
    with life.engine.connect() as connection:
        reached = {table.name for table in rows.tables_of(connection)}
    assert every - reached == WITHOUT_CALLERS, (
        "erase it by call_id or packet_id, or say that it holds nothing of callers"
    )


def test_what_is_counted_is_what_goes(life: Life) -> None:
    for call_id, number, packet_id in (("c1", HIS, "000000000001"), ("c2", HERS, "000000000002")):
        life.call(call_id, number)
        life.handoff(packet_id, call_id, number)
        life.recording(call_id)
    with life.engine.begin() as connection:
        counted = rows.count(connection, {"c1"}, {"000000000001"})
        assert rows.remove(connection, {"c1"}, {"000000000001"}) == counted
        assert rows.count(connection, {"c1"}, {"000000000001"}) == {}
        left = rows.count(connection, {"c2"}, {"000000000002"})
    expected = {"calls": 1, "turns": 2, "handoff_packets": 1, "handoff_steps": 3, "handoff_events": 1}
    assert counted == left == {**expected, "handoff_callbacks": 1, "recordings": 1}


def test_a_table_of_a_later_version_is_reached(life: Life) -> None:
    with life.engine.begin() as connection:
        connection.execute(text("CREATE TABLE voicemails (call_id TEXT, words TEXT)"))
        connection.execute(text("INSERT INTO voicemails VALUES ('c1', 'a'), ('c2', 'b')"))
        assert rows.remove(connection, {"c1"}, ()) == {"voicemails": 1}


def test_many_ids_fit(life: Life) -> None:
    with life.engine.begin() as connection:
        assert rows.remove(connection, [f"c{number}" for number in range(5_000)], ()) == {}
