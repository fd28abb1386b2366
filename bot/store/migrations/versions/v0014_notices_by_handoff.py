"""What waits of one handoff is found without looking through all that waits."""

from collections.abc import Sequence

from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Another index in the place of the first."""
    op.drop_index("ix_handoff_notices_packet_id", "handoff_notices")
    op.create_index("ix_handoff_notices_packet_id_state", "handoff_notices", ["packet_id", "state"])


def downgrade() -> None:
    """As it was."""
    op.drop_index("ix_handoff_notices_packet_id_state", "handoff_notices")
    op.create_index("ix_handoff_notices_packet_id", "handoff_notices", ["packet_id"])
