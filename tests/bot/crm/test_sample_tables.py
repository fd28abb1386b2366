"""The sample company's tables: every one is filled or written by a service, and every table of a service is there."""

import re
from pathlib import Path

from sqlalchemy import create_engine, func, inspect, select

from bot.crm.sample_tables import COMPANY_TABLES, order_addresses, requests
from bot.crm.services.load import read_services
from bot.crm.services.model import Sql

DATA = Path(__file__).resolve().parents[3] / "data"
WRITTEN = {requests.name, order_addresses.name}
"""Empty until somebody calls."""


def test_all_are_made_and_filled(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        counts = {
            one.name: connection.scalar(select(func.count()).select_from(one)) for one in COMPANY_TABLES.sorted_tables
        }
    assert {name for name, count in counts.items() if not count} <= WRITTEN
    engine.dispose()


def test_services_ask_only_tables_that_there_are(url: str) -> None:
    engine = create_engine(url)
    there = set(inspect(engine).get_table_names())
    engine.dispose()
    for service in read_services(DATA).services.values():
        assert isinstance(service.ask, Sql)
        for statement in (service.ask.answer, *service.ask.writes):
            assert set(re.findall(r"(?:FROM|JOIN|INTO|UPDATE) (\w+)", statement)) <= there, service.name
