"""A CRM that cannot serve is found before a caller finds it."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.crm.check import SAMPLE_TO_COME, check_crm, check_sample
from bot.findings import Finding


def found(url: str, *, sample: bool = False) -> list[Finding]:
    return list(check_crm(url, sample=sample))


def change(url: str, *statements: str) -> None:
    connection = sqlite3.connect(str(make_url(url).database))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_the_sample_is_fine(url: str) -> None:
    shared, fine = found(url)
    assert (shared.level, fine.level) == ("note", "ok")
    assert "1 telephone number(s) belong to more than one customer" in shared.what  # a house that shares a line


def test_a_missing_file_is_a_lack_unless_it_will_be_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/none.db"
    [lack] = found(url)
    assert (lack.level, lack.stops) == ("lack", True)
    assert "there is no" in lack.what
    assert [finding.level for finding in found(url, sample=True)] == ["ok"]
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("sample", [True, False])
def test_a_folder_garbage_and_an_empty_file_are_lacks(tmp_path: Path, sample: bool) -> None:
    (tmp_path / "garbage.db").write_bytes(b"garbage " * 1000)
    (tmp_path / "empty.db").touch()
    assert "is a folder" in found(f"sqlite:///{tmp_path}", sample=sample)[0].what
    assert "file is not a database" in found(f"sqlite:///{tmp_path}/garbage.db", sample=sample)[0].what
    assert "has no table customers" in found(f"sqlite:///{tmp_path}/empty.db", sample=sample)[0].what


def test_missing_tables_and_columns_are_named(url: str) -> None:
    change(url, "ALTER TABLE orders DROP COLUMN delivery_date")
    assert "has no column orders.delivery_date" in found(url)[0].what
    change(url, "DROP TABLE accounts")
    assert "has no table accounts" in found(url)[0].what


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE orders SET state = 'ارسال شده'", "orders.state are no states, e.g. 'ارسال شده'"),
        ("UPDATE orders SET delivery_date = 'soon'", "orders.delivery_date are no dates, e.g. 'soon'"),
        ("UPDATE accounts SET balance_rial = 'much'", "accounts.balance_rial are no whole amounts"),
        ("UPDATE customers SET language = 'en'", "customers.language are no languages"),
        ("UPDATE customer_numbers SET number = 'x' || customer_id || number", "customer_numbers.number"),
    ],
)
def test_a_column_of_another_shape_is_a_lack_by_name(url: str, statement: str, told: str) -> None:
    change(url, statement)
    lacks = [finding.what for finding in found(url) if finding.level == "lack"]
    if "customer_numbers" in told:
        assert lacks == [] or told in lacks[0]
        return
    assert told in lacks[0]


def test_a_slip_in_one_row_is_a_note(url: str) -> None:
    change(url, *(f"INSERT INTO orders VALUES ('{n}', 'c-1001', 'shipped', NULL)" for n in range(80_000, 80_040)))
    change(url, "UPDATE orders SET delivery_date = 'soon' WHERE number = '12345'")
    assert [finding.level for finding in found(url)] == ["note", "note", "ok"]


def test_a_number_of_two_customers_and_no_customers_are_notes(url: str) -> None:
    change(url, "INSERT INTO customer_numbers VALUES ('0912 123 4567', 'c-1002')")
    assert "2 telephone number(s) belong to more than one customer" in found(url)[0].what
    change(url, "DELETE FROM customer_numbers", "DELETE FROM customers")
    assert "every caller is a stranger" in found(url)[0].what


def test_no_telephone_number_is_shown(url: str) -> None:
    change(url, "UPDATE customer_numbers SET number = 'نامعلوم 12' || rowid")
    assert not any("نامعلوم" in finding.what for finding in found(url))


def test_a_driver_that_is_not_installed_stops_and_a_server_that_is_away_does_not() -> None:
    [lack] = found("postgresql+nosuch://u:geheim@h/d")
    assert lack.stops
    assert "pip install 'hatef[postgres]'" in lack.what
    assert "geheim" not in str(lack)


def test_a_crm_that_another_program_writes_to_does_not_stop_the_start(url: str) -> None:
    blocker = sqlite3.connect(str(make_url(url).database), isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    [lack] = found(url)
    blocker.execute("ROLLBACK")
    blocker.close()
    assert "database is locked" in lack.what
    assert not lack.stops


def test_a_sample_that_cannot_be_made_is_a_lack(tmp_path: Path) -> None:
    path = tmp_path / "sample_crm.yml"
    path.write_text("customers:\n  - id: a\n", encoding="utf-8")
    (found,) = check_sample(path)
    assert found.level == "lack"
    assert "crm.sample: false" in str(found)
    path.write_text("customers: []\n", encoding="utf-8")
    assert list(check_sample(path)) == [SAMPLE_TO_COME]
