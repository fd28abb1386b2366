"""The CRM in a SQL database: SQLite by default, opened read only; any other by its SQLAlchemy URL."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Row, Select, create_engine, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from bot.crm.model import Customer, Money, Order, OrderState
from bot.crm.numbers import normalise
from bot.crm.tables import accounts, customer_numbers, customers, orders
from bot.errors import CrmBadAnswer, CrmUnavailable


class SqliteCrm:
    """`Crm` over SQL. Owns a few threads, so that a slow database holds up no call.

    Args:
        url: SQLAlchemy URL, e.g. `sqlite:///var/crm.db`.
        timeout_s: the longest a caller waits for one answer.
        threads: the most questions asked at once; more wait within their own time.

    Raises:
        CrmUnavailable: the URL cannot be used.
    """

    def __init__(self, url: str, *, timeout_s: float = 1.5, threads: int = 4) -> None:
        self._timeout_s = timeout_s
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="crm")
        self._engine = _engine(url, threads)

    async def customer_by_number(self, number: str) -> Customer | None:
        """See `Crm.customer_by_number`."""
        wanted = normalise(number)
        if not wanted:
            return None
        join = customers.join(customer_numbers, customers.c.customer_id == customer_numbers.c.customer_id)
        query = select(customers).select_from(join).where(customer_numbers.c.number == wanted)
        return await self._one("customer by number", query, _customer)

    async def balance(self, customer_id: str) -> Money | None:
        """See `Crm.balance`."""
        query = select(accounts.c.balance_rial).where(accounts.c.customer_id == customer_id)
        return await self._one("balance", query, _money)

    async def order(self, order_number: str, customer_id: str | None = None) -> Order | None:
        """See `Crm.order`."""
        query = select(orders).where(orders.c.number == order_number)
        if customer_id is not None:
            query = query.where(orders.c.customer_id == customer_id)
        return await self._one("order", query, _order)

    def close(self) -> None:
        """Let go of the threads and connections; a question still running is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._engine.dispose()

    async def _one[T](self, question: str, query: Select[Any], read: Callable[[Row[Any]], T]) -> T | None:
        """The one place where the database's errors become ours."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout_s):
                row = await loop.run_in_executor(self._threads, _first, self._engine, query)
            return None if row is None else read(row)
        except TimeoutError as error:
            raise CrmUnavailable(question, f"no answer within {self._timeout_s} s") from error
        except SQLAlchemyError as error:
            raise CrmUnavailable(question, _cause(error)) from error
        except (ValueError, TypeError) as error:
            raise CrmBadAnswer(question, _shape(error)) from error


def _engine(url: str, threads: int) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            return create_engine(_read_only(parsed), pool_size=threads, connect_args={"timeout": 1.0})
        return create_engine(parsed, pool_size=threads, pool_pre_ping=True)
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        raise CrmUnavailable("opening", f"the URL or its driver: {type(error).__name__}") from error


def _read_only(url: URL) -> URL:
    """SQLite makes an empty file of a missing one; mode=ro says so instead (sqlite.org/uri.html)."""
    path = quote(str(Path(url.database or "").absolute()))
    return url.set(database=f"file:{path}", query={"mode": "ro", "uri": "true"})


def _first(engine: Engine, query: Select[Any]) -> Row[Any] | None:
    connection: Connection
    with engine.connect() as connection:
        return connection.execute(query).first()


def _cause(error: SQLAlchemyError) -> str:
    """The driver's own class and words; never the statement, which carries the caller's number."""
    origin = getattr(error, "orig", None)
    return type(error).__name__ if origin is None else f"{type(origin).__name__}: {origin}"


def _shape(error: Exception) -> str:
    return f"a value of the wrong kind ({type(error).__name__})"


def _customer(row: Row[Any]) -> Customer:
    return Customer(row.customer_id, row.title, row.given_name, row.family_name, row.language)


def _money(row: Row[Any]) -> Money:
    if not isinstance(row.balance_rial, int):
        raise TypeError("balance_rial is not a whole number")
    return Money(row.balance_rial)


def _order(row: Row[Any]) -> Order:
    return Order(row.number, row.customer_id, OrderState(row.state), row.delivery_date)
