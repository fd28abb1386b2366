"""What other programs are to be told of handoffs: an outbox, a row a notice."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the table, and let events be found by their time."""
    op.create_table(
        "handoff_notices",
        sa.Column("notice_id", sa.String(40), primary_key=True),
        sa.Column("packet_id", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("next_at_ms", sa.BigInteger, nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
    )
    op.create_index("ix_handoff_notices_packet_id", "handoff_notices", ["packet_id"])
    op.create_index("ix_handoff_notices_state_next_at_ms", "handoff_notices", ["state", "next_at_ms"])
    op.create_index("ix_handoff_events_at_ms", "handoff_events", ["at_ms"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_index("ix_handoff_events_at_ms", "handoff_events")
    op.drop_table("handoff_notices")
