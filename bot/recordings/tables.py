"""Recordings that are kept; what the table says stands in the files, too. `started_at_ms` counts from 1970, UTC."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, String, Table

RECORDING_TABLES = MetaData()

recordings = Table(
    "recordings",
    RECORDING_TABLES,
    Column("call_id", String(64), primary_key=True),
    Column("file", String(200), nullable=False),
    Column("started_at_ms", BigInteger, nullable=False, index=True),
    Column("length_ms", Integer, nullable=False),
    Column("consent_ms", Integer),
    Column("hushed_ms", Integer, nullable=False),
    Column("dropped_ms", Integer, nullable=False),
    Column("handed", Boolean, nullable=False),
    Column("bridged_ms", Integer),
    Column("whole", Boolean, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    # Of what people said to each other: "" where it is still to be written down.
    Column("transcript", String(8), nullable=False, server_default=""),
)
