"""The tables as the code knows them are those that the migrations make."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine

from handoff.tables import HANDOFF_TABLES


def test_the_migrations_make_what_the_code_knows(engine: Engine) -> None:
    with engine.connect() as connection:
        known = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: kind != "table" or name in HANDOFF_TABLES.tables}
        )
        assert compare_metadata(known, HANDOFF_TABLES) == []
