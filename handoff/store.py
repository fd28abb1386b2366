"""Keeps context packets and the state of every handoff; a packet is in it before any transfer starts."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from handoff.errors import PacketMissing, StepRefused, StoreUnavailable
from handoff.packet import ContextPacket, from_json, to_json
from handoff.states import State, predecessors
from handoff.tables import packets, steps

NOTE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One entry of a handoff's history."""

    state: State
    at: datetime
    note: str


class HandoffStore:
    """Packets in the state database, with a folder of JSON files behind it.

    Args:
        engine: the state database, migrated (`bot.database.open_database`).
        spill: where a packet goes when the database does not take it; made when first needed.
        timeout_s: the longest one call of this store takes.
    """

    def __init__(self, engine: Engine, spill: Path, *, timeout_s: float = 2.0) -> None:
        self._engine = engine
        self._spill = spill
        self._timeout_s = timeout_s
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="packets")

    async def put(self, packet: ContextPacket) -> None:
        """Store a packet, state STORED; into the spill folder if the database refuses.

        Raises:
            StoreUnavailable: neither took it.
        """
        body = to_json(packet)
        try:
            await self._run("putting", lambda connection: _put(connection, packet, body))
        except StoreUnavailable as refused:
            try:
                await asyncio.to_thread(self._spill_one, packet.packet_id, body)
            except OSError as error:
                raise StoreUnavailable("putting", f"{refused.detail}; spill folder: {error.strerror}") from error

    async def get(self, packet_id: str) -> ContextPacket:
        """The packet behind an id.

        Raises:
            PacketMissing: there is none. StoreUnavailable: the database is away and the spill folder has none.
        """
        try:
            body = await self._run("getting", lambda connection: _body(connection, packet_id))
        except StoreUnavailable:
            body = await asyncio.to_thread(self._spilled, packet_id)
            if body is None:
                raise
        else:
            body = body or await asyncio.to_thread(self._spilled, packet_id)
        if body is None:
            raise PacketMissing(packet_id)
        return from_json(body)

    async def move(self, packet_id: str, state: State, note: str = "") -> None:
        """Take the handoff one step further. `note` must hold no personal data.

        Raises:
            PacketMissing: no such packet. StepRefused: not drawn in `handoff.states`. StoreUnavailable.
        """
        await self._run("moving", lambda connection: _move(connection, packet_id, state, note))

    async def state(self, packet_id: str) -> State:
        """Where the handoff stands; raises as `get` does."""
        return await self._run("asking the state", lambda connection: _state(connection, packet_id))

    async def history(self, packet_id: str) -> tuple[StepTaken, ...]:
        """Every step of one handoff, oldest first."""
        return await self._run("asking the history", lambda connection: _history(connection, packet_id))

    async def callbacks(self, limit: int = 100) -> tuple[ContextPacket, ...]:
        """Promised call-backs that nobody made yet, oldest first."""
        return await self._run("asking the call-backs", lambda connection: _callbacks(connection, limit))

    async def adopt_spilled(self) -> int:
        """Take the packets of the spill folder into the database, state STORED; returns how many.

        Run at start: the folder fills only while the database is away.
        """
        adopted = 0
        for path in sorted(self._spill.glob("*.json")):
            packet = from_json(await asyncio.to_thread(path.read_bytes))
            if await self._run("adopting", partial(_adopt, packet)):
                adopted += 1
            path.unlink()
        return adopted

    def close(self) -> None:
        """Let go of the threads; the engine belongs to who opened it."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run[T](self, doing: str, work: Callable[[Connection], T]) -> T:
        """The one place where the database's errors become ours."""

        def transaction() -> T:
            with self._engine.begin() as connection:
                return work(connection)

        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout_s):
                return await loop.run_in_executor(self._threads, transaction)
        except TimeoutError as error:
            raise StoreUnavailable(doing, f"no answer within {self._timeout_s} s") from error
        except SQLAlchemyError as error:
            raise StoreUnavailable(doing, type(getattr(error, "orig", None) or error).__name__) from error

    def _spill_one(self, packet_id: str, body: str) -> None:
        self._spill.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self._spill / f"{packet_id}.json"
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(body)

    def _spilled(self, packet_id: str) -> str | None:
        target = self._spill / f"{packet_id}.json"
        return target.read_text(encoding="utf-8") if target.exists() else None


def _now_ms() -> int:
    return int(datetime.now(UTC).timestamp() * 1000)


def _put(connection: Connection, packet: ContextPacket, body: str) -> None:
    connection.execute(
        insert(packets),
        {
            "packet_id": packet.packet_id,
            "call_id": packet.call_id,
            "state": State.STORED,
            "reason": packet.reason,
            "skill": packet.skill,
            "created_at_ms": int(packet.created_at.timestamp() * 1000),
            "body": body,
        },
    )
    _note(connection, packet.packet_id, State.STORED, "")


def _adopt(packet: ContextPacket, connection: Connection) -> bool:
    if _body(connection, packet.packet_id) is not None:
        return False
    _put(connection, packet, to_json(packet))
    return True


def _note(connection: Connection, packet_id: str, state: State, note: str) -> None:
    row = {"packet_id": packet_id, "state": state, "at_ms": _now_ms(), "note": note[:NOTE_LENGTH]}
    connection.execute(insert(steps), row)


def _body(connection: Connection, packet_id: str) -> str | None:
    return connection.scalar(select(packets.c.body).where(packets.c.packet_id == packet_id))


def _state(connection: Connection, packet_id: str) -> State:
    found = connection.scalar(select(packets.c.state).where(packets.c.packet_id == packet_id))
    if found is None:
        raise PacketMissing(packet_id)
    return State(found)


def _move(connection: Connection, packet_id: str, state: State, note: str) -> None:
    # The write comes first: SQLite refuses at once to turn a read into a write when another process wrote meanwhile.
    movable = (packets.c.packet_id == packet_id) & packets.c.state.in_(predecessors(state))
    if not connection.execute(update(packets).where(movable).values(state=state)).rowcount:
        raise StepRefused(packet_id, _state(connection, packet_id), state)
    _note(connection, packet_id, state, note)


def _history(connection: Connection, packet_id: str) -> tuple[StepTaken, ...]:
    query = select(steps).where(steps.c.packet_id == packet_id).order_by(steps.c.step_id)
    rows = connection.execute(query)
    return tuple(StepTaken(State(row.state), datetime.fromtimestamp(row.at_ms / 1000, UTC), row.note) for row in rows)


def _callbacks(connection: Connection, limit: int) -> tuple[ContextPacket, ...]:
    waiting = select(packets.c.body).where(packets.c.state == State.CALLBACK)
    bodies = connection.scalars(waiting.order_by(packets.c.created_at_ms).limit(limit))
    return tuple(from_json(body) for body in bodies)
