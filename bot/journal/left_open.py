"""Calls that a killed Hatef left without an end: closed at the next start, with all that is known of them."""

from sqlalchemy import Connection, func, select, update

from bot.journal.tables import calls, handoffs, turns
from handoff.figures import GOES_ON, KILLED
from handoff.owner import Owner
from handoff.tables import packets

SERVICE_BROKE = "service_broke"
"""The reason of their end."""


def close(connection: Connection, present: Owner) -> int:
    """End the calls of earlier runs of this Hatef; how many.

    They lasted until the last thing known of them, at least. It begins with a change, so that SQLite takes the lock at
    once.
    """
    _lose_handoffs(connection, present)
    ours = calls.c.owner.startswith(f"{present.house}-", autoescape=True)
    theirs = ours & (calls.c.owner != str(present)) & calls.c.end_reason.is_(None)
    known_ms = (turns.c.first_sample_ms, turns.c.answer_decided_ms, turns.c.end_of_speech_ms)
    last_ms = select(func.max(func.coalesce(*known_ms))).where(turns.c.call_id == calls.c.call_id).scalar_subquery()
    handoff = (
        select(packets.c.state)
        .where(packets.c.call_id == calls.c.call_id)
        .order_by(packets.c.created_at_ms.desc())
        .limit(1)
        .scalar_subquery()
    )
    ended = {
        "ended_ms": func.coalesce(last_ms, calls.c.answered_ms, 0),
        "end_reason": SERVICE_BROKE,
        "handoff_outcome": handoff,
        "owner": "",
    }
    return connection.execute(update(calls).where(theirs).values(ended)).rowcount


def _lose_handoffs(connection: Connection, present: Owner) -> None:
    """Whoever waited or talked in a call of an earlier run, or was called back in it: that call is over long since."""
    run = calls.c.owner.startswith(f"{present.house}-", autoescape=True) & (calls.c.owner != str(present))
    theirs = select(calls.c.call_id).where(run | (calls.c.owner == ""))
    open_still = handoffs.c.outcome.in_(GOES_ON) & handoffs.c.call_id.in_(theirs)
    connection.execute(update(handoffs).where(open_still).values(outcome="lost", why=KILLED))
