"""Wishes are kept before they are tried, never lost, never doubled: a CRM that is away, a kill at any point."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from bot.crm.services import outbox_rows as rows
from bot.crm.services.model import FOUND, LATER, REFUSED, Answer, Service
from bot.crm.services.outbox import LEASE_S, Outbox
from bot.crm.services.outbox_rows import State, Wish
from bot.crm.services.services import Services
from bot.crm.services.sql import SqlSource
from bot.errors import CrmBadAnswer, CrmUnavailable
from bot.store.database import open_database
from handoff.transactions import Transactions
from tests.bot.crm.services.conftest import DATA

KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.crm.services.load import read_services
from bot.crm.services.outbox import keep_writes
from bot.crm.services.services import Services
from bot.crm.services.sql import SqlSource

company, state, when, data = sys.argv[1:]

class Killed(SqlSource):
    async def ask(self, service, inputs):
        if when == "behind":
            await super().ask(service, inputs)
        os.kill(os.getpid(), signal.SIGKILL)

services = Services(read_services(Path(data)).services, {"crm": Killed(company, timeout_ms=9000)})
keep_writes(services, state)
asyncio.run(services.call("ticket_new", {"category": "complaint", "words": "دیر رسید"}, key="k"))
"""

TICKET = {"category": "complaint", "words": "دیر رسید"}


class Line:
    """The way to the real database, which can be cut before the question or behind the answer."""

    def __init__(self, url: str) -> None:
        self.inner = SqlSource(url, timeout_ms=5_000)
        self.fails: list[str] = []

    async def ask(self, service: Service, inputs: Mapping[str, Any]) -> Answer:
        how = self.fails.pop(0) if self.fails else ""
        if how == "before":
            raise CrmUnavailable(service.name, "away")
        if how == "refused":
            raise CrmBadAnswer(service.name, "HTTP 422")
        answer = await self.inner.ask(service, inputs)
        if how == "behind":
            raise CrmUnavailable(service.name, "cut off")
        return answer

    async def close(self) -> None:
        await self.inner.close()


class House:
    """Services with an outbox, a clock, and what the company's table holds."""

    def __init__(self, services: Mapping[str, Service], url: str, engine: Engine) -> None:
        self.now = 1_000.0
        self.engine, self.url = engine, url
        self.line = Line(url)
        self.services = Services(services, {"crm": self.line}, clock=lambda: self.now)
        self.outbox = Outbox(Transactions(engine, 5.0), self.services, lambda: self.now)
        self.services.keep_in(self.outbox)

    def wishes(self) -> list[Wish]:
        with self.engine.connect() as connection:
            return rows.listing(connection, tuple(State))

    @property
    def tickets(self) -> int:
        company = create_engine(self.url)
        with company.connect() as connection:
            number = connection.scalar(text("SELECT COUNT(*) FROM tickets WHERE words = :words"), TICKET)
        company.dispose()
        return int(number or 0)


@pytest.fixture
async def house(shipped: Mapping[str, Service], url: str, tmp_path: Path) -> AsyncIterator[House]:
    engine = open_database(f"sqlite:///{tmp_path}/state.db")
    found = House(shipped, url, engine)
    with create_engine(url).begin() as connection:
        connection.execute(text("DELETE FROM tickets"))
    yield found
    await found.services.close()
    engine.dispose()


async def test_a_wish_that_is_answered_is_done_and_what_was_said_is_forgotten(house: House) -> None:
    result = await house.services.call("ticket_new", TICKET, key="k", call_id="c")
    assert result.outcome == FOUND and result.outputs["ticket_number"] == "1"
    (wish,) = house.wishes()
    assert (wish.state, wish.outcome, wish.inputs, wish.call_id) == (State.DONE, FOUND, {}, "c")
    house.now += 3_600
    assert await house.outbox.round() == 0 and house.tickets == 1


@pytest.mark.parametrize("cut", ["before", "behind"])
async def test_a_company_that_is_away_is_written_to_later_and_once(house: House, cut: str) -> None:
    house.line.fails = [cut, cut, cut]
    assert (await house.services.call("ticket_new", TICKET, key="k")).outcome == LATER
    for _ in range(12):
        house.now += 20
        await house.outbox.round()
    (wish,) = house.wishes()
    assert (wish.state, wish.tries, house.tickets) == (State.DONE, 3, 1)


async def test_days_without_the_company(house: House) -> None:
    house.line.fails = ["before"] * 60
    assert (await house.services.call("ticket_new", TICKET)).outcome == LATER
    for _ in range(3 * 24):
        house.now += 3_700
        await house.outbox.round()
    assert [wish.state for wish in house.wishes()] == [State.DONE] and house.tickets == 1


@pytest.mark.parametrize("cut", ["before", "behind"])
async def test_a_kill_between_the_wish_and_its_note(house: House, cut: str) -> None:
    """The process is gone after it kept the wish (before), or after the company's table has it (behind)."""
    wish = Wish("k", "c", "ticket_new", dict(TICKET), State.WAITING, 0, 1_000_000, 1_000_000 + LEASE_S * 1000)
    with house.engine.begin() as connection:
        rows.put(connection, wish)
    if cut == "behind":
        await house.services.attempt(house.services.services["ticket_new"], TICKET, "k", budget_ms=5_000)
    assert await house.outbox.round() == 0  # somebody else may still be at it
    house.now += LEASE_S + 1
    assert await house.outbox.round() == 1
    assert [one.state for one in house.wishes()] == [State.DONE] and house.tickets == 1


@pytest.mark.parametrize("when", ["before", "behind"])
async def test_kill_9_between_the_write_and_its_note(house: House, when: str, tmp_path: Path) -> None:
    state = f"sqlite:///{tmp_path}/state.db"
    command = [sys.executable, "-c", KILLED, house.url, state, when, str(DATA)]
    child = await asyncio.create_subprocess_exec(*command, cwd=DATA.parent)
    assert await child.wait() == -signal.SIGKILL
    assert house.tickets == (when == "behind")
    assert [wish.state for wish in house.wishes()] == [State.WAITING]
    house.now = time.time() + LEASE_S + 1
    assert await house.outbox.round() == 1
    assert [wish.state for wish in house.wishes()] == [State.DONE] and house.tickets == 1


async def test_two_workers_do_not_do_one_wish_at_once(house: House) -> None:
    wish = Wish("k", "c", "ticket_new", dict(TICKET), State.WAITING, 0, 0, 0)
    with house.engine.begin() as connection:
        rows.put(connection, wish)
        rows.put(connection, wish)
        assert rows.claim(connection, wish, 5) and not rows.claim(connection, wish, 5)
    assert len(house.wishes()) == 1


async def test_what_is_refused_is_for_people(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.line.fails = ["refused"]
    assert (await house.services.call("ticket_new", TICKET, key="k")).outcome == REFUSED
    (wish,) = house.wishes()
    assert wish.state is State.DEAD and wish.inputs == TICKET
    assert "hatef outbox" in caplog.text and "دیر" not in caplog.text
    with house.engine.begin() as connection:
        assert rows.resend(connection, "k", int(house.now * 1000)) == 1
    assert await house.outbox.round() == 1
    assert [one.state for one in house.wishes()] == [State.DONE]


async def test_what_comes_to_nothing_behind_the_callers_back_is_for_people(house: House) -> None:
    wish = {"customer_id": "c-1001", "order_number": "12345"}  # it is on its way already
    assert (await house.services.call("order_cancel", wish, key="told")).outcome == "too_late"
    house.line.fails = ["before"]
    assert (await house.services.call("order_cancel", wish, key="later")).outcome == LATER
    house.now += 60
    await house.outbox.round()
    assert {one.request_key: one.state for one in house.wishes()} == {"told": State.DONE, "later": State.DEAD}
    with house.engine.begin() as connection:
        assert rows.drop(connection, "later") == 1 and rows.drop(connection, "told") == 0


async def test_a_state_database_that_is_away_costs_no_wish(house: House) -> None:
    with house.engine.begin() as connection:
        connection.execute(text("DROP TABLE service_outbox"))
    assert (await house.services.call("ticket_new", TICKET)).outcome == FOUND
    assert await house.outbox.round() == 0 and house.tickets == 1


async def test_done_wishes_are_swept_after_a_month(house: House) -> None:
    await house.services.call("ticket_new", TICKET)
    house.now += 31 * 86_400
    await house.outbox.round()
    assert house.wishes() == []


async def test_it_works_in_the_background_until_it_is_closed(house: House) -> None:
    async with house.outbox.working():
        assert (await house.services.call("ticket_new", TICKET)).outcome == FOUND
