"""Builds the sample CRM from data/sample_crm.yml, so that a fresh Hatef has somebody to greet."""

import os
import re
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import jdatetime
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from sqlalchemy import Connection, create_engine, insert, make_url

from bot.crm.model import OrderState
from bot.crm.numbers import normalise
from bot.crm.tables import CRM_TABLES, accounts, customer_numbers, customers, orders
from bot.errors import DataFileError
from bot.settings.config_syntax import load_yaml
from nlu.text.languages import FALLBACK

JALALI = re.compile(r"(1[34]\d\d)/(\d\d?)/(\d\d?)")


def _delivery(value: Any) -> Any:
    """«1405/09/05» as a Gregorian date, a number as so many days from today; the rest is for pydantic to refuse."""
    if isinstance(value, int) and not isinstance(value, bool):
        return date.today() + timedelta(days=value)
    found = JALALI.fullmatch(value) if isinstance(value, str) else None
    return value if found is None else jdatetime.date(*map(int, found.groups())).togregorian()


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SampleOrder(_Part):
    """One order in the file; `delivery` is a Jalali date, or days from today."""

    number: str = Field(pattern=r"^\d{5}$")
    state: OrderState
    delivery: Annotated[date | None, BeforeValidator(_delivery)] = None


class SampleCustomer(_Part):
    """One customer in the file."""

    id: str
    title: str = ""
    name: str
    family: str
    language: str = FALLBACK
    numbers: tuple[str, ...] = ()
    balance_rial: int | None = None
    orders: tuple[SampleOrder, ...] = ()


class Sample(_Part):
    """The whole file."""

    customers: tuple[SampleCustomer, ...]


def read_sample(path: Path) -> Sample:
    """Parse and check the file.

    Raises:
        DataFileError: it is missing, no YAML, or has a wrong value.
    """
    try:
        content = load_yaml(path)
    except ValueError as error:
        raise DataFileError(path, str(error)) from error
    try:
        return Sample.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise DataFileError(path, f"{where}: {first['msg']}") from error


def build_sample(url: str, path: Path) -> bool:
    """Make the sample database at `url` (a SQLite file) unless it is there; True if it was made.

    It is written beside its place and moved in, so no other process ever sees half of it.
    """
    database = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or not database or Path(database).exists():
        return False
    sample, target = read_sample(path), Path(database)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / "sample.db"
        engine = create_engine(make_url(url).set(database=str(made)))
        try:
            with engine.begin() as connection:
                CRM_TABLES.create_all(connection)
                for customer in sample.customers:
                    _insert(connection, customer)
        finally:
            engine.dispose()
        os.replace(made, target)
    return True


def _insert(connection: Connection, one: SampleCustomer) -> None:
    who = {"customer_id": one.id}
    row = {"title": one.title, "given_name": one.name, "family_name": one.family, "language": one.language}
    connection.execute(insert(customers), who | row)
    for number in one.numbers:
        connection.execute(insert(customer_numbers), who | {"number": normalise(number)})
    if one.balance_rial is not None:
        connection.execute(insert(accounts), who | {"balance_rial": one.balance_rial})
    for order in one.orders:
        values = {"number": order.number, "state": order.state.value, "delivery_date": order.delivery}
        connection.execute(insert(orders), who | values)
