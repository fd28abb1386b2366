"""What the book of events asks of its table, each within a transaction of the caller's."""

from collections.abc import Set

from sqlalchemy import Connection, insert, select, update

from handoff.errors import PacketMissing
from handoff.events import EventKind, HandoffEvent
from handoff.record import moment
from handoff.tables import events, packets


def note(connection: Connection, packet_id: str, event: HandoffEvent) -> None:
    """Write an event that is not there yet."""
    # A write first: it takes SQLite's lock at once, as no read that turns into a write can.
    known = update(events).where(events.c.event_id == event.event_id).values(event_id=event.event_id)
    if connection.execute(known).rowcount:
        return
    row = {
        "event_id": event.event_id,
        "packet_id": packet_id,
        "kind": str(event.kind),
        "who": event.who,
        "at_ms": event.at_ms,
        "text": event.text,
    }
    connection.execute(insert(events), row)


def of(connection: Connection, packet_id: str) -> tuple[HandoffEvent, ...]:
    """Every event of a handoff, oldest first."""
    query = select(events).where(events.c.packet_id == packet_id).order_by(events.c.at_ms, events.c.event_id)
    return tuple(
        HandoffEvent(EventKind(row.kind), row.who, moment(row.at_ms), row.text, row.event_id)
        for row in connection.execute(query)
    )


def note_unless(
    connection: Connection, packet_id: str, event: HandoffEvent, kinds: Set[EventKind]
) -> HandoffEvent | None:
    """Write an event unless there is one of `kinds`: the first of these, or None. Raises PacketMissing."""
    # A write first: of two at once the second waits here, and then sees what the first one wrote.
    here = packets.c.packet_id == packet_id
    if not connection.execute(update(packets).where(here).values(packet_id=packet_id)).rowcount:
        raise PacketMissing(packet_id)
    earlier = next((one for one in of(connection, packet_id) if one.kind in kinds), None)
    if earlier is None:
        note(connection, packet_id, event)
    return earlier
