"""A source in a SQL database: statements with bound parameters, a time-out, a row limit.

Only services that say so write, each in one transaction that keeps the key of its request, so that a request that comes
twice is done once.
"""

import asyncio
import sqlite3
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import BigInteger, Connection, Date, String, TextClause, bindparam, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.types import TypeEngine

from bot.crm.services.model import Answer, Input, Kind, Service, Sql
from bot.crm.services.sql_engine import reading, writing
from bot.crm.services.statement import bindable, parameters
from bot.crm.services.values import LIKE, WAYS, like, ways
from bot.errors import CrmBadAnswer, CrmUnavailable
from bot.store.url import driver_words

Row = Mapping[str, Any]
STEPS_BETWEEN_LOOKS = 1_000
"""Of SQLite's machine, between two looks at the clock."""


class SqlSource:
    """One database. Owns a few threads, so that a slow one holds up no call.

    Raises:
        CrmUnavailable: the URL cannot be used. DriverMissing: its driver is not installed.
    """

    def __init__(self, url: str, *, timeout_ms: int, threads: int = 4) -> None:
        self._timeout_ms = timeout_ms
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="service")
        self._engine = reading(url, timeout_ms, threads)
        self._writer = writing(url, timeout_ms)

    async def ask(self, service: Service, inputs: Mapping[str, Any]) -> Answer:
        """At most one row more than the service's limit; of one that writes, what it wrote, or nothing.

        Raises:
            CrmUnavailable: no answer. CrmBadAnswer: the database refuses what should be written.
        """
        loop = asyncio.get_running_loop()
        ask = self._write if service.writes else self._fetch
        try:
            return Answer(await loop.run_in_executor(self._threads, ask, service, inputs))
        except IntegrityError as error:
            raise CrmBadAnswer(service.name, "it breaks a rule of the database") from error
        except SQLAlchemyError as error:
            raise CrmUnavailable(service.name, _told(error)) from error

    async def close(self) -> None:
        """Let go of threads and connections; a question still running is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._engine.dispose()
        self._writer.dispose()

    def _write(self, service: Service, inputs: Mapping[str, Any]) -> Sequence[Row]:
        """What was written, now or by an earlier try with this key. A rule that is broken may mean that another try was
        faster: the second look tells."""
        try:
            return self._write_once(service, inputs)
        except IntegrityError:
            return self._write_once(service, inputs)

    def _write_once(self, service: Service, inputs: Mapping[str, Any]) -> Sequence[Row]:
        """One transaction; nothing of it stays where its answer finds nothing afterwards."""
        with self._writer.connect() as connection:
            _stop_at(connection, time.monotonic() + self._timeout_ms / 1000)
            if written := _answer(connection, service, inputs):
                return written
            for statement in _sql(service).writes:
                connection.execute(*bound(statement, service, inputs))
            written = _answer(connection, service, inputs)
            if written:
                connection.commit()
            return written

    def _fetch(self, service: Service, inputs: Mapping[str, Any]) -> Sequence[Row]:
        deadline = time.monotonic() + min(service.budget_ms, self._timeout_ms) / 1000
        with self._engine.connect() as connection:
            _stop_at(connection, deadline)
            return _answer(connection.execution_options(stream_results=True), service, inputs)


def _sql(service: Service) -> Sql:
    assert isinstance(service.ask, Sql)  # so `opening` gives services to sources
    return service.ask


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


def _answer(connection: Connection, service: Service, inputs: Mapping[str, Any]) -> Sequence[Row]:
    found = connection.execute(*bound(_sql(service).answer, service, inputs))
    rows = [dict(row) for row in found.mappings().fetchmany(service.limit + 1)]
    found.close()
    return rows


def _stop_at(connection: Connection, deadline: float) -> None:
    """SQLite has no statement time-out: it asks us every so many steps (sqlite.org/c3ref/progress_handler.html)."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)


def _told(error: SQLAlchemyError) -> str:
    """The class and the driver's words, without values: SQLAlchemy hides its parameters, drivers may quote them."""
    origin = getattr(error, "orig", None)
    return type(error).__name__ if origin is None else f"{type(origin).__name__}: {driver_words(error)}"
