"""The journal's tables are those that the migrations make."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, inspect

from bot.journal.tables import JOURNAL_TABLES
from bot.store.database import open_database
from handoff.tables import HANDOFF_TABLES


@pytest.mark.parametrize("tables", [JOURNAL_TABLES, HANDOFF_TABLES], ids=["journal", "handoff"])
def test_the_migrations_make_these_columns(tables: MetaData) -> None:
    engine = open_database("sqlite://")
    found = inspect(engine)
    for table in tables.tables.values():
        assert {column["name"] for column in found.get_columns(table.name)} == set(table.c.keys())
        primary = found.get_pk_constraint(table.name)["constrained_columns"]
        assert primary == [column.name for column in table.primary_key.columns]
    engine.dispose()


def test_alembic_finds_nothing_to_add() -> None:
    engine = open_database("sqlite://")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        changes = compare_metadata(context, JOURNAL_TABLES)
    engine.dispose()
    assert [change for change in changes if change[0] in ("add_table", "add_column", "add_index")] == []
