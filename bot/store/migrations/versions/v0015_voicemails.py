"""Messages that callers left, and what was written down of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "handoff_voicemails",
        sa.Column("packet_id", sa.String(12), primary_key=True),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("left_at_ms", sa.BigInteger, nullable=False, index=True),
        sa.Column("length_ms", sa.Integer, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.Column("transcript", sa.String(8), nullable=False, server_default=""),
        sa.Column("words", sa.Text, nullable=False, server_default=""),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("handoff_voicemails")
