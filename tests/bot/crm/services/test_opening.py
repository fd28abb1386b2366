"""Services opened: what is broken is told and does not silence the rest."""

import pytest

from bot.crm.services.model import FOUND, LATE
from bot.crm.services.opening import open_services
from tests.bot.crm.services.conftest import Written

TWO = """services:
  here:
    sql: SELECT COUNT(*) AS x FROM customers
    outputs: {x: number}
  there:
    source: accounting
    sql: SELECT 1 AS x
    outputs: {x: number}
"""


async def test_every_source_has_its_own_fate(written: Written, url: str, caplog: pytest.LogCaptureFixture) -> None:
    services = written.open(TWO, url)
    assert "source 'accounting' of service 'there' has no URL" in caplog.text
    assert (await services.call("here", {})).outcome == FOUND
    assert (await services.call("there", {})).outcome == LATE
    await services.close()


async def test_a_source_without_its_driver_is_told(
    written: Written, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    await written.open(TWO, url).close()
    services = open_services(written.data, {"crm": url, "accounting": "mssql+nosuch://u:geheim@h/d"})
    assert "source 'accounting': " in caplog.text and "geheim" not in caplog.text
    assert (await services.call("there", {})).outcome == LATE
    await services.close()


async def test_a_source_of_another_sort(written: Written, url: str, caplog: pytest.LogCaptureFixture) -> None:
    await written.open(TWO, url).close()
    services = open_services(written.data, {"crm": url, "accounting": "http://127.0.0.1:9"})
    assert "service 'there' holds `sql:`, and its source 'accounting' is a web service" in caplog.text
    assert (await services.call("there", {})).outcome == LATE
    await services.close()


async def test_two_sources(written: Written, url: str) -> None:
    await written.open(TWO, url).close()
    services = open_services(written.data, {"crm": url, "accounting": "sqlite://"})
    assert (await services.call("there", {})).outputs == {"x": 1}
    await services.close()
