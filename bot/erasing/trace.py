"""Where a caller is in the state database: his calls and handoffs, those that go on apart from those that are over."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.erasing.person import IsHim
from bot.journal.tables import calls
from handoff.errors import PacketInvalid
from handoff.packet import from_json
from handoff.tables import callbacks, packets


@dataclass(frozen=True, slots=True)
class Trace:
    """Ids of what is over, and of the calls that go on."""

    calls: frozenset[str] = frozenset()
    packets: frozenset[str] = frozenset()
    live: frozenset[str] = frozenset()
    masked: int = 0
    """Calls whose numbers were masked when they were written: nobody can tell whose they are."""


def trace(connection: Connection, is_him: IsHim) -> Trace:
    """Everything of his. A call goes on while somebody holds it; so does its handoff."""
    numbers = [number for number in connection.scalars(select(calls.c.caller).distinct()) if is_him(number)]
    his = set(_of_numbers(connection, numbers))
    packets_of = dict(_packets(connection, is_him, his))
    his |= set(packets_of.values())
    live = {call_id for call_id in his if _goes_on(connection, call_id)}
    over = {packet_id for packet_id, call_id in packets_of.items() if call_id not in live}
    masked = len(connection.execute(select(calls.c.call_id).where(calls.c.caller.contains("*"))).all())
    return Trace(frozenset(his - live), frozenset(over), frozenset(live), masked)


def _of_numbers(connection: Connection, numbers: list[str]) -> Iterator[str]:
    for number in numbers:
        yield from connection.scalars(select(calls.c.call_id).where(calls.c.caller == number))


def _packets(connection: Connection, is_him: IsHim, his: set[str]) -> Iterator[tuple[str, str]]:
    """Handoffs with their calls: by the call, by the number in the packet, by the number that is called back."""
    dialled = {
        packet_id
        for packet_id, number in connection.execute(select(callbacks.c.packet_id, callbacks.c.number))
        if is_him(number)
    }
    for row in connection.execute(select(packets.c.packet_id, packets.c.call_id, packets.c.body)):
        if row.call_id in his or row.packet_id in dialled or is_him(number_in(row.body)):
            yield row.packet_id, row.call_id


def number_in(body: str | bytes) -> str:
    """The caller's number in a packet, "" where it cannot be read."""
    try:
        return from_json(body).caller.number
    except PacketInvalid:
        return ""


def _goes_on(connection: Connection, call_id: str) -> bool:
    held = select(calls.c.call_id).where(calls.c.call_id == call_id, calls.c.owner != "", calls.c.end_reason.is_(None))
    worked_on = select(packets.c.packet_id).where(packets.c.call_id == call_id, packets.c.owner != "")
    return any(connection.execute(query.limit(1)).first() is not None for query in (held, worked_on))
