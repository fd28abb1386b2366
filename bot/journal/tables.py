"""The tables of the journal. `started_at_ms` and `arrived_at_ms` count from 1970 in UTC; every other `_ms` of a call
counts from its start, and of a handoff is a length.
"""

from sqlalchemy import JSON, BigInteger, Column, Float, ForeignKey, Integer, MetaData, String, Table, Text

JOURNAL_TABLES = MetaData()

calls = Table(
    "calls",
    JOURNAL_TABLES,
    Column("call_id", String(64), primary_key=True),
    Column("caller", String(64), nullable=False),
    Column("called", String(64), nullable=False),
    Column("language", String(2), nullable=False),
    Column("started_at_ms", BigInteger, nullable=False, index=True),
    Column("answered_ms", Integer),
    Column("ended_ms", Integer),
    Column("end_reason", String(64)),
    Column("handoff_outcome", String(32)),
    Column("owner", String(24), nullable=False, server_default="", index=True),
)

turns = Table(
    "turns",
    JOURNAL_TABLES,
    Column("call_id", ForeignKey("calls.call_id"), primary_key=True),
    Column("turn_index", Integer, primary_key=True, autoincrement=False),
    Column("speaker", String(8), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("text", Text, nullable=False),
    Column("confidence", Float),
    Column("intent", String(64)),
    Column("intent_confidence", Float),
    Column("slots", JSON, nullable=False),
    Column("end_of_speech_ms", Integer),
    Column("final_text_ms", Integer),
    Column("answer_decided_ms", Integer),
    Column("first_sample_ms", Integer),
    Column("likely", Float),
    Column("sure", Float),
)

erasures = Table(
    "erasures",
    JOURNAL_TABLES,
    Column("erasure_id", String(16), primary_key=True),
    # A keyed hash of the number (`bot.erasing.person.mark_of`).
    Column("mark", String(64), nullable=False),
    # Both count from 1970, UTC. Done: None where a call of his still goes on; the Hatef that runs does the rest.
    Column("asked_at_ms", BigInteger, nullable=False),
    Column("done_at_ms", BigInteger, index=True),
    Column("counts", JSON, nullable=False),
)

handoffs = Table(
    "handoff_figures",
    JOURNAL_TABLES,
    # What one handoff took, through one queue; a packet that overflowed into another has a row for each. Of a call-back
    # that comes to the same queue again the last trip stands.
    Column("packet_id", String(12), primary_key=True),
    Column("queue", String(64), primary_key=True),
    Column("call_id", String(64), nullable=False, index=True),
    Column("adapter", String(16), nullable=False),
    Column("arrived_at_ms", BigInteger, nullable=False, index=True),
    Column("told_wait_ms", Integer),
    Column("wait_ms", Integer, nullable=False),
    Column("rings", Integer, nullable=False),
    Column("agent", String(64), nullable=False),
    Column("talk_ms", Integer),
    Column("wrap_up_ms", Integer),
    Column("outcome", String(16), nullable=False),
    Column("why", String(200), nullable=False),
)

service_outbox = Table(
    "service_outbox",
    JOURNAL_TABLES,
    Column("request_key", String(64), primary_key=True),
    Column("call_id", String(64), nullable=False, index=True),  # erased with the call
    Column("service", String(64), nullable=False),
    Column("inputs", JSON, nullable=False),
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("made_at_ms", BigInteger, nullable=False),
    Column("next_at_ms", BigInteger, nullable=False, index=True),
    Column("outcome", String(32), nullable=False),
    Column("why", String(200), nullable=False),
)
"""What callers wish to have written into the company's records (`bot.crm.services.outbox_rows`)."""
