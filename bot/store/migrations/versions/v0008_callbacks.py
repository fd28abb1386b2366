"""How each promised call-back is being kept: its number, tries and next moment."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "handoff_callbacks",
        sa.Column("packet_id", sa.String(12), sa.ForeignKey("handoff_packets.packet_id"), primary_key=True),
        sa.Column("number", sa.String(24), nullable=False, index=True),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("promised_ms", sa.BigInteger, nullable=False),
        sa.Column("due_ms", sa.BigInteger, nullable=False),
        sa.Column("why", sa.String(48), nullable=False),
        sa.Column("owner", sa.String(24), nullable=False, index=True),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("handoff_callbacks")
