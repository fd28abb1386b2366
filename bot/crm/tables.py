"""The tables of the SQL CRM.

Amounts in rial, dates Gregorian ISO, telephone numbers as `bot.crm.numbers.normalise` writes them.
"""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, MetaData, String, Table

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
    Column("customer_id", ForeignKey("customers.customer_id"), nullable=False),
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
    Column("delivery_date", Date),
)
