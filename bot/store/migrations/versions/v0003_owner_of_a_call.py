"""Who holds a call, so that what a killed Hatef left without an end is found at the next start."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Calls without an end are of earlier versions, which are gone; one that runs yet writes its own end over it."""
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("owner", sa.String(24), nullable=False, server_default=""))
    op.create_index("ix_calls_owner", "calls", ["owner"])
    op.execute("UPDATE calls SET end_reason = 'service_broke' WHERE end_reason IS NULL")


def downgrade() -> None:
    """Forget the owners."""
    op.drop_index("ix_calls_owner", "calls")
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("owner")
