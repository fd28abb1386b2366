"""The SQL CRM on a real file: answers, strangers, and every way it can fail."""

import asyncio
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.crm.model import Crm, Customer, Money, Order, OrderState
from bot.crm.sqlite_crm import SqliteCrm
from bot.errors import CrmBadAnswer, CrmUnavailable

SARA = Customer("c-1001", "خانم", "سارا", "محمدی", "fa")


def change(url: str, statement: str) -> None:
    connection = sqlite3.connect(str(make_url(url).database))
    connection.execute(statement)
    connection.commit()
    connection.close()


async def test_it_is_a_crm(crm: SqliteCrm) -> None:
    border: Crm = crm
    assert await border.customer_by_number("09121234567") == SARA


@pytest.mark.parametrize("number", ["+989121234567", "۰۹۱۲۱۲۳۴۵۶۷", "00989121234567", "02188001001"])
async def test_the_caller_is_known_however_the_line_writes_it(crm: SqliteCrm, number: str) -> None:
    assert await crm.customer_by_number(number) == SARA


async def test_an_extension_is_a_number_too(crm: SqliteCrm) -> None:
    found = await crm.customer_by_number("1001")
    assert found is not None
    assert found.family_name == "کریمی"


@pytest.mark.parametrize("number", ["09120000000", "anonymous", "", "' OR 1=1 --"])
async def test_strangers(crm: SqliteCrm, number: str) -> None:
    assert await crm.customer_by_number(number) is None


async def test_balances_are_in_rial(crm: SqliteCrm) -> None:
    assert await crm.balance("c-1001") == Money(2_500_000)
    assert await crm.balance("c-1003") == Money(0)
    assert await crm.balance("c-1006") is None
    assert await crm.balance("nobody") is None


async def test_orders(crm: SqliteCrm) -> None:
    expected = Order("12345", "c-1001", OrderState.SHIPPED, date(2026, 11, 26))
    assert await crm.order("12345") == expected
    assert await crm.order("12345", "c-1001") == expected
    assert await crm.order("12345", "c-1002") is None
    assert await crm.order("00000") is None


async def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    crm = SqliteCrm(f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(CrmUnavailable, match="unable to open"):
        await crm.balance("c-1001")
    crm.close()
    assert not (tmp_path / "none.db").exists()


async def test_nothing_is_ever_written(crm: SqliteCrm) -> None:
    with crm._engine.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql("DELETE FROM orders")


async def test_a_table_that_is_gone(crm: SqliteCrm, url: str) -> None:
    change(url, "DROP TABLE accounts")
    with pytest.raises(CrmUnavailable, match="no such table") as caught:
        await crm.balance("c-1001")
    assert "c-1001" not in str(caught.value)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE orders SET state = 'lost' WHERE number = '12345'",
        "UPDATE orders SET delivery_date = 'tomorrow' WHERE number = '12345'",
        "UPDATE accounts SET balance_rial = 'much' WHERE customer_id = 'c-1001'",
        "UPDATE accounts SET balance_rial = 2.5 WHERE customer_id = 'c-1001'",
    ],
)
async def test_a_broken_row_is_a_bad_answer(crm: SqliteCrm, url: str, statement: str) -> None:
    change(url, statement)
    with pytest.raises(CrmBadAnswer, match="mend the row"):
        await asyncio.gather(crm.order("12345"), crm.balance("c-1001"))


async def test_a_locked_database_costs_no_more_than_the_time_out(url: str) -> None:
    crm = SqliteCrm(url, timeout_s=0.1)
    blocker = sqlite3.connect(str(make_url(url).database), isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    async with asyncio.timeout(4):  # SQLite itself would wait 5 s
        with pytest.raises(CrmUnavailable, match="within 0.1 s"):
            await crm.balance("c-1001")
    blocker.execute("ROLLBACK")
    blocker.close()
    crm.close()


async def test_many_questions_at_once(crm: SqliteCrm) -> None:
    answers = await asyncio.gather(*(crm.order("12345") for _ in range(50)))
    assert {answer.number for answer in answers if answer} == {"12345"}


@pytest.mark.parametrize("url", ["", "nosuch://x/y", "postgresql+nosuch://u:geheim@h/d"])
def test_a_bad_url(url: str) -> None:
    with pytest.raises(CrmUnavailable, match="URL") as caught:
        SqliteCrm(url)
    assert "geheim" not in str(caught.value)
