"""The journal of calls and turns, and the packet store."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the tables."""
    _journal()
    _handoff()


def _journal() -> None:
    op.create_table(
        "calls",
        sa.Column("call_id", sa.String(64), primary_key=True),
        sa.Column("caller", sa.String(64), nullable=False),
        sa.Column("called", sa.String(64), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("started_at_ms", sa.BigInteger, nullable=False),
        sa.Column("answered_ms", sa.Integer),
        sa.Column("ended_ms", sa.Integer),
        sa.Column("end_reason", sa.String(64)),
        sa.Column("handoff_outcome", sa.String(32)),
    )
    op.create_index("ix_calls_started_at_ms", "calls", ["started_at_ms"])
    op.create_table(
        "turns",
        sa.Column("call_id", sa.String(64), sa.ForeignKey("calls.call_id"), primary_key=True),
        sa.Column("turn_index", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("speaker", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float),
        sa.Column("intent", sa.String(64)),
        sa.Column("intent_confidence", sa.Float),
        sa.Column("slots", sa.JSON, nullable=False),
        sa.Column("end_of_speech_ms", sa.Integer),
        sa.Column("final_text_ms", sa.Integer),
        sa.Column("answer_decided_ms", sa.Integer),
        sa.Column("first_sample_ms", sa.Integer),
    )


def _handoff() -> None:
    op.create_table(
        "handoff_packets",
        sa.Column("packet_id", sa.String(12), primary_key=True),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("skill", sa.String(64), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_handoff_packets_call_id", "handoff_packets", ["call_id"])
    op.create_index("ix_handoff_packets_state", "handoff_packets", ["state"])
    op.create_table(
        "handoff_steps",
        sa.Column("step_id", sa.Integer, primary_key=True),
        sa.Column("packet_id", sa.String(12), sa.ForeignKey("handoff_packets.packet_id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
    )
    op.create_index("ix_handoff_steps_packet_id", "handoff_steps", ["packet_id"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("handoff_steps", "handoff_packets", "turns", "calls"):
        op.drop_table(table)
