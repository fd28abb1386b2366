"""The rows of messages, each function within a transaction of the caller's.

A row says that a file is there. That it is a promise says the handoff, whose state is CALLBACK; a message whose handoff
Hatef left behind when it was killed is promised by `promise_left`.
"""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, exists, insert, select, update

from handoff import rows
from handoff.states import State
from handoff.tables import packets, voicemails
from handoff.voicemail.message import NOTE, Message, Transcript


def save(connection: Connection, message: Message) -> None:
    """Write it, over what was known of it before."""
    connection.execute(delete(voicemails).where(voicemails.c.packet_id == message.packet_id))
    connection.execute(insert(voicemails), asdict(message))


def remove(connection: Connection, packet_ids: Collection[str]) -> int:
    """Forget these; how many there were."""
    return connection.execute(delete(voicemails).where(voicemails.c.packet_id.in_(packet_ids))).rowcount


def find(connection: Connection, packet_id: str) -> Message | None:
    """The message of one handoff."""
    row = connection.execute(select(voicemails).where(voicemails.c.packet_id == packet_id)).one_or_none()
    return None if row is None else _message(row)


def open_ones(connection: Connection) -> dict[str, Message]:
    """Of every open promise that has one, by packet."""
    query = _with_packets().where(packets.c.state == State.CALLBACK)
    return {row.packet_id: _message(row) for row in connection.execute(query).all()}


def files(connection: Connection) -> frozenset[str]:
    """The names of all files that are known."""
    return frozenset(connection.scalars(select(voicemails.c.file)))


def older_than(connection: Connection, at_ms: int) -> list[Message]:
    """Left before that moment."""
    return [_message(row) for row in connection.execute(select(voicemails).where(voicemails.c.left_at_ms < at_ms))]


def next_to_write_down(connection: Connection) -> tuple[Message, str] | None:
    """The oldest that nobody wrote down yet and whose handoff is known, and the packet's text."""
    waiting = _with_packets().add_columns(packets.c.body).where(voicemails.c.transcript == "")
    row = connection.execute(waiting.order_by(voicemails.c.left_at_ms).limit(1)).first()
    return None if row is None else (_message(row), row.body)


def written_down(connection: Connection, packet_id: str, state: Transcript, words: str = "") -> None:
    """It was written down, or cannot be; nothing where it was erased meanwhile."""
    here = voicemails.c.packet_id == packet_id
    connection.execute(update(voicemails).where(here).values(transcript=state, words=words))


def promise_left(connection: Connection) -> int:
    """Promise the messages of handoffs that were left behind as failed: their callers' numbers are hidden; how many."""
    left = (packets.c.state == State.FAILED) & (packets.c.owner == "")
    found = list(connection.scalars(_with_packets().with_only_columns(packets.c.packet_id).where(left)))
    for packet_id in found:
        rows.move(connection, packet_id, State.CALLBACK, NOTE)
    return len(found)


def waits(connection: Connection) -> bool:
    """Whether a message is not promised yet: its handoff is not in the database, or still in somebody's hands."""
    stands = exists().where((packets.c.packet_id == voicemails.c.packet_id) & (packets.c.state != State.FAILED))
    return connection.scalar(select(voicemails.c.packet_id).where(~stands).limit(1)) is not None


def left_one() -> ColumnElement[bool]:
    """Of a handoff: a message stands behind it."""
    return exists().where(voicemails.c.packet_id == packets.c.packet_id)


def _with_packets() -> Select[Any]:
    return select(voicemails).join(packets, packets.c.packet_id == voicemails.c.packet_id)


def _message(row: Row[Any]) -> Message:
    return Message(
        row.packet_id,
        row.file,
        row.left_at_ms,
        row.length_ms,
        row.size_bytes,
        row.whole,
        row.transcript,
        row.words,
    )
