"""The tables of the SQL CRM.

Amounts in rial, dates Gregorian ISO, telephone numbers as `bot.crm.numbers.normalise` writes them.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, Column, Date, Dialect, ForeignKey, MetaData, String, Table
from sqlalchemy.types import TypeDecorator


class AsStored(TypeDecorator[Any]):
    """A date whose stored value is handed over as it is: CRMs keep Jalali texts too (`bot.crm.reading.date_of`)."""

    impl = Date
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """None: SQLAlchemy's own reading would take '1405-09-05' for the year 1405 of the wrong calendar."""
        return None


CRM_TABLES = MetaData()

customers = Table(
    "customers",
    CRM_TABLES,
    Column("customer_id", String(32), primary_key=True),
    Column("title", String(16), nullable=False),
    Column("given_name", String(64), nullable=False),
    Column("family_name", String(64), nullable=False),
    Column("language", String(2), nullable=False),
)

customer_numbers = Table(
    "customer_numbers",
    CRM_TABLES,
    Column("number", String(20), primary_key=True),
    Column("customer_id", ForeignKey("customers.customer_id"), primary_key=True),  # a house may share one
)

accounts = Table(
    "accounts",
    CRM_TABLES,
    Column("customer_id", ForeignKey("customers.customer_id"), primary_key=True),
    Column("balance_rial", BigInteger, nullable=False),
)

orders = Table(
    "orders",
    CRM_TABLES,
    Column("number", String(5), primary_key=True),
    Column("customer_id", ForeignKey("customers.customer_id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("delivery_date", AsStored),
)
