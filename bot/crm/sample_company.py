"""The company of the sample beside its customers: products, branches, people, and the book of appointments."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any

import jdatetime
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, insert

from bot.crm.numbers import normalise
from bot.crm.sample_tables import branch_cities, branches, directory, products, slots

DAYS_AHEAD = 14
FRIDAY = 4
"""As `date.weekday` counts."""


class Part(BaseModel):
    """A piece of the file: no key that nothing reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SampleProduct(Part):
    """Something that is sold."""

    id: str
    name: str
    name_ar: str
    price_rial: int
    stock: int = 0


class Written(Part):
    """A branch as one language writes it."""

    name: str
    city: str
    address: str
    hours: str


class SampleBranch(Part):
    """One branch or agency; `near` are cities without one of their own, with the distance in km."""

    id: str
    number: str
    fa: Written
    ar: Written
    near: dict[str, int] = Field(default_factory=dict)


class SampleEntry(Part):
    """Somebody in the directory."""

    language: str
    name: str
    department: str
    extension: str


class SampleDoctor(Part):
    """Somebody who gives appointments."""

    id: str
    department: str
    name: str
    name_ar: str


class SampleBook(Part):
    """When appointments are given; `closed` are Jalali days («01/01») beside the Fridays."""

    doctors: tuple[SampleDoctor, ...] = ()
    times: tuple[Annotated[str, Field(pattern=r"^\d\d:\d\d$")], ...] = ()
    closed: tuple[str, ...] = ()

    def days(self, today: date) -> list[date]:
        """The working days of the next two weeks, from tomorrow on."""
        days = [today + timedelta(days=ahead) for ahead in range(1, DAYS_AHEAD + 1)]
        return [day for day in days if day.weekday() != FRIDAY and _jalali(day) not in self.closed]

    def rows(self, today: date) -> Iterator[dict[str, Any]]:
        """Every slot."""
        for day in self.days(today):
            for clock in self.times:
                for one in self.doctors:
                    yield {
                        "slot_id": slot_id(one.id, day, clock),
                        "day": day,
                        "time": clock,
                        "department": one.department,
                        "with_whom": one.name,
                        "with_whom_ar": one.name_ar,
                    }


class SampleCompany(Part):
    """The whole of it."""

    products: tuple[SampleProduct, ...] = ()
    branches: tuple[SampleBranch, ...] = ()
    directory: tuple[SampleEntry, ...] = ()
    book: SampleBook = SampleBook()


def slot_id(doctor: str, day: date, clock: str) -> str:
    """«d1-20261205-0930»."""
    return f"{doctor}-{day:%Y%m%d}-{clock.replace(':', '')}"


def insert_company(connection: Connection, company: SampleCompany, today: date) -> None:
    """Fill the tables of `bot.crm.sample_tables` that are no customer's."""
    for product in company.products:
        connection.execute(insert(products), product.model_dump(exclude={"id"}) | {"product_id": product.id})
    for branch in company.branches:
        _insert_branch(connection, branch)
    for entry in company.directory:
        connection.execute(insert(directory), entry.model_dump())
    if rows := list(company.book.rows(today)):
        connection.execute(insert(slots), rows)


def _insert_branch(connection: Connection, one: SampleBranch) -> None:
    for language, written in (("fa", one.fa), ("ar", one.ar)):
        row = {"branch_id": one.id, "language": language, "number": normalise(one.number)}
        connection.execute(insert(branches), row | written.model_dump())
    served = {one.fa.city: 0, one.ar.city: 0} | one.near
    for city, km in served.items():
        connection.execute(insert(branch_cities), {"city": city, "branch_id": one.id, "km": km})


def _jalali(day: date) -> str:
    return str(jdatetime.date.fromgregorian(date=day).strftime("%m/%d"))
