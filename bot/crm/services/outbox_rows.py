"""The rows of the outbox: what callers wish to have written, until it is. Every function is one transaction's work.

waiting ──written──▶ done
   │  ▲
   │  └── no answer: again after WAITS_S, then every hour for as long as it takes
   └──refused, or it came to nothing──▶ dead: somebody must look (hatef outbox)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.journal.tables import service_outbox as outbox

WAITS_S = (5, 15, 60, 300, 900, 1_800, 3_600)
"""After each try that got no answer; the last one again and again."""
WHY_CHARS = 200


class State(StrEnum):
    """Where a wish is."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to be written. Times are Unix times in ms."""

    request_key: str
    call_id: str
    service: str
    inputs: dict[str, Any]
    state: State
    tries: int
    made_at_ms: int
    next_at_ms: int
    outcome: str = ""
    why: str = ""


def put(connection: Connection, wish: Wish) -> None:
    """Keep it, unless it is kept already."""
    if find(connection, wish.request_key) is None:
        values = {name: getattr(wish, name) for name in Wish.__slots__}
        connection.execute(insert(outbox), {**values, "state": wish.state.value})


def find(connection: Connection, request_key: str) -> Wish | None:
    """One by its key."""
    row = connection.execute(select(outbox).where(outbox.c.request_key == request_key)).first()
    return None if row is None else _wish(row)


def due(connection: Connection, now_ms: int, limit: int) -> list[Wish]:
    """What should be tried now, the longest due first."""
    asked = select(outbox).where(outbox.c.state == State.WAITING, outbox.c.next_at_ms <= now_ms)
    return [_wish(row) for row in connection.execute(asked.order_by(outbox.c.next_at_ms).limit(limit))]


def claim(connection: Connection, wish: Wish, until_ms: int) -> bool:
    """Take it for a while; False where another worker was faster."""
    same = (outbox.c.request_key == wish.request_key, outbox.c.next_at_ms == wish.next_at_ms)
    taken = connection.execute(update(outbox).where(*same, outbox.c.state == State.WAITING).values(next_at_ms=until_ms))
    return taken.rowcount == 1


def settle(connection: Connection, request_key: str, state: State, outcome: str, why: str = "") -> None:
    """It is written, or never will be; what it was is forgotten once it is written."""
    values: dict[str, Any] = {"state": state.value, "outcome": outcome, "why": why[:WHY_CHARS]}
    if state is State.DONE:
        values["inputs"] = {}
    connection.execute(update(outbox).where(outbox.c.request_key == request_key).values(**values))


def later(connection: Connection, wish: Wish, now_ms: int, why: str) -> None:
    """No answer: it is tried again."""
    wait_s = WAITS_S[min(wish.tries, len(WAITS_S) - 1)]
    values = {"tries": wish.tries + 1, "next_at_ms": now_ms + wait_s * 1000, "why": why[:WHY_CHARS]}
    same = (outbox.c.request_key == wish.request_key, outbox.c.state == State.WAITING)
    connection.execute(update(outbox).where(*same).values(**values))


def listing(connection: Connection, states: Sequence[State]) -> list[Wish]:
    """Those in these states, oldest first."""
    asked = select(outbox).where(outbox.c.state.in_(states)).order_by(outbox.c.made_at_ms)
    return [_wish(row) for row in connection.execute(asked)]


def resend(connection: Connection, request_key: str, now_ms: int) -> int:
    """Try again what was given up or waits; "" stands for all of it. How many."""
    which = outbox.c.request_key.startswith(request_key, autoescape=True)
    values = {"state": State.WAITING.value, "tries": 0, "next_at_ms": now_ms}
    return connection.execute(update(outbox).where(which, outbox.c.state != State.DONE).values(**values)).rowcount


def drop(connection: Connection, request_key: str) -> int:
    """Forget what was given up: somebody did it by hand. How many."""
    return connection.execute(
        delete(outbox).where(outbox.c.request_key == request_key, outbox.c.state == State.DEAD)
    ).rowcount


def sweep(connection: Connection, before_ms: int) -> int:
    """Forget what was written before that moment."""
    old = (outbox.c.state == State.DONE, outbox.c.made_at_ms < before_ms)
    return connection.execute(delete(outbox).where(*old)).rowcount


def _wish(row: Any) -> Wish:
    return Wish(**{**row._mapping, "state": State(row.state)})
