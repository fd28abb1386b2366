"""A database's URL with the driver that Hatef's extras install, and the cure where it is not installed."""

import importlib.util
from dataclasses import dataclass

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import DatabaseUnavailable, DriverMissing

CONNECT_S = 2


@dataclass(frozen=True, slots=True)
class Driver:
    """How one kind of database is reached: SQLAlchemy's driver, what pip calls it, Hatef's extra."""

    database: str
    module: str
    package: str
    extra: str
    patience: tuple[tuple[str, int], ...]
    """What makes it give up a machine that does not answer."""


DRIVERS = {
    "postgresql": Driver("PostgreSQL", "psycopg", "psycopg[binary]", "postgres", (("connect_timeout", CONNECT_S),)),
    "mysql": Driver(
        "MySQL", "pymysql", "PyMySQL", "mysql", (("connect_timeout", CONNECT_S), ("read_timeout", 2 * CONNECT_S))
    ),
    "mssql": Driver(
        "SQL Server", "pymssql", "pymssql", "mssql", (("login_timeout", CONNECT_S), ("timeout", 2 * CONNECT_S))
    ),
}
SAME = {"postgres": "postgresql", "mariadb": "mysql"}


def parse_url(url: str) -> URL:
    """The URL with a driver that is installed.

    Raises:
        DatabaseUnavailable: it cannot be read. DriverMissing: what it needs is not installed.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUnavailable("given in the configuration", "its URL cannot be read") from error
    name, _, asked = parsed.drivername.partition("+")
    driver = DRIVERS.get(SAME.get(name, name))
    if driver is None:
        return parsed
    if asked and asked != driver.module:
        if not _installed(asked):
            raise DriverMissing(driver.database, asked, driver.extra, driver.package, ours=False)
        return parsed
    if not _installed(driver.module):
        raise DriverMissing(driver.database, driver.module, driver.extra, driver.package)
    return parsed.set(drivername=f"{SAME.get(name, name)}+{driver.module}")


def patience(url: URL) -> dict[str, int]:
    """Arguments for the driver, so that it gives up soon."""
    driver = DRIVERS.get(url.get_backend_name())
    return dict(driver.patience) if driver and url.get_driver_name() == driver.module else {}


def driver_words(error: Exception) -> str:
    """What the database's driver said, in one line: drivers bring tuples, bytes and several lines."""
    cause = getattr(error, "orig", None) or error
    said = cause.args[-1] if cause.args else type(cause).__name__
    while isinstance(said, tuple) and said:
        said = said[-1]
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    # Microsoft's driver begins with its own number, the reason follows.
    return next((line for line in lines if not line.startswith("DB-Lib error message")), type(cause).__name__)


def _installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False
