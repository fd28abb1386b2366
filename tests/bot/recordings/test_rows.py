"""The rows of recordings in a real database."""

from dataclasses import replace

from sqlalchemy import Engine

from bot.recordings import rows
from bot.recordings.facts import Facts
from bot.recordings.rows import RecordingRow

ROW = RecordingRow(Facts("abc1", 1_000, 61_000, 2_900, 400, 20, handed=True, whole=True), "abc1.hrec", 123_456)


def row(call_id: str, started_at_ms: int) -> RecordingRow:
    return replace(ROW, facts=Facts(call_id, started_at_ms), file=f"{call_id}.hrec")


def test_there_and_back_and_over_what_was_there(engine: Engine) -> None:
    with engine.begin() as connection:
        rows.save(connection, replace(ROW, size_bytes=1))
        rows.save(connection, ROW)
        assert rows.latest(connection, 10) == (ROW,)
        assert rows.files(connection) == {"abc1.hrec"}


def test_found_by_time_and_by_id(engine: Engine) -> None:
    made = [row("abc1", 1_000), row("abc2", 3_000), row("b%1", 2_000)]
    with engine.begin() as connection:
        for one in made:
            rows.save(connection, one)
        assert [one.facts.call_id for one in rows.latest(connection, 2)] == ["abc2", "b%1"]
        assert rows.beginning_with(connection, "abc") == (made[0], made[1])
        assert rows.beginning_with(connection, "abc2") == (made[1],)
        assert rows.beginning_with(connection, "b%") == (made[2],)
        assert rows.beginning_with(connection, "%") == ()
        assert rows.older_than(connection, 2_000) == (made[0],)
        assert rows.of_calls(connection, ["abc2", "none"]) == (made[1],)


def test_an_id_that_begins_another_is_itself(engine: Engine) -> None:
    with engine.begin() as connection:
        for one in (row("ab", 1), row("abc", 2)):
            rows.save(connection, one)
        assert [one.facts.call_id for one in rows.beginning_with(connection, "ab")] == ["ab"]


def test_removed(engine: Engine) -> None:
    with engine.begin() as connection:
        rows.save(connection, ROW)
        assert rows.remove(connection, ["abc1", "none"]) == 1
        assert rows.latest(connection, 10) == ()
