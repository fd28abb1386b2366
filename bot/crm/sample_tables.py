"""The tables that the sample company has beside those of `bot.crm.tables`: its services in data/services/ read and
write them. Nothing of Hatef's own needs them; a real CRM has its own, and its own statements."""

from sqlalchemy import BigInteger, Column, Date, Integer, MetaData, String, Table, Text

COMPANY_TABLES = MetaData()

identities = Table(
    "customer_identities",
    COMPANY_TABLES,
    Column("customer_id", String(32), primary_key=True),
    Column("national_id", String(10), index=True),
    Column("birth_year", Integer),  # as the person says it: Jalali, or Gregorian
    Column("pin_hash", String(128)),  # bot.crm.services.pins
)
bills = Table(
    "bills",
    COMPANY_TABLES,
    Column("bill_id", String(16), primary_key=True),
    Column("customer_id", String(32), nullable=False, index=True),
    Column("amount_rial", BigInteger, nullable=False),
    Column("due_date", Date, nullable=False),
    Column("paid_on", Date),
)
products = Table(
    "products",
    COMPANY_TABLES,
    Column("product_id", String(16), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("name_ar", String(64), nullable=False),
    Column("price_rial", BigInteger, nullable=False),
    Column("stock", Integer, nullable=False),
)
order_items = Table(
    "order_items",
    COMPANY_TABLES,
    Column("number", String(5), primary_key=True),
    Column("product_id", String(16), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("price_rial", BigInteger, nullable=False),  # of one, on the day of the order
)
order_addresses = Table(
    "order_addresses",
    COMPANY_TABLES,
    Column("number", String(5), primary_key=True),
    Column("address", Text, nullable=False),
)
invoices = Table(
    "invoices",
    COMPANY_TABLES,
    Column("invoice_number", String(16), primary_key=True),
    Column("customer_id", String(32), nullable=False, index=True),
    Column("order_number", String(5)),
    Column("amount_rial", BigInteger, nullable=False),
    Column("issued_on", Date, nullable=False),
)
payments = Table(
    "payments",
    COMPANY_TABLES,
    Column("payment_id", String(16), primary_key=True),
    Column("invoice_number", String(16), nullable=False, index=True),
    Column("amount_rial", BigInteger, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("state", String(16), nullable=False),  # received, pending, failed
)
branches = Table(
    "branches",
    COMPANY_TABLES,
    Column("branch_id", String(16), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("city", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("hours", Text, nullable=False),
    Column("number", String(20), nullable=False),
)
branch_cities = Table(
    "branch_cities",
    COMPANY_TABLES,
    Column("city", String(64), primary_key=True),  # in either language; a city without a branch has the nearest one
    Column("branch_id", String(16), primary_key=True),
    Column("km", Integer, nullable=False),
)
slots = Table(
    "appointment_slots",
    COMPANY_TABLES,
    Column("slot_id", String(32), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("time", String(5), nullable=False),
    Column("department", String(32), nullable=False),
    Column("with_whom", String(64), nullable=False),
    Column("with_whom_ar", String(64), nullable=False),
)
appointments = Table(
    "appointments",
    COMPANY_TABLES,
    Column("appointment_id", Integer, primary_key=True),
    Column("customer_id", String(32), nullable=False, index=True),
    Column("slot_id", String(32), unique=True),  # NULL once cancelled: the slot is free again
    Column("state", String(16), nullable=False),  # booked, cancelled
)
directory = Table(
    "directory",
    COMPANY_TABLES,
    Column("entry_id", Integer, primary_key=True),
    Column("language", String(2), nullable=False),
    Column("name", String(64), nullable=False),
    Column("department", String(64), nullable=False),
    Column("extension", String(20), nullable=False),
)
tickets = Table(
    "tickets",
    COMPANY_TABLES,
    Column("ticket_number", Integer, primary_key=True),
    Column("customer_id", String(32)),
    Column("number", String(20)),
    Column("category", String(32), nullable=False),  # complaint, fault, return, callback, survey…
    Column("record", String(32)),  # what it is about: an order, an address
    Column("words", Text),
    Column("opened_on", Date, nullable=False),
    Column("request_key", String(64), unique=True),
)
requests = Table(
    "requests",
    COMPANY_TABLES,
    Column("request_key", String(64), primary_key=True),
    Column("what", String(32), nullable=False),
    Column("record", String(32), nullable=False),
)
"""What was done already: a request that comes twice is done once."""
