"""The state database: SQLite in WAL mode by default, a server by URL; brought up to date when it is opened."""

import fcntl
import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.errors import DatabaseMissing, DatabaseNewer, DatabaseUnavailable
from bot.store.file import follow_file
from bot.store.private import whose
from bot.store.url import driver_words, parse_url

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_S = 0.5
"""How long a writer waits for another process's lock; packet store and journal keep what does not get through."""
MIGRATION_PATIENCE_S = 60.0
"""How long a migration waits for it: without one there is no start."""
RETRY_S = 0.5
DAMAGED = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})


def open_database(url: str) -> Engine:
    """Open the state database, make its folder and file if needed, and migrate it.

    Args:
        url: SQLAlchemy URL, e.g. `sqlite:////var/lib/hatef/hatef.db` or `postgresql+psycopg://user@host/hatef`.

    Raises:
        DatabaseUnavailable: bad URL, no right to the file, a damaged file, no server.
        DriverMissing: what the URL needs is not installed.
        DatabaseNewer: a newer Hatef wrote it.
    """
    parsed = parse_url(url)
    place = parsed.render_as_string(hide_password=True)
    # What the pool tells of a connection whose disk is full is a traceback a second; the write itself fails, too.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
    try:
        engine = _engine(parsed)
        with _closed_on_failure(engine):
            with _one_at_a_time(parsed):
                _migrate_when_free(engine, place)
            if (file := _file(parsed)) is not None:
                follow_file(engine, file, lambda: open_database(url).dispose())
    except (SQLAlchemyError, OSError, ModuleNotFoundError) as error:
        raise DatabaseUnavailable(place, _cause(error, parsed)) from error
    return engine


def reach_database(url: str) -> Engine:
    """The state database as it is, now or later: for a process beside the one that opens and migrates it.

    Nothing is asked of it here, so that it may be away.

    Raises:
        DatabaseUnavailable: bad URL, no right to the folder. DriverMissing: what the URL needs is not installed.
    """
    parsed = parse_url(url)
    try:
        engine = _engine(parsed)
    except (SQLAlchemyError, OSError, ModuleNotFoundError) as error:
        raise DatabaseUnavailable(parsed.render_as_string(hide_password=True), _cause(error, parsed)) from error
    if (file := _file(parsed)) is not None:
        follow_file(engine, file, lambda: open_database(url).dispose())
    return engine


def require_database(url: str, config: Path) -> None:
    """For those who only look: they must not make a database, which would hide that the wrong place was looked at.

    Raises:
        DatabaseMissing: there is no such SQLite file; a server is asked when it is opened.
    """
    parsed = parse_url(url)
    file = _file(parsed)
    if file is not None and not file.is_file():
        raise DatabaseMissing(str(file), str(config))


def _cause(error: Exception, url: URL) -> str:
    """Why it cannot be used; of a file that this user may not write, whose it is."""
    cause = getattr(error, "orig", None) or error
    file = _file(url)
    if file is None:
        return f"{type(cause).__name__}: {driver_words(error)}"
    there = next(path for path in (file, *file.absolute().parents) if path.exists())
    if isinstance(cause, sqlite3.DatabaseError) and getattr(cause, "sqlite_errorcode", 0) in DAMAGED:
        kept = f"what waits in {file.parent / 'packets'} and {file.parent / 'journal'} goes into the new one"
        return f"it is damaged, or not Hatef's ({cause}); move it away and start again: mv {file} {file}.bad; {kept}"
    if os.access(there, os.W_OK) and os.access(there.parent, os.W_OK):
        return str(cause)
    return f"this user may not write to {there}{whose(there)}; run Hatef as its owner, or HATEF_STATE=DIR names another"


def _file(url: URL) -> Path | None:
    """Where a SQLite database is kept; None of a server's, or of one in memory."""
    kept = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return Path(str(url.database)) if kept else None


def spill_home(url: str, state: Path) -> Path:
    """Where to keep what the database does not take: beside a SQLite file, so that each database has its own.

    Args:
        state: the folder for databases that are no file here.

    Raises:
        DatabaseUnavailable: bad URL.
    """
    file = _file(parse_url(url))
    return state if file is None else file.absolute().parent


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    file = _file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)  # SQLite gives its -wal and -shm the rights of this file
    # Parameters are numbers and names of callers: no error may carry them into a log.
    connect_args = {"timeout": BUSY_TIMEOUT_S, "autocommit": False}
    engine = create_engine(url, connect_args=connect_args, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL lets readers read while one writes; NORMAL is safe with it (sqlite.org/wal.html)."""
    # With autocommit off (PEP 249) a half-done migration rolls back, tables included; pragmas need it on.
    connection.autocommit = True
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.autocommit = False


@contextmanager
def _closed_on_failure(engine: Engine) -> Iterator[None]:
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            engine.dispose()


@contextmanager
def _one_at_a_time(url: URL) -> Iterator[None]:
    """Several of our processes start together; SQLite has no lock that spans a whole migration."""
    file = _file(url)
    if file is None:
        yield
        return
    with open(f"{file}.lock", "w", opener=_private) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate_when_free(engine: Engine, place: str) -> None:
    deadline_s = time.monotonic() + MIGRATION_PATIENCE_S
    while True:
        try:
            return _migrate(engine, place)
        except OperationalError as error:
            if "is locked" not in str(error.orig) or time.monotonic() > deadline_s:
                raise
        log.warning("another process writes to the database; waiting to bring it up to date")
        time.sleep(RETRY_S)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _migrate(engine: Engine, place: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    with engine.begin() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        if present == script.get_current_head():
            return
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise DatabaseNewer(place, f"revision {present}") from error
