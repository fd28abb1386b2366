"""The tables of the packet store. Times are milliseconds since 1970, UTC, so that every database counts alike."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

HANDOFF_TABLES = MetaData()

packets = Table(
    "handoff_packets",
    HANDOFF_TABLES,
    Column("packet_id", String(12), primary_key=True),
    Column("call_id", String(64), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("reason", String(32), nullable=False),
    Column("skill", String(64), nullable=False),
    Column("created_at_ms", BigInteger, nullable=False, index=True),
    Column("body", Text, nullable=False),
    # The run of Hatef that has the handoff in its hands; "" when it is over.
    Column("owner", String(24), nullable=False, index=True),
    # The last digits of the number that called (`handoff.caller_key`).
    Column("caller_key", String(16), nullable=False, server_default="", index=True),
)

steps = Table(
    "handoff_steps",
    HANDOFF_TABLES,
    Column("step_id", Integer, primary_key=True),
    Column("packet_id", ForeignKey("handoff_packets.packet_id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("note", String(200), nullable=False),
    Index("ix_handoff_steps_packet_id", "packet_id"),
)

events = Table(
    "handoff_events",
    HANDOFF_TABLES,
    # Made by who notes it, so that one that is written twice is there once.
    Column("event_id", String(24), primary_key=True),
    Column("packet_id", ForeignKey("handoff_packets.packet_id"), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("who", String(64), nullable=False),
    Column("at_ms", BigInteger, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Index("ix_handoff_events_packet_id", "packet_id"),
)

notices = Table(
    "handoff_notices",
    HANDOFF_TABLES,
    # «packet-kind»: what is to be told once is there once.
    Column("notice_id", String(40), primary_key=True),
    # No foreign key: a handoff may be erased, and what was told of it stays told.
    Column("packet_id", String(12), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("next_at_ms", BigInteger, nullable=False),
    Column("why", String(200), nullable=False),
    Index("ix_handoff_notices_state_next_at_ms", "state", "next_at_ms"),
    # With the state: else SQLite looks for what waits of one handoff among all that waits.
    Index("ix_handoff_notices_packet_id_state", "packet_id", "state"),
)

agents = Table(
    "agent_states",
    HANDOFF_TABLES,
    Column("agent_id", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("since_ms", BigInteger, nullable=False),
)

voicemails = Table(
    "handoff_voicemails",
    HANDOFF_TABLES,
    # No foreign key: while the database is away, the handoff may come later than its message.
    Column("packet_id", String(12), primary_key=True),
    Column("file", String(200), nullable=False),
    Column("left_at_ms", BigInteger, nullable=False, index=True),
    Column("length_ms", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("whole", Boolean, nullable=False),
    # "" where it is still to be written down.
    Column("transcript", String(8), nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),
)

callbacks = Table(
    "handoff_callbacks",
    HANDOFF_TABLES,
    Column("packet_id", ForeignKey("handoff_packets.packet_id"), primary_key=True),
    # As it is dialled; "" where none may be.
    Column("number", String(24), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("promised_ms", BigInteger, nullable=False),
    Column("due_ms", BigInteger, nullable=False),
    Column("why", String(48), nullable=False),
    # The run of Hatef that has it in its hands; "" when nobody has.
    Column("owner", String(24), nullable=False, index=True),
)
