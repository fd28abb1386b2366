"""How sure a call was of a turn, so that it can be told why the same words were answered once and asked about once."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Of the turns so far it is not known."""
    with op.batch_alter_table("turns") as turns:
        turns.add_column(sa.Column("likely", sa.Float))
        turns.add_column(sa.Column("sure", sa.Float))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("turns") as turns:
        turns.drop_column("sure")
        turns.drop_column("likely")
