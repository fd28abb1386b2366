"""The SQL CRM on a real file: answers, strangers, and every way it can fail."""

import asyncio
import os
import re
import shutil
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.crm.model import Crm, Customer, Money, Order, OrderState
from bot.crm.sql import SqliteCrm
from bot.errors import CrmBadAnswer, CrmUnavailable, DriverMissing

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
    expected = Order("12345", "c-1001", OrderState.SHIPPED, date.today() + timedelta(days=2))
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


@pytest.mark.parametrize("url", ["", "nosuch://x/y"])
def test_a_bad_url(url: str) -> None:
    with pytest.raises(CrmUnavailable, match="URL"):
        SqliteCrm(url)


def test_a_driver_that_is_not_installed_names_its_cure_and_no_password() -> None:
    with pytest.raises(DriverMissing, match=re.escape("pip install 'hatef[postgres]'")) as caught:
        SqliteCrm("postgresql+nosuch://u:geheim@h/d")
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "stored",
    [
        "09121230000",
        "989121230000",
        "+98 912 123 0000",
        "00989121230000",
        "9121230000",
        "۰۹۱۲۱۲۳۰۰۰۰",
        "٠٩١٢ ١٢٣ ٠٠٠٠",
        " 0912-123-0000 ",
        "0912.123.0000",
        "(0912) 1230000",
        "021 8800 9999 / 0912 123 0000",
        "9121230000.0",
    ],
)
async def test_a_number_matches_however_the_crm_stores_it(crm: SqliteCrm, url: str, stored: str) -> None:
    change(url, f"UPDATE customer_numbers SET number = '{stored}' WHERE number = '+989121234567'")
    assert await crm.customer_by_number("+989121230000") == SARA
    assert await crm.customer_by_number("09121230000") == SARA
    assert await crm.customer_by_number("09121230001") is None


async def test_an_extension_is_found_with_blanks_and_in_no_longer_number(crm: SqliteCrm, url: str) -> None:
    change(url, "UPDATE customer_numbers SET number = ' ۱۰۰۱ ' WHERE number = '1001'")
    found = await crm.customer_by_number("1001")
    assert found is not None
    assert found.family_name == "کریمی"
    assert await crm.customer_by_number("121") is None


async def test_a_number_of_two_customers_tells_neither(crm: SqliteCrm, url: str) -> None:
    change(url, "INSERT INTO customer_numbers (number, customer_id) VALUES ('0912 123 4567', 'c-1002')")
    change(url, "UPDATE customer_numbers SET number = '0912-1234567' WHERE number = '+989121234567'")
    assert await crm.customer_by_number("09121234567") is None


@pytest.mark.parametrize(
    "stored",
    ["1405-09-05", "1405/9/5", "۱۴۰۵/۰۹/۰۵", "2026-11-26", "2026-11-26 10:30:00", "14050905", "۵ آذر ۱۴۰۵"],
)
async def test_a_date_is_read_in_its_calendar(crm: SqliteCrm, url: str, stored: str) -> None:
    change(url, f"UPDATE orders SET delivery_date = '{stored}' WHERE number = '12345'")
    found = await crm.order("12345")
    assert found is not None
    assert found.delivery_date == date(2026, 11, 26)


async def test_what_is_null_is_left_out(crm: SqliteCrm, url: str) -> None:
    change(url, "DROP TABLE customers")
    change(url, "CREATE TABLE customers (customer_id, title, given_name, family_name, language)")
    change(url, "INSERT INTO customers (customer_id) VALUES ('c-1001')")
    assert await crm.customer_by_number("09121234567") == Customer("c-1001", "", "", "", "")


async def test_other_shapes_of_orders_and_amounts(crm: SqliteCrm, url: str) -> None:
    change(url, "UPDATE orders SET number = ' ۱۲۳۴۵', state = 'SHIPPED ', delivery_date = '' WHERE number = '12345'")
    change(url, "UPDATE accounts SET balance_rial = '۲,۵۰۰,۰۰۰' WHERE customer_id = 'c-1001'")
    assert await crm.order("12345") == Order("12345", "c-1001", OrderState.SHIPPED, None)
    assert await crm.balance("c-1001") == Money(2_500_000)


async def test_a_file_that_an_export_replaces_is_read_from_then_on(crm: SqliteCrm, url: str) -> None:
    file = Path(str(make_url(url).database))
    assert await crm.balance("c-1001") == Money(2_500_000)
    export = file.with_suffix(".export")
    shutil.copy(file, export)
    change(f"sqlite:///{export}", "UPDATE accounts SET balance_rial = 7 WHERE customer_id = 'c-1001'")
    os.replace(export, file)
    assert await crm.balance("c-1001") == Money(7)


@pytest.mark.parametrize("content", [b"", b"half of an export" * 1000])
async def test_a_file_that_is_written_anew_is_read_again_when_it_is_whole(
    crm: SqliteCrm, url: str, content: bytes
) -> None:
    file = Path(str(make_url(url).database))
    whole = await asyncio.to_thread(file.read_bytes)
    for _ in range(2):
        assert await crm.balance("c-1001") == Money(2_500_000)
        await asyncio.to_thread(file.write_bytes, content)
        with pytest.raises(CrmUnavailable):
            await crm.balance("c-1001")
        await asyncio.to_thread(file.write_bytes, whole)
    assert await crm.balance("c-1001") == Money(2_500_000)
