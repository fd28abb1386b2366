"""Alembic's way in: `bot.store.database` hands over an open connection; from a shell set HATEF_DATABASE_URL."""

import os

from alembic import context
from sqlalchemy import Connection, MetaData, create_engine

from bot.journal.tables import JOURNAL_TABLES
from bot.recordings.tables import RECORDING_TABLES
from handoff.tables import HANDOFF_TABLES

TABLES: list[MetaData] = [JOURNAL_TABLES, HANDOFF_TABLES, RECORDING_TABLES]


def run(connection: Connection) -> None:
    """Bring the database behind `connection` up to date, in the caller's transaction."""
    # SQLite cannot alter most things in place; batch mode copies the table instead.
    context.configure(connection=connection, target_metadata=TABLES, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine(os.environ["HATEF_DATABASE_URL"]).begin() as opened:
        run(opened)
