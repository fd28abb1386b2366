"""Builds the sample CRM from data/sample_crm.yml, so that a fresh Hatef has somebody to greet."""

import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import jdatetime
from pydantic import BeforeValidator, Field, ValidationError
from sqlalchemy import Connection, create_engine, insert, make_url

from bot.crm.model import OrderState
from bot.crm.numbers import normalise
from bot.crm.sample_company import Part, SampleCompany, insert_company, slot_id
from bot.crm.sample_tables import (
    COMPANY_TABLES,
    appointments,
    bills,
    identities,
    invoices,
    order_items,
    payments,
    tickets,
)
from bot.crm.tables import CRM_TABLES, accounts, customer_numbers, customers, orders
from bot.errors import DataFileError
from bot.settings.config_syntax import load_yaml
from nlu.text.languages import FALLBACK

JALALI = re.compile(r"(1[34]\d\d)/(\d\d?)/(\d\d?)")


def _day(value: Any) -> Any:
    """«1405/09/05» as a Gregorian date, a number as so many days from today; the rest is for pydantic to refuse."""
    if isinstance(value, int) and not isinstance(value, bool):
        return date.today() + timedelta(days=value)
    found = JALALI.fullmatch(value) if isinstance(value, str) else None
    return value if found is None else jdatetime.date(*map(int, found.groups())).togregorian()


Day = Annotated[date, BeforeValidator(_day)]
"""A Jalali date, or days from today."""


class SampleItem(Part):
    """Some of a product in an order."""

    product: str
    quantity: int = 1


class SampleOrder(Part):
    """One order in the file."""

    number: str = Field(pattern=r"^\d{5}$")
    state: OrderState
    delivery: Day | None = None
    items: tuple[SampleItem, ...] = ()


class SampleBill(Part):
    """What is owed by a day."""

    id: str
    amount_rial: int
    due: Day
    paid: Day | None = None


class SamplePayment(Part):
    """What came, or did not."""

    id: str
    amount_rial: int
    day: Day
    state: Literal["received", "pending", "failed"]


class SampleInvoice(Part):
    """One invoice."""

    number: str
    amount_rial: int
    issued: Day
    order: str | None = None
    payments: tuple[SamplePayment, ...] = ()


class SampleAppointment(Part):
    """One in the book: with whom, on which of its working days from today, and when."""

    doctor: str
    working_day: int = Field(ge=1)
    time: str


class SampleTicket(Part):
    """What somebody complained of."""

    number: int
    category: str
    words: str
    opened: Day


class SampleCustomer(Part):
    """One customer in the file."""

    id: str
    title: str = ""
    name: str
    family: str
    language: str = FALLBACK
    numbers: tuple[str, ...] = ()
    balance_rial: int | None = None
    national_id: str | None = Field(default=None, pattern=r"^\d{10}$")
    birth_year: int | None = None
    pin_hash: str | None = None
    orders: tuple[SampleOrder, ...] = ()
    bills: tuple[SampleBill, ...] = ()
    invoices: tuple[SampleInvoice, ...] = ()
    appointments: tuple[SampleAppointment, ...] = ()
    tickets: tuple[SampleTicket, ...] = ()


class Sample(Part):
    """The whole file."""

    customers: tuple[SampleCustomer, ...]
    company: SampleCompany = SampleCompany()


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
                fill(connection, sample, date.today())
        finally:
            engine.dispose()
        os.replace(made, target)
    return True


def fill(connection: Connection, sample: Sample, today: date) -> None:
    """Make all tables in an empty database of any kind, and what is in them."""
    for tables in (CRM_TABLES, COMPANY_TABLES):
        tables.create_all(connection)
    insert_company(connection, sample.company, today)
    days = sample.company.book.days(today)
    prices = {product.id: product.price_rial for product in sample.company.products}
    for customer in sample.customers:
        _insert(connection, customer)
        _insert_orders(connection, customer, prices)
        _insert_debts(connection, customer)
        _insert_appointments(connection, customer, days)


def _insert(connection: Connection, one: SampleCustomer) -> None:
    who = {"customer_id": one.id}
    row = {"title": one.title, "given_name": one.name, "family_name": one.family, "language": one.language}
    connection.execute(insert(customers), who | row)
    for number in one.numbers:
        connection.execute(insert(customer_numbers), who | {"number": normalise(number)})
    if one.balance_rial is not None:
        connection.execute(insert(accounts), who | {"balance_rial": one.balance_rial})
    known = one.model_dump(include={"national_id", "birth_year", "pin_hash"})
    connection.execute(insert(identities), who | known)


def _insert_orders(connection: Connection, one: SampleCustomer, prices: Mapping[str, int]) -> None:
    for order in one.orders:
        values = {"number": order.number, "state": order.state.value, "delivery_date": order.delivery}
        connection.execute(insert(orders), {"customer_id": one.id} | values)
        for item in order.items:
            row = {"number": order.number, "product_id": item.product, "quantity": item.quantity}
            connection.execute(insert(order_items), row | {"price_rial": prices.get(item.product, 0)})


def _insert_debts(connection: Connection, one: SampleCustomer) -> None:
    who = {"customer_id": one.id}
    for bill in one.bills:
        row = {"bill_id": bill.id, "amount_rial": bill.amount_rial, "due_date": bill.due, "paid_on": bill.paid}
        connection.execute(insert(bills), who | row)
    for invoice in one.invoices:
        row = {"invoice_number": invoice.number, "order_number": invoice.order, "issued_on": invoice.issued}
        connection.execute(insert(invoices), who | row | {"amount_rial": invoice.amount_rial})
        for came in invoice.payments:
            row = {"payment_id": came.id, "invoice_number": invoice.number, "state": came.state}
            connection.execute(insert(payments), row | {"amount_rial": came.amount_rial, "paid_on": came.day})
    for ticket in one.tickets:
        row = {"ticket_number": ticket.number, "category": ticket.category, "words": ticket.words}
        connection.execute(insert(tickets), who | row | {"opened_on": ticket.opened})


def _insert_appointments(connection: Connection, one: SampleCustomer, days: Sequence[date]) -> None:
    for booked in one.appointments:
        slot = slot_id(booked.doctor, days[(booked.working_day - 1) % len(days)], booked.time)
        connection.execute(insert(appointments), {"customer_id": one.id, "slot_id": slot, "state": "booked"})
