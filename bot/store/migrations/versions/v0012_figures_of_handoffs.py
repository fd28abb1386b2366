"""What handoffs took: wait, rings, who, talk, wrap-up, outcome."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "handoff_figures",
        sa.Column("packet_id", sa.String(12), primary_key=True),
        sa.Column("queue", sa.String(64), primary_key=True),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("adapter", sa.String(16), nullable=False),
        sa.Column("arrived_at_ms", sa.BigInteger, nullable=False),
        sa.Column("told_wait_ms", sa.Integer),
        sa.Column("wait_ms", sa.Integer, nullable=False),
        sa.Column("rings", sa.Integer, nullable=False),
        sa.Column("agent", sa.String(64), nullable=False),
        sa.Column("talk_ms", sa.Integer),
        sa.Column("wrap_up_ms", sa.Integer),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
    )
    op.create_index("ix_handoff_figures_call_id", "handoff_figures", ["call_id"])
    op.create_index("ix_handoff_figures_arrived_at_ms", "handoff_figures", ["arrived_at_ms"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("handoff_figures")
