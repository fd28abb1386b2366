"""SQL sources: only reading, only so long, only so many rows."""

import time

import pytest

from bot.crm.services.model import LATE
from bot.crm.services.sql import SqlSource
from bot.errors import CrmUnavailable, DriverMissing
from tests.bot.crm.services.conftest import Written

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


def test_a_url_that_cannot_be_used(url: str) -> None:
    with pytest.raises(CrmUnavailable):
        SqlSource("nosuch://h/d", timeout_ms=100)
    with pytest.raises(DriverMissing):
        SqlSource("postgresql+nosuch://u:geheim@h/d", timeout_ms=100)
