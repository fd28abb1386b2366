"""The recordings that are kept."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "recordings",
        sa.Column("call_id", sa.String(64), primary_key=True),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("started_at_ms", sa.BigInteger, nullable=False),
        sa.Column("length_ms", sa.Integer, nullable=False),
        sa.Column("consent_ms", sa.Integer),
        sa.Column("hushed_ms", sa.Integer, nullable=False),
        sa.Column("dropped_ms", sa.Integer, nullable=False),
        sa.Column("handed", sa.Boolean, nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_recordings_started_at_ms", "recordings", ["started_at_ms"])


def downgrade() -> None:
    """Drop the table; the files stay."""
    op.drop_table("recordings")
