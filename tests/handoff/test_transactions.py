"""Every way in which a database says no becomes one of two errors of ours."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, func, insert, select, text

from handoff.errors import RecordRefused, StepRefused, StoreUnavailable
from handoff.tables import packets, steps
from handoff.transactions import Transactions


@pytest.fixture
def work(engine: Engine) -> Iterator[Transactions]:
    made = Transactions(engine, timeout_s=30)
    yield made
    made.close()


def a_step(packet_id: str) -> dict[str, object]:
    return {"packet_id": packet_id, "state": "stored", "at_ms": 1, "note": ""}


async def test_what_is_changed_is_read(work: Transactions) -> None:
    assert await work.change("counting", lambda connection: connection.scalar(text("SELECT 6 * 7"))) == 42
    assert (
        await work.read("counting", lambda connection: connection.scalar(select(func.count()).select_from(packets)))
        == 0
    )


async def test_what_breaks_a_rule_of_the_tables_is_refused_and_tells_no_value(work: Transactions) -> None:
    with pytest.raises(RecordRefused) as refused:
        await work.change("saving", lambda connection: connection.execute(insert(steps), a_step("none-such-id")))
    assert (refused.value.doing, refused.value.detail) == ("saving", "IntegrityError")
    assert "none-such-id" not in str(refused.value)


@pytest.mark.parametrize("value", [2**70, object(), "\ud800"])
async def test_what_cannot_be_bound_is_refused(work: Transactions, value: object) -> None:
    with pytest.raises((RecordRefused, StoreUnavailable)):
        await work.change("saving", lambda connection: connection.execute(insert(steps), a_step("x") | {"note": value}))


async def test_a_database_that_is_not_there_is_away(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/no/such/folder.db")
    work = Transactions(engine, timeout_s=30)
    with pytest.raises(StoreUnavailable, match="asking: OperationalError"):
        await work.read("asking", lambda connection: connection.execute(text("SELECT 1")))
    work.close()


async def test_one_that_does_not_answer_in_time_is_away(engine: Engine) -> None:
    work = Transactions(engine, timeout_s=0.05)
    answered = threading.Event()

    def slow(_connection: Connection) -> bool:
        return answered.wait(30)

    with pytest.raises(StoreUnavailable, match=r"no answer within 0\.05 s"):
        await work.read("asking", slow)
    answered.set()
    work.close()


async def test_who_reads_does_not_wait_behind_who_writes(work: Transactions) -> None:
    reading = threading.Event()

    def waits(_connection: Connection) -> bool:
        return reading.wait(30)

    def reads(_connection: Connection) -> None:
        reading.set()

    assert (await asyncio.gather(work.change("writing", waits), work.read("reading", reads)))[0]


async def test_an_error_of_ours_goes_through_and_nothing_is_written(work: Transactions, engine: Engine) -> None:
    def refuse(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half_done (x)"))
        raise StepRefused("id", "stored", "bridged")

    with pytest.raises(StepRefused):
        await work.change("moving", refuse)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'half_done'")) == 0
