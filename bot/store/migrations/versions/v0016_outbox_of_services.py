"""What callers wish to have written into the company's records: an outbox, a row a wish."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "service_outbox",
        sa.Column("request_key", sa.String(64), primary_key=True),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("service", sa.String(64), nullable=False),
        sa.Column("inputs", sa.JSON, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("made_at_ms", sa.BigInteger, nullable=False),
        sa.Column("next_at_ms", sa.BigInteger, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
    )
    op.create_index("ix_service_outbox_call_id", "service_outbox", ["call_id"])
    op.create_index("ix_service_outbox_next_at_ms", "service_outbox", ["next_at_ms"])


def downgrade() -> None:
    """Drop it, with what waits."""
    op.drop_table("service_outbox")
