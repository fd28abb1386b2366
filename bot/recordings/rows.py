"""The rows of recordings: SQL, and nothing of files. Every function is one transaction's worth of work."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, insert, select, update

from bot.recordings.facts import Facts
from bot.recordings.tables import recordings


@dataclass(frozen=True, slots=True)
class RecordingRow:
    """A recording that is kept. `file` is its name in the folder."""

    facts: Facts
    file: str
    size_bytes: int


def save(connection: Connection, row: RecordingRow) -> None:
    """Write it, over what was known of it before."""
    connection.execute(delete(recordings).where(recordings.c.call_id == row.facts.call_id))
    connection.execute(insert(recordings), {**asdict(row.facts), "file": row.file, "size_bytes": row.size_bytes})


def remove(connection: Connection, call_ids: Iterable[str]) -> int:
    """Forget the recordings of these calls; how many there were."""
    return sum(
        connection.execute(delete(recordings).where(recordings.c.call_id == call_id)).rowcount for call_id in call_ids
    )


def files(connection: Connection) -> frozenset[str]:
    """The names of all files that are known."""
    return frozenset(connection.scalars(select(recordings.c.file)))


def latest(connection: Connection, limit: int) -> tuple[RecordingRow, ...]:
    """The latest, newest first."""
    newest = (recordings.c.started_at_ms.desc(), recordings.c.call_id)
    return _rows(connection.execute(select(recordings).order_by(*newest).limit(limit)).all())


def beginning_with(connection: Connection, call_id: str) -> tuple[RecordingRow, ...]:
    """Of calls whose id begins so; the one whose id it is, alone."""
    start = recordings.c.call_id.startswith(call_id, autoescape=True)
    found = _rows(connection.execute(select(recordings).where(start).limit(100)).all())
    return tuple(row for row in found if row.facts.call_id == call_id) or found


def older_than(connection: Connection, at_ms: int) -> tuple[RecordingRow, ...]:
    """What began before that moment."""
    return _rows(connection.execute(select(recordings).where(recordings.c.started_at_ms < at_ms)).all())


def of_calls(connection: Connection, call_ids: Sequence[str]) -> tuple[RecordingRow, ...]:
    """The recordings of these calls."""
    found: list[RecordingRow] = []
    for call_id in call_ids:
        found += _rows(connection.execute(select(recordings).where(recordings.c.call_id == call_id)).all())
    return tuple(found)


Transcript = Literal["done", "failed"]


def next_to_write_down(connection: Connection) -> RecordingRow | None:
    """The oldest in which people spoke to each other and which nobody wrote down yet."""
    waiting = (recordings.c.bridged_ms.is_not(None)) & (recordings.c.transcript == "")
    found = connection.execute(select(recordings).where(waiting).order_by(recordings.c.started_at_ms).limit(1)).first()
    return None if found is None else _row(found)


def mark_transcript(connection: Connection, call_id: str, state: Transcript) -> None:
    """It was written down, or cannot be."""
    connection.execute(update(recordings).where(recordings.c.call_id == call_id).values(transcript=state))


def _rows(found: Sequence[Row[Any]]) -> tuple[RecordingRow, ...]:
    return tuple(_row(row) for row in found)


def _row(row: Row[Any]) -> RecordingRow:
    known = row._mapping
    facts = Facts(**{name: known[name] for name in Facts.__slots__})
    return RecordingRow(facts, row.file, row.size_bytes)
