"""What other programs are to be told of handoffs: rows that somebody works off.

            ┌── not taken: later, and later again ──┐
            ▼                                       │
  made ─▶ WAITING ──────── a try ───────────────────┤
            ▲                 └── taken ─▶ SENT     └── too often, or for good ─▶ DEAD ── again ─▶ WAITING

A notice is made of what is in the database: a handoff, an acceptance, an end. So none is lost by a kill, and what
waited in the spill folder is told as soon as it is in the database. Of one handoff the next is made when the one before
is over: they are sent in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    exists,
    insert,
    select,
    update,
)

from handoff.events import EventKind
from handoff.record import moment
from handoff.tables import events, notices, packets

WHY_LENGTH = 200
BATCH = 100


class NoticeKind(StrEnum):
    """What is told."""

    CREATED = "created"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class NoticeState(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. `at` is when that happened which it tells; `why` tells how the last try ended."""

    notice_id: str
    packet_id: str
    kind: NoticeKind
    state: NoticeState
    tries: int
    at: datetime
    next_at_ms: int
    why: str


def unmade(connection: Connection, since_ms: int) -> tuple[tuple[str, NoticeKind, int], ...]:
    """What happened since then and has no notice yet: handoff, kind, when (ms); some of it, the oldest first.

    Of one handoff only what comes next, and nothing while a notice of it waits: so none overtakes another.
    """
    found: dict[str, tuple[str, NoticeKind, int]] = {}
    for kind, query in _happened(since_ms).items():
        for packet_id, at_ms in connection.execute(query):
            found.setdefault(packet_id, (packet_id, kind, at_ms))
    return tuple(found.values())


def make(connection: Connection, what: Sequence[tuple[str, NoticeKind, int]]) -> None:
    """Notices of what happened; one that is there already stays as it is."""
    for packet_id, kind, at_ms in what:
        row = {
            "notice_id": f"{packet_id}-{kind}",
            "packet_id": packet_id,
            "kind": str(kind),
            "state": str(NoticeState.WAITING),
            "tries": 0,
            "at_ms": at_ms,
            "next_at_ms": at_ms,
            "why": "",
        }
        # A write first, for SQLite's lock.
        known = update(notices).where(notices.c.notice_id == row["notice_id"]).values(packet_id=packet_id)
        if not connection.execute(known).rowcount:
            connection.execute(insert(notices), row)


def due(connection: Connection, now_ms: int, limit: int) -> tuple[Notice, ...]:
    """What may be tried now, oldest first; of one handoff there is one at most."""
    ready = (notices.c.state == NoticeState.WAITING) & (notices.c.next_at_ms <= now_ms)
    query = select(notices).where(ready).order_by(notices.c.at_ms, notices.c.notice_id).limit(limit)
    return tuple(_notice(row) for row in connection.execute(query))


def claim(connection: Connection, notice: Notice, until_ms: int) -> bool:
    """Take one for a try; False where another process has it. It is free again at `until_ms`, whatever happens."""
    free = _is(notice) & (notices.c.state == NoticeState.WAITING) & (notices.c.next_at_ms == notice.next_at_ms)
    values = {"next_at_ms": until_ms, "tries": notice.tries + 1}
    return connection.execute(update(notices).where(free).values(**values)).rowcount == 1


def sent(connection: Connection, notice: Notice) -> None:
    """It was taken."""
    connection.execute(update(notices).where(_is(notice)).values(state=NoticeState.SENT, why=""))


def not_sent(connection: Connection, notice: Notice, why: str, next_at_ms: int | None) -> None:
    """It was not taken; None: it is given up. `why` holds no personal data."""
    state = NoticeState.DEAD if next_at_ms is None else NoticeState.WAITING
    values = {"state": state, "why": why[:WHY_LENGTH], "next_at_ms": next_at_ms or notice.next_at_ms}
    connection.execute(update(notices).where(_is(notice)).values(**values))


def again(connection: Connection, notice_id: str, now_ms: int) -> bool:
    """Let one that is dead be tried again; False where there is none."""
    dead = (notices.c.notice_id == notice_id) & (notices.c.state == NoticeState.DEAD)
    values = {"state": NoticeState.WAITING, "tries": 0, "next_at_ms": now_ms}
    return connection.execute(update(notices).where(dead).values(**values)).rowcount == 1


def listing(connection: Connection, states: Sequence[NoticeState], limit: int) -> tuple[Notice, ...]:
    """Those in these states, oldest first."""
    query = select(notices).where(notices.c.state.in_(states)).order_by(notices.c.at_ms).limit(limit)
    return tuple(_notice(row) for row in connection.execute(query))


def sweep(connection: Connection, before_ms: int) -> int:
    """Forget what is long over; how many."""
    over = (notices.c.state != NoticeState.WAITING) & (notices.c.at_ms < before_ms)
    return connection.execute(delete(notices).where(over)).rowcount


def _happened(since_ms: int) -> dict[NoticeKind, Select[str, int]]:
    """By kind, what happened since then and has no notice."""
    new = _unknown(packets.c.packet_id, NoticeKind.CREATED)
    created = select(packets.c.packet_id, packets.c.created_at_ms).where(packets.c.created_at_ms >= since_ms, new)
    told: dict[NoticeKind, Select[str, int]] = {
        NoticeKind.CREATED: created.order_by(packets.c.created_at_ms).limit(BATCH)
    }
    for kind, event in ((NoticeKind.ACCEPTED, EventKind.ACCEPTED), (NoticeKind.CLOSED, EventKind.CLOSED)):
        behind = exists().where((notices.c.packet_id == events.c.packet_id) & (notices.c.state == NoticeState.WAITING))
        meant = and_(events.c.at_ms >= since_ms, events.c.kind == event, _unknown(events.c.packet_id, kind), ~behind)
        query = select(events.c.packet_id, events.c.at_ms).where(meant)
        told[kind] = query.order_by(events.c.at_ms).limit(BATCH)
    return told


def _unknown(packet_id: Column[str], kind: NoticeKind) -> ColumnElement[bool]:
    return ~exists().where((notices.c.packet_id == packet_id) & (notices.c.kind == kind))


def _is(notice: Notice) -> ColumnElement[bool]:
    return notices.c.notice_id == notice.notice_id


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        row.notice_id,
        row.packet_id,
        NoticeKind(row.kind),
        NoticeState(row.state),
        row.tries,
        moment(row.at_ms),
        row.next_at_ms,
        row.why,
    )
