"""Connections of a source: one way that only reads, one that writes, both with a time-out that the server keeps."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool

from bot.crm.sql import crm_engine
from bot.store.url import parse_url, patience

READS = {
    "postgresql": "SET default_transaction_read_only = on",
    "mariadb": "SET SESSION TRANSACTION READ ONLY",
    "mysql": "SET SESSION TRANSACTION READ ONLY",
}
ENDS = {
    "postgresql": "SET statement_timeout = {ms}",
    "mariadb": "SET SESSION max_statement_time = {s}",
    "mysql": "SET SESSION MAX_EXECUTION_TIME = {ms}",
}
"""What a connection is told when it is made. SQLite is opened with mode=ro; SQL Server knows neither: give Hatef a
user there that may only read."""


def reading(url: str, timeout_ms: int, threads: int) -> Engine:
    """Raises CrmUnavailable, DriverMissing."""
    engine = crm_engine(url, threads)
    _tell(engine, timeout_ms, reads_only=True)
    return engine


def writing(url: str, timeout_ms: int) -> Engine:
    """For services with `writes:` alone; a URL that `reading` took."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        file = f"file:{quote(str(Path(parsed.database).absolute()))}"
        place = parsed.set(database=file, query={"mode": "rw", "uri": "true"})  # never a new, empty file
        return create_engine(
            place, poolclass=NullPool, connect_args={"timeout": timeout_ms / 1000}, hide_parameters=True
        )
    engine = create_engine(parsed, pool_size=1, pool_pre_ping=True, connect_args=patience(parsed), hide_parameters=True)
    _tell(engine, timeout_ms, reads_only=False)
    return engine


def _tell(engine: Engine, timeout_ms: int, *, reads_only: bool) -> None:
    """Tell every new connection how long a statement may take, and whether it only reads."""

    @event.listens_for(engine, "connect")
    def tell(connection: Any, _record: Any) -> None:
        name = engine.dialect.name
        if name == "mysql" and "mariadb" in str(connection.get_server_info()).lower():
            name = "mariadb"
        if name not in ENDS:
            return
        cursor = connection.cursor()
        cursor.execute(ENDS[name].format(ms=timeout_ms, s=timeout_ms / 1000))
        if reads_only:
            cursor.execute(READS[name])
        cursor.close()
        connection.commit()  # what PostgreSQL sets in a transaction goes with it
