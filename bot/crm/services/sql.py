"""A source in a SQL database: statements with bound parameters, read only, with a time-out and a row limit."""

import asyncio
import sqlite3
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import BigInteger, Connection, Date, Engine, String, TextClause, bindparam, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import TypeEngine

from bot.crm.services.model import Input, Kind, Service
from bot.crm.services.statement import bindable, parameters
from bot.crm.services.values import LIKE, WAYS, like, ways
from bot.crm.sql import crm_engine
from bot.errors import CrmUnavailable
from bot.store.url import driver_words

Row = Mapping[str, Any]
STEPS_BETWEEN_LOOKS = 1_000
"""Of SQLite's machine, between two looks at the clock."""
ON_CONNECTION = {
    "postgresql": ("SET default_transaction_read_only = on", "SET statement_timeout = {ms}"),
    "mariadb": ("SET SESSION TRANSACTION READ ONLY", "SET SESSION max_statement_time = {s}"),
    "mysql": ("SET SESSION TRANSACTION READ ONLY", "SET SESSION MAX_EXECUTION_TIME = {ms}"),
}
"""What a connection is told when it is made. SQLite is opened with mode=ro; SQL Server knows neither: give Hatef a
user there that may only read."""


class SqlSource:
    """One database. Owns a few threads, so that a slow one holds up no call.

    Raises:
        CrmUnavailable: the URL cannot be used. DriverMissing: its driver is not installed.
    """

    def __init__(self, url: str, *, timeout_ms: int, threads: int = 4) -> None:
        self._timeout_ms = timeout_ms
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="service")
        self._engine = crm_engine(url, threads)
        _bound(self._engine, timeout_ms)

    async def rows(self, service: Service, inputs: Mapping[str, Any]) -> Sequence[Row]:
        """At most one row more than the service's limit. Raises CrmUnavailable."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, self._fetch, service, inputs)
        except SQLAlchemyError as error:
            raise CrmUnavailable(service.name, _told(error)) from error

    def close(self) -> None:
        """Let go of threads and connections; a question still running is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._engine.dispose()

    def _fetch(self, service: Service, inputs: Mapping[str, Any]) -> Sequence[Row]:
        deadline = time.monotonic() + min(service.budget_ms, self._timeout_ms) / 1000
        statement, values = bound(service.ask.answer, service, inputs)
        with self._engine.connect() as connection:
            _stop_at(connection, deadline)
            found = connection.execution_options(stream_results=True).execute(statement, values)
            return [dict(row) for row in found.mappings().fetchmany(service.limit + 1)]


def bound(statement: str, service: Service, inputs: Mapping[str, Any]) -> tuple[TextClause, dict[str, Any]]:
    """A statement with its parameters, and their values; `inputs` are what `read_input` gave."""
    clause, values = text(bindable(statement)), dict[str, Any]()
    for name in parameters(statement):
        if name not in inputs and (plain := name.removesuffix(WAYS)) in service.inputs:
            values[name] = ways(inputs.get(plain), service.inputs[plain].kind)
            clause = clause.bindparams(bindparam(name, expanding=True))
            continue
        if name not in inputs and (plain := name.removesuffix(LIKE)) in service.inputs:
            values[name] = like(inputs.get(plain))
            continue
        values[name] = inputs.get(name)
        if kind := _kind_of(name, service.inputs.get(name)):
            clause = clause.bindparams(bindparam(name, type_=kind))
    return clause, values


def _kind_of(name: str, wanted: Input | None) -> TypeEngine[Any] | None:
    """What the driver must be told: PostgreSQL cannot tell the kind of a NULL, SQLite keeps days as text. Other values
    go without a kind, so that the column's own is taken («12345» for a number, "16:45" for a time)."""
    if name == "today" or wanted and wanted.kind is Kind.DATE and not wanted.jalali:
        return Date()
    if wanted is None or not wanted.optional:
        return None
    return BigInteger() if wanted.kind in (Kind.NUMBER, Kind.MONEY) else String()


def _bound(engine: Engine, timeout_ms: int) -> None:
    """Tell every new connection that it only reads, and how long."""

    @event.listens_for(engine, "connect")
    def tell(connection: Any, _record: Any) -> None:
        name = engine.dialect.name
        if name == "mysql" and "mariadb" in str(connection.get_server_info()).lower():
            name = "mariadb"
        cursor = connection.cursor()
        for statement in ON_CONNECTION.get(name, ()):
            cursor.execute(statement.format(ms=timeout_ms, s=timeout_ms / 1000))
        cursor.close()
        if name == "postgresql":
            connection.commit()


def _stop_at(connection: Connection, deadline: float) -> None:
    """SQLite has no statement time-out: it asks us every so many steps (sqlite.org/c3ref/progress_handler.html)."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)


def _told(error: SQLAlchemyError) -> str:
    """The class and the driver's words, without values: SQLAlchemy hides its parameters, drivers may quote them."""
    origin = getattr(error, "orig", None)
    return type(error).__name__ if origin is None else f"{type(origin).__name__}: {driver_words(error)}"
