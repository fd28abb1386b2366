"""Deletes what belongs to calls and handoffs from every table that has them, whoever made that table.

The tables are read from the database itself: a table of a later version is erased with the others, as long as it names
the call (`call_id`) or the handoff (`packet_id`) of its rows.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import batched

from sqlalchemy import Column, Connection, MetaData, Table, delete, func, select

BY: tuple[str, ...] = ("packet_id", "call_id")
AT_ONCE = 500
"""Ids in one statement; SQLite takes some thousands."""


def tables_of(connection: Connection) -> tuple[Table, ...]:
    """Those with rows of a call or a handoff, in the order in which they can be emptied."""
    found = MetaData()
    found.reflect(connection)
    return tuple(table for table in reversed(found.sorted_tables) if any(name in table.c for name in BY))


def count(connection: Connection, call_ids: Collection[str], packet_ids: Collection[str]) -> dict[str, int]:
    """How many rows of each table would go; tables without any are left out."""
    found: dict[str, int] = {}
    for table in tables_of(connection):
        number = sum(
            connection.scalar(select(func.count()).select_from(table).where(column.in_(ids))) or 0
            for column, ids in _batches(table, call_ids, packet_ids)
        )
        if number:
            found[table.name] = number
    return found


def remove(connection: Connection, call_ids: Collection[str], packet_ids: Collection[str]) -> dict[str, int]:
    """Delete them; how many rows of each table went."""
    gone: dict[str, int] = {}
    for table in tables_of(connection):
        for column, ids in _batches(table, call_ids, packet_ids):
            if number := connection.execute(delete(table).where(column.in_(ids))).rowcount:
                gone[table.name] = gone.get(table.name, 0) + number
    return gone


def _batches(
    table: Table, call_ids: Collection[str], packet_ids: Collection[str]
) -> Iterator[tuple[Column[str], tuple[str, ...]]]:
    ids: Mapping[str, Collection[str]] = {"packet_id": packet_ids, "call_id": call_ids}
    name = next(name for name in BY if name in table.c)
    for batch in batched(sorted(ids[name]), AT_ONCE):
        yield table.c[name], batch
