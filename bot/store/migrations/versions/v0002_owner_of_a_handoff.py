"""Who has a handoff in its hands, so that what a killed Hatef left open is found at the next start."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Handoffs of earlier versions are over, however they ended."""
    with op.batch_alter_table("handoff_packets") as packets:
        packets.add_column(sa.Column("owner", sa.String(24), nullable=False, server_default=""))
    op.create_index("ix_handoff_packets_owner", "handoff_packets", ["owner"])


def downgrade() -> None:
    """Forget the owners."""
    op.drop_index("ix_handoff_packets_owner", "handoff_packets")
    with op.batch_alter_table("handoff_packets") as packets:
        packets.drop_column("owner")
