"""What people said to each other in recorded calls: when they began, and whether it was written down."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Of recordings so far it is not known when a human came."""
    with op.batch_alter_table("recordings") as recordings:
        recordings.add_column(sa.Column("bridged_ms", sa.Integer))
        recordings.add_column(sa.Column("transcript", sa.String(8), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("recordings") as recordings:
        recordings.drop_column("transcript")
        recordings.drop_column("bridged_ms")
