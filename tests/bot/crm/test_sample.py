"""The sample CRM: whole, made once, and refused with the place of a mistake."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select

from bot.crm.model import OrderState
from bot.crm.sample import build_sample, read_sample
from bot.crm.tables import customers
from bot.errors import DataFileError

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample_crm.yml"
ORDER = "customers: [{id: a, name: b, family: c, orders: [{%s}]}]"


def test_the_caller_of_the_demo_is_there() -> None:
    sara = next(one for one in read_sample(SAMPLE).customers if "09121234567" in one.numbers)
    assert (sara.name, sara.family, sara.balance_rial) == ("سارا", "محمدی", 2_500_000)
    order = next(one for one in sara.orders if one.number == "12345")
    assert order.state is OrderState.SHIPPED
    assert order.delivery is not None


def test_every_state_of_an_order_occurs() -> None:
    states = {order.state for customer in read_sample(SAMPLE).customers for order in customer.orders}
    assert states == set(OrderState)


def test_customers_and_orders_are_unique() -> None:
    sample = read_sample(SAMPLE).customers
    for keys in (
        [c.id for c in sample],
        [o.number for c in sample for o in c.orders],
    ):
        assert len(keys) == len(set(keys))


def test_it_is_made_once_and_never_overwritten(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM customers WHERE customer_id = 'c-1007'")
    assert not build_sample(url, SAMPLE)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(customers)) == 7
    engine.dispose()


def test_nothing_but_the_database_is_left(url: str, tmp_path: Path) -> None:
    assert [path.name for path in tmp_path.iterdir()] == ["crm 1%.db"]


def test_another_database_is_left_alone() -> None:
    assert not build_sample("postgresql://host/crm", SAMPLE)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("customers: [", "YAML"),
        ("- a", "valid dictionary"),
        ("customers: [{id: a, name: b}]", "customers.0.family"),
        ("customers: [{id: a, name: b, family: c, colour: red}]", "customers.0.colour"),
        (ORDER % "number: '123', state: shipped", "orders.0.number"),
        (ORDER % "number: '12345', state: lost", "orders.0.state"),
        (ORDER % "number: '12345', state: shipped, delivery: soon", "orders.0.delivery"),
        (ORDER % "number: '12345', state: shipped, delivery: 1405/13/40", "orders.0.delivery"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, where: str) -> None:
    path = tmp_path / "sample.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=where):
        read_sample(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read"):
        build_sample(f"sqlite:///{tmp_path}/crm.db", tmp_path / "none.yml")
    assert not (tmp_path / "crm.db").exists()
