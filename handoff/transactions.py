"""Work on the state database from the event loop: in threads, within a time, and with its errors made ours."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from handoff.errors import RecordRefused, StoreUnavailable

UNBINDABLE = (ValueError, TypeError, OverflowError)
"""What a driver raises for a value before it asks the database."""


class Transactions:
    """Runs what it is given in a transaction of its own.

    Args:
        engine: the state database, migrated; it belongs to who opened it.
        timeout_s: the longest a caller waits; what is late then still ends, and must do no harm.
    """

    def __init__(self, engine: Engine, timeout_s: float) -> None:
        self._engine = engine
        self._timeout_s = timeout_s
        # Two, so that nobody who reads waits behind a write that waits for a lock.
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="packets-write")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="packets-read")

    async def read[T](self, doing: str, work: Callable[[Connection], T]) -> T:
        """What `work` finds. Raises StoreUnavailable, and what `work` raises of ours."""
        return await self._run(doing, work, self._reading)

    async def change[T](self, doing: str, work: Callable[[Connection], T]) -> T:
        """What `work` returns, committed. Raises StoreUnavailable, RecordRefused, and what `work` raises of ours."""
        return await self._run(doing, work, self._writing)

    def close(self) -> None:
        """Let go of the threads."""
        for threads in (self._writing, self._reading):
            threads.shutdown(wait=False, cancel_futures=True)

    async def _run[T](self, doing: str, work: Callable[[Connection], T], threads: ThreadPoolExecutor) -> T:
        """The one place where the database's errors become ours."""

        def transaction() -> T:
            with self._engine.begin() as connection:
                return work(connection)

        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout_s):
                return await loop.run_in_executor(threads, transaction)
        except TimeoutError as error:
            raise StoreUnavailable(doing, f"no answer within {self._timeout_s} s") from error
        except (DataError, IntegrityError, *UNBINDABLE) as error:
            raise RecordRefused(doing, _kind(error)) from error
        except SQLAlchemyError as error:
            raise StoreUnavailable(doing, _kind(error)) from error


def _kind(error: Exception) -> str:
    """The driver's class; its words may quote what was written."""
    return type(getattr(error, "orig", None) or error).__name__
