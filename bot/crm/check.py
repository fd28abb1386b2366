"""The CRM looked at before callers do: is it there, has it the tables, can what is in them be read."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, Table, inspect, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from bot.crm.reading import date_of, language_of, numbers_of, rial_of, state_of, text_of
from bot.crm.sample import read_sample
from bot.crm.sql import crm_engine
from bot.crm.tables import CRM_TABLES, accounts, customer_numbers, customers, orders
from bot.errors import CrmUnavailable, DataFileError, DriverMissing
from bot.findings import Finding
from bot.store.url import driver_words

ROWS_LOOKED_AT = 2_000
SHARE_MOST = 0.1
"""More rows than this unreadable: it is not a slip in a row, the column holds something else."""
EXAMPLE_CHARS = 30
LOCKED = "locked"
"""In what SQLite says while another program writes: that ends by itself."""
VIEWS = "make views of the names in docs/crm.md"

SAMPLE_TO_COME = Finding("ok", "CRM: the sample is made at the first start (crm.sample)")

Readings = tuple[tuple[Column[Any], Callable[[Any], object], str, bool], ...]
READINGS: Readings = (
    (orders.c.state, state_of, "states", True),
    (orders.c.delivery_date, date_of, "dates", True),
    (accounts.c.balance_rial, rial_of, "whole amounts", False),
    (customers.c.language, lambda value: _language(value), "languages", True),
    (customer_numbers.c.number, lambda value: _number(value), "telephone numbers", False),
)
"""Column, how it is read, what it should hold, whether an example of a wrong one tells nothing of a person."""


def check_crm(url: str, *, sample: bool) -> Iterator[Finding]:
    """What is wrong with the CRM at `url`, or that it is fine. A SQLite file that is missing is made with `sample`."""
    try:
        place = make_url(url).render_as_string(hide_password=True)
        engine = crm_engine(url, threads=1)
    except DriverMissing as error:
        yield Finding("lack", f"crm.url: {error}")
        return
    except (CrmUnavailable, SQLAlchemyError):
        yield Finding("lack", "crm.url cannot be used", "write e.g.: url: sqlite:///var/crm.db")
        return
    try:
        file = Path(make_url(url).database or "") if engine.dialect.name == "sqlite" else None
        if file is not None and (found := _file(file, sample=sample)):
            yield found
            return
        yield from _content(engine, place, remote=file is None)
    finally:
        engine.dispose()


def check_sample(path: Path) -> Iterator[Finding]:
    """Whether the sample that is to be made can be."""
    try:
        read_sample(path)
    except DataFileError as error:
        yield Finding("lack", f"the sample CRM: {error}", "mend it, or name your own in crm.url with crm.sample: false")
    else:
        yield SAMPLE_TO_COME


def _file(file: Path, *, sample: bool) -> Finding | None:
    """What the file system says already."""
    if not file.exists() and sample:
        return SAMPLE_TO_COME
    if not file.exists():
        return Finding("lack", f"crm.url: there is no {file}", "write the file that is meant, or crm.sample: true")
    if file.is_dir():
        return Finding("lack", f"crm.url: {file} is a folder", "name the database in it")
    return None


def _content(engine: Engine, place: str, *, remote: bool) -> Iterator[Finding]:
    try:
        inspector = inspect(engine)
        present = {*inspector.get_table_names(), *inspector.get_view_names()}
        missing = [table.name for table in CRM_TABLES.sorted_tables if table.name not in present]
        if missing:
            yield Finding("lack", f"CRM {place} has no table {', '.join(missing)}", VIEWS)
            return
        lacking = [
            f"{table.name}.{column.name}"
            for table in CRM_TABLES.sorted_tables
            for column in table.columns
            if column.name not in {one["name"] for one in inspector.get_columns(table.name)}
        ]
        if lacking:
            yield Finding("lack", f"CRM {place} has no column {', '.join(lacking)}", VIEWS)
            return
        found = list(_rows(engine))
    except SQLAlchemyError as error:
        remedy = "is the server up, the password right?" if remote else "crm.url must name a SQLite database"
        words = driver_words(error)
        yield Finding("lack", f"CRM {place} cannot be read: {words}", remedy, stops=not remote and LOCKED not in words)
        return
    yield from found
    if not any(finding.level == "lack" for finding in found):
        yield Finding("ok", f"CRM {place}")


def _rows(engine: Engine) -> Iterator[Finding]:
    with engine.connect() as connection:
        for column, read, kind, may_show in READINGS:
            values = [row[0] for row in connection.execute(select(column).limit(ROWS_LOOKED_AT))]
            if wrong := [value for value in values if not _readable(read, value)]:
                yield _unreadable(column, wrong, len(values), kind, may_show=may_show)
        if connection.execute(select(customers.c.customer_id).limit(1)).first() is None:
            yield Finding("note", "the CRM holds no customer: every caller is a stranger")
        pairs = connection.execute(
            select(customer_numbers.c.number, customer_numbers.c.customer_id).limit(ROWS_LOOKED_AT)
        ).all()
    if shared := _shared([(number, owner) for number, owner in pairs]):
        what = f"CRM: {shared} telephone number(s) belong to more than one customer: who calls from them is a stranger"
        yield Finding("note", what, "keep one customer a number in customer_numbers")


def _unreadable(column: Column[Any], wrong: Sequence[Any], count: int, kind: str, *, may_show: bool) -> Finding:
    table: Table = column.table
    example = f", e.g. {str(wrong[0])[:EXAMPLE_CHARS]!r}" if may_show else ""
    what = f"CRM: {len(wrong)} of {count} values of {table.name}.{column.name} are no {kind}{example}"
    return Finding(
        "lack" if len(wrong) > SHARE_MOST * count else "note", what, "docs/crm.md says what each column holds"
    )


def _readable(read: Callable[[Any], object], value: Any) -> bool:
    try:
        read(value)
    except (ValueError, TypeError):
        return False
    return True


def _language(value: Any) -> None:
    if text_of(value) and not language_of(value):
        raise ValueError("another language")


def _number(value: Any) -> None:
    if not numbers_of(value):
        raise ValueError("no number")


def _shared(pairs: Sequence[tuple[Any, Any]]) -> int:
    owners: dict[str, set[str]] = {}
    for stored, owner in pairs:
        for number in numbers_of(stored):
            owners.setdefault(number, set()).add(str(owner))
    return sum(len(customers) > 1 for customers in owners.values())
