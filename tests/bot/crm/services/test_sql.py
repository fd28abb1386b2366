"""SQL sources: only reading, only so long, only so many rows."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from bot.crm.sample import fill, read_sample
from bot.crm.services.model import LATE, Service, Sql
from bot.crm.services.services import Services
from bot.crm.services.sql import SqlSource
from bot.errors import CrmUnavailable, DriverMissing
from tests.bot.crm.services.conftest import DATA, Written
from tests.bot.crm.services.servers import mariadb, postgres
from tests.bot.crm.services.test_services import ASKED
from tests.bot.crm.services.test_sql_engine import WISHES

ENDLESS = """services:
  a:
    sql: WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) AS x FROM n
    outputs: {x: number}
    budget_ms: 100
  many:
    rows: many
    limit: 3
    sql: WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS x FROM n
    outputs: {x: number}
"""


async def test_a_statement_without_end_ends(written: Written, url: str) -> None:
    services = written.open(ENDLESS, url)
    began = time.monotonic()
    assert (await services.call("a", {})).outcome == LATE
    await services.close()
    source = SqlSource(url, timeout_ms=200, threads=1)
    with pytest.raises(CrmUnavailable, match="interrupted"):
        await source.ask(services.services["a"], {})
    assert time.monotonic() - began < 30
    await source.close()


async def test_no_more_rows_are_read_than_asked_for(written: Written, url: str) -> None:
    services = written.open(ENDLESS, url)
    assert [row["x"] for row in (await services.call("many", {})).rows] == [1, 2, 3]
    await services.close()


async def test_the_database_is_opened_for_reading_alone(written: Written, url: str) -> None:
    services = written.open(ENDLESS, url)
    source = SqlSource(url, timeout_ms=200, threads=1)
    with source._engine.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql("DELETE FROM customers")
    await source.close()
    await services.close()


@pytest.mark.interop
@pytest.mark.parametrize("server", [postgres, mariadb])
async def test_every_database_answers_as_sqlite_does(
    server: Callable[[], AbstractContextManager[str]], shipped: Mapping[str, Service]
) -> None:
    with server() as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            fill(connection, read_sample(DATA / "sample_crm.yml"), date.today())
        engine.dispose()
        source = SqlSource(url, timeout_ms=5_000)
        services = Services(shipped, {"crm": source})
        for name, inputs, outcome, outputs in [*ASKED, *WISHES]:
            result = await services.call(name, inputs)
            assert result.outcome == outcome, f"{name} {inputs}: {result.why}"
            # Servers count tickets in their own way.
            told = {key: value for key, value in outputs.items() if key != "ticket_number"}
            assert {key: result.outputs[key] for key in told} == told
        with source._engine.connect() as reader, pytest.raises(DatabaseError, match="(?i)read.only"):
            reader.execute(text("DELETE FROM customers"))
        await services.close()


@pytest.mark.interop
@pytest.mark.parametrize(
    ("server", "sleeping"), [(postgres, "SELECT pg_sleep(30) AS x"), (mariadb, "SELECT SLEEP(30) AS x")]
)
async def test_a_server_ends_a_statement_itself(
    server: Callable[[], AbstractContextManager[str]], sleeping: str, shipped: Mapping[str, Service]
) -> None:
    with server() as url:
        source = SqlSource(url, timeout_ms=200)
        began = time.monotonic()
        with pytest.raises(CrmUnavailable):
            await source.ask(replace(shipped["balance"], ask=Sql(sleeping)), {})
        assert time.monotonic() - began < 20
        await source.close()


def test_a_url_that_cannot_be_used(url: str) -> None:
    with pytest.raises(CrmUnavailable):
        SqlSource("nosuch://h/d", timeout_ms=100)
    with pytest.raises(DriverMissing):
        SqlSource("postgresql+nosuch://u:geheim@h/d", timeout_ms=100)
