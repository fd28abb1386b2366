"""What is asked of the table of call-backs, each within a transaction of the caller's.

A promise is a handoff in state CALLBACK that nobody has in hand; a row here says how it is being kept.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, insert, select, update

from handoff import rows
from handoff.callbacks.plan import IN_HAND, CallbackNow, CallbackState, Step, Why, after
from handoff.errors import CallbackRefused
from handoff.events import EventKind
from handoff.owner import Owner
from handoff.states import State
from handoff.tables import callbacks, events, packets, steps
from handoff.voicemail.message import NOTE
from handoff.voicemail.rows import left_one

MOST = 1000
PURSUED = (CallbackState.WAITING, *IN_HAND)
"""States in which somebody is going to be dialled, or is."""
IDLE = (CallbackState.WAITING, CallbackState.GIVEN_UP, CallbackState.JOINED, CallbackState.BARRED)
"""Open, and in nobody's hands."""
PACKET_ENDS = {CallbackState.DONE: State.CALLED_BACK, CallbackState.CANCELLED: State.CANCELLED}


@dataclass(frozen=True, slots=True)
class NewPromise:
    """One without a row yet. `body`: the packet's text; `message`: one was left with it."""

    packet_id: str
    promised_ms: int
    """When the handoff began, since 1970."""
    body: str
    message: bool


def new_promises(connection: Connection) -> list[NewPromise]:
    """Those that nobody took up yet, oldest first."""
    here = exists().where(callbacks.c.packet_id == packets.c.packet_id)
    noted = exists().where((steps.c.packet_id == packets.c.packet_id) & (steps.c.note == NOTE))
    left = (noted | left_one()).label("left")
    query = select(packets.c.packet_id, packets.c.created_at_ms, packets.c.body, left).where(_promised(), ~here)
    found = connection.execute(query.order_by(packets.c.created_at_ms).limit(MOST)).all()
    return [NewPromise(row.packet_id, row.created_at_ms, row.body, bool(row.left)) for row in found]


def add(connection: Connection, one: CallbackNow) -> CallbackNow:
    """A promise is going to be kept; one to a number that is pursued already joins that one."""
    same = (callbacks.c.number == one.number) & callbacks.c.state.in_(PURSUED)
    if one.state is CallbackState.WAITING and connection.scalar(select(callbacks.c.packet_id).where(same).limit(1)):
        one = after(one, Step.JOINS, one.due_ms, why=Why.TWICE)
    connection.execute(insert(callbacks), _values(one) | {"packet_id": one.packet_id})
    return one


def find(connection: Connection, packet_id: str) -> CallbackNow | None:
    """How one promise is being kept."""
    row = connection.execute(select(callbacks).where(callbacks.c.packet_id == packet_id)).one_or_none()
    return None if row is None else _now(row)


def every(connection: Connection) -> dict[str, CallbackNow]:
    """How each open promise is being kept, by packet."""
    query = select(callbacks).join(packets, packets.c.packet_id == callbacks.c.packet_id).where(_promised())
    return {row.packet_id: _now(row) for row in connection.execute(query).all()}


def due(connection: Connection, at_ms: int) -> list[CallbackNow]:
    """Those to be made now, the oldest promise first."""
    query = select(callbacks).join(packets, packets.c.packet_id == callbacks.c.packet_id)
    wanted = (callbacks.c.state == CallbackState.WAITING) & (callbacks.c.due_ms <= at_ms) & _promised()
    found = connection.execute(query.where(wanted).order_by(callbacks.c.promised_ms).limit(MOST)).all()
    return [_now(row) for row in found]


def claim(connection: Connection, packet_id: str, step: Step, owner: Owner, at_ms: int) -> CallbackNow | None:
    """Take one into our hands; None where it is not to be made any more, or that number is being called already."""
    waits = (callbacks.c.packet_id == packet_id) & callbacks.c.state.in_(
        (CallbackState.WAITING, CallbackState.GIVEN_UP)
    )
    # The write comes first: it takes the lock.
    if not connection.execute(update(callbacks).where(waits).values(owner=str(owner))).rowcount:
        return None
    now = find(connection, packet_id)
    assert now is not None
    same = (callbacks.c.number == now.number) & callbacks.c.state.in_(IN_HAND)
    promised = connection.scalar(select(packets.c.state).where(packets.c.packet_id == packet_id)) == State.CALLBACK
    if not promised or connection.scalar(select(callbacks.c.packet_id).where(same).limit(1)):
        connection.execute(update(callbacks).where(callbacks.c.packet_id == packet_id).values(owner=""))
        return None
    taken = after(now, step, at_ms)
    _write(connection, taken)
    return taken


def put(connection: Connection, one: CallbackNow) -> None:
    """Keep a further step. One that is settled settles every promise to that number, as far as it is still open."""
    known = find(connection, one.packet_id)
    if known is not None and known.state in PACKET_ENDS:
        return
    _write(connection, one)
    if (end := PACKET_ENDS.get(one.state)) is not None:
        for packet_id in _of_number(connection, one):
            rows.move(connection, packet_id, end, one.why)
            done = callbacks.c.packet_id == packet_id
            connection.execute(update(callbacks).where(done).values(state=one.state, why=one.why, owner=""))


def untidy(connection: Connection) -> bool:
    """Whether `tidy` would change something."""
    return bool(
        connection.scalar(select(callbacks.c.packet_id).where(_by_hand(*PACKET_ENDS.values())).limit(1))
    ) or bool(_alone(connection))


def tidy(connection: Connection) -> int:
    """Close what was settled by hand, let promises stand alone whose elder is gone; how many changed."""
    changed = 0
    for end, state in PACKET_ENDS.items():
        changed += connection.execute(update(callbacks).where(_by_hand(state)).values(state=end)).rowcount
    for one in _alone(connection):
        _write(connection, after(one, Step.ALONE, one.due_ms))
        changed += 1
    return changed


def _by_hand(*states: State) -> ColumnElement[bool]:
    settled = callbacks.c.packet_id.in_(select(packets.c.packet_id).where(packets.c.state.in_(states)))
    return settled & callbacks.c.state.in_(IDLE)


def _alone(connection: Connection) -> list[CallbackNow]:
    """Promises that joined an older one to their number, which is pursued no more."""
    elder = callbacks.alias("elder")
    has_one = exists().where(
        (elder.c.number == callbacks.c.number) & elder.c.state.in_((*PURSUED, CallbackState.GIVEN_UP))
    )
    joined = callbacks.c.state == CallbackState.JOINED
    return [_now(row) for row in connection.execute(select(callbacks).where(joined, ~has_one)).all()]


def reached(connection: Connection) -> list[CallbackNow]:
    """Promises whose caller an agent had meanwhile: in a later call of theirs, or who closed the handoff."""
    later = packets.alias("later")
    again = exists().where(
        (later.c.caller_key == packets.c.caller_key)
        & (later.c.caller_key != "")
        & (later.c.created_at_ms > packets.c.created_at_ms)
        & later.c.state.in_((State.BRIDGED, State.REFERRED))
        & (later.c.owner == "")
    )
    closed = exists().where((events.c.packet_id == packets.c.packet_id) & (events.c.kind == EventKind.CLOSED.value))
    query = select(callbacks).join(packets, packets.c.packet_id == callbacks.c.packet_id)
    idle = callbacks.c.state.in_(IDLE)
    return [_now(row) for row in connection.execute(query.where(_promised(), idle, again | closed)).all()]


def left_behind(connection: Connection, present: Owner, change: Callable[[CallbackNow], CallbackNow]) -> int:
    """Let `change` settle what earlier runs of this Hatef had in their hands; how many."""
    ours = callbacks.c.owner.startswith(f"{present.house}-", autoescape=True)
    theirs = ours & (callbacks.c.owner != str(present))
    # A write first, for the lock.
    connection.execute(update(callbacks).where(theirs).values(owner=callbacks.c.owner))
    found = connection.execute(select(callbacks).where(theirs)).all()
    for row in found:
        _write(connection, change(_now(row)))
    return len(found)


def strays(connection: Connection, owner: Owner, held: Collection[str]) -> list[CallbackNow]:
    """What this run has claimed and does not know of: the claim came through after it was given up."""
    mine = (callbacks.c.owner == str(owner)) & callbacks.c.state.in_(IN_HAND) & callbacks.c.packet_id.not_in(held)
    return [_now(row) for row in connection.execute(select(callbacks).where(mine)).all()]


def judge_again(connection: Connection) -> None:
    """Forget which numbers were not allowed: the configuration may say otherwise now."""
    connection.execute(delete(callbacks).where(callbacks.c.state == CallbackState.BARRED))


def newest_of(connection: Connection, one: CallbackNow) -> str:
    """The packet of the latest promise to that number: it knows most."""
    ids = _of_number(connection, one)
    return ids[-1] if ids else one.packet_id


def _of_number(connection: Connection, one: CallbackNow) -> Sequence[str]:
    """Every open promise to that number, oldest first; only itself where the number is not known."""
    query = select(packets.c.packet_id).join(callbacks, callbacks.c.packet_id == packets.c.packet_id)
    mine = callbacks.c.number == one.number if one.number else callbacks.c.packet_id == one.packet_id
    return connection.scalars(query.where(_promised(), mine).order_by(packets.c.created_at_ms)).all()


def _promised() -> ColumnElement[bool]:
    return (packets.c.state == State.CALLBACK) & (packets.c.owner == "")


def _write(connection: Connection, one: CallbackNow) -> None:
    here = callbacks.c.packet_id == one.packet_id
    if not connection.execute(update(callbacks).where(here).values(_values(one))).rowcount:
        raise CallbackRefused(one.packet_id, "unknown", one.state)


def _values(one: CallbackNow) -> dict[str, str | int]:
    return {
        "number": one.number,
        "state": one.state.value,
        "tries": one.tries,
        "promised_ms": one.promised_ms,
        "due_ms": one.due_ms,
        "why": one.why.value,
        "owner": one.owner,
    }


def _now(row: Row[tuple[object, ...]]) -> CallbackNow:
    return CallbackNow(
        row.packet_id,
        row.number,
        row.promised_ms,
        row.due_ms,
        CallbackState(row.state),
        row.tries,
        Why(row.why),
        row.owner,
    )
