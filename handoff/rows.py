"""What the packet store asks of its tables, each within a transaction of the caller's."""

from sqlalchemy import Connection, Row, func, insert, select, update

from handoff.callbacks.promises import Callback, callback_of, unreadable_callback
from handoff.caller_key import caller_key
from handoff.errors import PacketInvalid, PacketMissing, StepRefused
from handoff.owner import Owner
from handoff.packet import from_json, to_json
from handoff.record import Record, StepTaken, moment, step
from handoff.states import State, predecessors
from handoff.tables import packets, steps


def save(connection: Connection, record: Record) -> None:
    """Bring a handoff up to `record`; what is known of it already stays, a `record` that is behind changes nothing."""
    here = packets.c.packet_id == record.packet.packet_id
    # The write comes first: it takes the lock, and SQLite refuses at once to turn a read into a write when another
    # process wrote meanwhile.
    if not connection.execute(update(packets).where(here).values(packet_id=record.packet.packet_id)).rowcount:
        _insert(connection, record)
    known = _count(connection, record.packet.packet_id)
    if known > len(record.steps):
        return
    for taken in record.steps[known:]:
        _note(connection, record.packet.packet_id, taken)
    changed: dict[str, str] = {"state": record.state} if known < len(record.steps) else {}
    if record.packet.caller.call_back:  # the one thing of a packet that is learned behind its start
        changed["body"] = to_json(record.packet)
    if not record.owner:
        changed["owner"] = ""
    if changed:
        connection.execute(update(packets).where(here).values(**changed))


def move(connection: Connection, packet_id: str, wanted: State, note: str) -> None:
    """One step further for a handoff that no process has in its hands."""
    movable = (packets.c.packet_id == packet_id) & packets.c.state.in_(predecessors(wanted))
    if not connection.execute(update(packets).where(movable).values(state=wanted)).rowcount:
        raise StepRefused(packet_id, state(connection, packet_id), wanted)
    _note(connection, packet_id, step(wanted, note))


def own(connection: Connection, packet_id: str, owner: str) -> None:
    """A process has it in its hands again; raises PacketMissing."""
    here = packets.c.packet_id == packet_id
    if not connection.execute(update(packets).where(here).values(owner=owner)).rowcount:
        raise PacketMissing(packet_id)


def body(connection: Connection, packet_id: str) -> str | None:
    """The packet as JSON."""
    return connection.scalar(select(packets.c.body).where(packets.c.packet_id == packet_id))


def state(connection: Connection, packet_id: str) -> State:
    """Where it stands; raises PacketMissing."""
    found = connection.scalar(select(packets.c.state).where(packets.c.packet_id == packet_id))
    if found is None:
        raise PacketMissing(packet_id)
    return State(found)


def history(connection: Connection, packet_id: str) -> tuple[StepTaken, ...]:
    """Every step, oldest first."""
    query = select(steps).where(steps.c.packet_id == packet_id).order_by(steps.c.step_id)
    return tuple(StepTaken(State(row.state), moment(row.at_ms), row.note) for row in connection.execute(query))


def callbacks(connection: Connection, limit: int) -> tuple[Callback, ...]:
    """What was promised and is not made yet, oldest first."""
    waiting = select(packets).where(packets.c.state == State.CALLBACK).order_by(packets.c.created_at_ms).limit(limit)
    return tuple(_callback(connection, row) for row in connection.execute(waiting).all())


def close_left_open(connection: Connection, present: Owner, why: str) -> int:
    """Settle what earlier runs of this Hatef had in their hands; how many handoffs."""
    ours = packets.c.owner.startswith(f"{present.house}-", autoescape=True)
    theirs = ours & (packets.c.owner != str(present))
    # A write first, for the lock.
    connection.execute(update(packets).where(theirs).values(owner=packets.c.owner))
    found = connection.execute(select(packets.c.packet_id, packets.c.body).where(theirs)).all()
    for row in found:
        try:
            record = Record(from_json(row.body), history(connection, row.packet_id), "gone")
            save(connection, record.left_behind(why))
        except PacketInvalid:
            connection.execute(update(packets).where(packets.c.packet_id == row.packet_id).values(owner=""))
    return len(found)


def _insert(connection: Connection, record: Record) -> None:
    packet = record.packet
    connection.execute(
        insert(packets),
        {
            "packet_id": packet.packet_id,
            "call_id": packet.call_id,
            "state": record.state,
            "reason": packet.reason,
            "skill": packet.skill,
            "created_at_ms": int(packet.created_at.timestamp() * 1000),
            "body": to_json(packet),
            "owner": record.owner,
            "caller_key": caller_key(packet.caller.number),
        },
    )


def _count(connection: Connection, packet_id: str) -> int:
    return connection.scalar(select(func.count()).where(steps.c.packet_id == packet_id)) or 0


def _note(connection: Connection, packet_id: str, taken: StepTaken) -> None:
    row = {"packet_id": packet_id, "state": taken.state, "at_ms": taken.at_ms, "note": taken.note}
    connection.execute(insert(steps), row)


def _callback(connection: Connection, row: Row[tuple[object, ...]]) -> Callback:
    try:
        return callback_of(Record(from_json(row.body), history(connection, row.packet_id)))
    except PacketInvalid:
        return unreadable_callback(row.packet_id, row.call_id, moment(row.created_at_ms))
