"""The record of erasures: that, when and how much, and not of whom."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "erasures",
        sa.Column("erasure_id", sa.String(16), primary_key=True),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger, nullable=False),
        sa.Column("done_at_ms", sa.BigInteger),
        sa.Column("counts", sa.JSON, nullable=False),
    )
    op.create_index("ix_erasures_done_at_ms", "erasures", ["done_at_ms"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("erasures")
