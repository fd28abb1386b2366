"""Whether a call of a killed run had come to a human: then its recording is one of a handoff."""

from sqlalchemy import Engine, exists, select

from handoff.states import State
from handoff.tables import packets, steps

HANDED = frozenset({State.BRIDGED, State.REFERRED})
"""Steps after which a human had the call, whatever came later."""


def was_handed(engine: Engine, call_id: str) -> bool:
    """By the steps of its handoffs. Raises SQLAlchemyError."""
    taken = (steps.c.packet_id == packets.c.packet_id) & steps.c.state.in_([state.value for state in HANDED])
    query = select(packets.c.packet_id).where((packets.c.call_id == call_id) & exists().where(taken)).limit(1)
    with engine.connect() as connection:
        return connection.execute(query).first() is not None
