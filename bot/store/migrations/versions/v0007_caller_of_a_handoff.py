"""Handoffs are found by the number that called: the last nine digits of it beside the packet."""

import json
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

PACKETS = sa.table("handoff_packets", sa.column("packet_id"), sa.column("body"), sa.column("caller_key"))


def upgrade() -> None:
    """Read the numbers out of the packets that are there."""
    with op.batch_alter_table("handoff_packets") as packets:
        packets.add_column(sa.Column("caller_key", sa.String(16), nullable=False, server_default=""))
    op.create_index("ix_handoff_packets_caller_key", "handoff_packets", ["caller_key"])
    op.create_index("ix_handoff_packets_created_at_ms", "handoff_packets", ["created_at_ms"])
    connection = op.get_bind()
    for packet_id, body in connection.execute(sa.select(PACKETS.c.packet_id, PACKETS.c.body)).all():
        if key := _key(body):
            connection.execute(sa.update(PACKETS).where(PACKETS.c.packet_id == packet_id).values(caller_key=key))


def _key(body: str) -> str:
    """As `handoff.caller_key` makes it; a change of the database stays as it was when it was written."""
    try:
        number = str(json.loads(body)["caller"]["number"])
    except (ValueError, KeyError, TypeError):
        return ""
    return "".join(str(int(letter)) for letter in number if letter.isdecimal())[-9:]


def downgrade() -> None:
    """Forget the keys."""
    for name in ("caller_key", "created_at_ms"):
        op.drop_index(f"ix_handoff_packets_{name}", "handoff_packets")
    with op.batch_alter_table("handoff_packets") as packets:
        packets.drop_column("caller_key")
