"""What happened to a handoff beside its steps: who was called, who took it, what was noted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "handoff_events",
        sa.Column("event_id", sa.String(24), primary_key=True),
        sa.Column("packet_id", sa.String(12), sa.ForeignKey("handoff_packets.packet_id"), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_handoff_events_packet_id", "handoff_events", ["packet_id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("handoff_events")
