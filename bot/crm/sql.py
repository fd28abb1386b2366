"""The CRM in a SQL database: SQLite by default, opened read only; any other by its SQLAlchemy URL."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    String,
    cast,
    create_engine,
    func,
    or_,
    select,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.crm.model import Customer, Money, Order
from bot.crm.numbers import normalise
from bot.crm.reading import (
    date_of,
    language_of,
    numbers_of,
    patterns,
    rial_of,
    state_of,
    text_of,
    ways_to_write,
)
from bot.crm.tables import accounts, customer_numbers, customers, orders
from bot.errors import CrmBadAnswer, CrmUnavailable, DatabaseUnavailable
from bot.store.url import parse_url, patience
from nlu.text.languages import ascii_digits, scripts

ROWS_MOST = 50
EXTENSION_DIGITS_MOST = 6


class SqliteCrm:
    """`Crm` over SQL. Owns a few threads, so that a slow database holds up no call.

    Args:
        url: SQLAlchemy URL, e.g. `sqlite:///var/crm.db`.
        timeout_s: the longest a caller waits for one answer.
        threads: the most questions asked at once; more wait within their own time.

    Raises:
        CrmUnavailable: the URL cannot be used. DriverMissing: its driver is not installed.
    """

    def __init__(self, url: str, *, timeout_s: float = 1.5, threads: int = 4) -> None:
        self._timeout_s = timeout_s
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="crm")
        self._engine = crm_engine(url, threads)

    async def customer_by_number(self, number: str) -> Customer | None:
        """See `Crm.customer_by_number`."""
        wanted = normalise(number)
        if not wanted:
            return None
        join = customers.join(customer_numbers, customers.c.customer_id == customer_numbers.c.customer_id)
        query = select(customers, customer_numbers.c.number.label("stored")).select_from(join)
        stored = customer_numbers.c.number
        usual = query.where(stored.in_(ways_to_write(wanted)))
        found = await self._rows("customer by number", usual)
        # Only who is not found by the index is looked for among numbers with blanks, dashes and the like.
        found = found or await self._rows("customer by number", query.where(_written_anyhow(wanted)))
        known = {str(row.customer_id): row for row in found if wanted in numbers_of(row.stored)}
        # A number of two customers tells neither: a stranger's balance is worse than a question.
        return self._read("customer by number", _customer, next(iter(known.values()))) if len(known) == 1 else None

    async def balance(self, customer_id: str) -> Money | None:
        """See `Crm.balance`."""
        query = select(accounts.c.balance_rial).where(accounts.c.customer_id == customer_id)
        return await self._one("balance", query, _money)

    async def order(self, order_number: str, customer_id: str | None = None) -> Order | None:
        """See `Crm.order`."""
        query = select(orders)
        if customer_id is not None:
            query = query.where(orders.c.customer_id == customer_id)
        written = scripts([order_number])
        found = await self._one("order", query.where(orders.c.number.in_(written)), _order)
        if found is not None:
            return found
        return await self._one("order", query.where(func.trim(cast(orders.c.number, String)).in_(written)), _order)

    def close(self) -> None:
        """Let go of the threads and connections; a question still running is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._engine.dispose()

    async def _one[T](self, question: str, query: Select[Any], read: Callable[[Row[Any]], T]) -> T | None:
        rows = await self._rows(question, query.limit(1))
        return self._read(question, read, rows[0]) if rows else None

    async def _rows(self, question: str, query: Select[Any]) -> Sequence[Row[Any]]:
        """The one place where the database's errors become ours."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout_s):
                return await loop.run_in_executor(self._threads, _fetch, self._engine, query)
        except TimeoutError as error:
            raise CrmUnavailable(question, f"no answer within {self._timeout_s} s") from error
        except SQLAlchemyError as error:
            raise CrmUnavailable(question, _cause(error)) from error

    def _read[T](self, question: str, read: Callable[[Row[Any]], T], row: Row[Any]) -> T:
        try:
            return read(row)
        except (ValueError, TypeError) as error:
            raise CrmBadAnswer(question, _shape(error)) from error


def _written_anyhow(wanted: str) -> ColumnElement[bool]:
    stored = cast(customer_numbers.c.number, String)
    likely = or_(*(stored.like(pattern) for pattern in patterns(wanted)))
    # The few digits of an extension are in every other telephone number.
    return likely & (func.char_length(stored) <= len(wanted) + 2) if len(wanted) <= EXTENSION_DIGITS_MOST else likely


def crm_engine(url: str, threads: int) -> Engine:
    """An engine that only reads and gives up soon. Raises CrmUnavailable, DriverMissing."""
    try:
        parsed = parse_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            # Opened for each question: one that was open goes on with the old file when the CRM's export replaces it.
            return create_engine(
                _read_only(parsed), poolclass=NullPool, connect_args={"timeout": 1.0}, hide_parameters=True
            )
        return create_engine(
            parsed, pool_size=threads, pool_pre_ping=True, connect_args=patience(parsed), hide_parameters=True
        )
    except (SQLAlchemyError, ModuleNotFoundError, DatabaseUnavailable) as error:
        raise CrmUnavailable("opening", f"the URL or its driver: {type(error).__name__}") from error


def _read_only(url: URL) -> URL:
    """SQLite makes an empty file of a missing one; mode=ro says so instead (sqlite.org/uri.html)."""
    path = quote(str(Path(url.database or "").absolute()))
    return url.set(database=f"file:{path}", query={"mode": "ro", "uri": "true"})


def _fetch(engine: Engine, query: Select[Any]) -> Sequence[Row[Any]]:
    connection: Connection
    with engine.connect() as connection:
        return connection.execute(query).fetchmany(ROWS_MOST)


def _cause(error: SQLAlchemyError) -> str:
    """The driver's own class and words; never the statement, which carries the caller's number."""
    origin = getattr(error, "orig", None)
    return type(error).__name__ if origin is None else f"{type(origin).__name__}: {origin}"


def _shape(error: Exception) -> str:
    return f"a value of the wrong kind ({type(error).__name__})"


def _customer(row: Row[Any]) -> Customer:
    names = (text_of(row.title), text_of(row.given_name), text_of(row.family_name))
    return Customer(str(row.customer_id), *names, language_of(row.language))


def _money(row: Row[Any]) -> Money | None:
    rial = rial_of(row.balance_rial)
    return None if rial is None else Money(rial)


def _order(row: Row[Any]) -> Order:
    number = ascii_digits(str(row.number)).strip()
    return Order(number, str(row.customer_id), state_of(row.state), date_of(row.delivery_date))
