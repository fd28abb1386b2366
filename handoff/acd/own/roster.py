"""What agents said of themselves outlasts a restart: their states in the database, in a file while that is away.

put ─▶ the last state of each ─ run ─▶ database ─away─▶ one file in the spill folder, whole; asked again
                                           ▲                     │
                                           └──── run, load ──────┘   of two the younger one counts
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from handoff.acd.own.agents import AgentNow, AgentState
from handoff.errors import RecordRefused, StoreUnavailable
from handoff.spill import Spill
from handoff.tables import agents
from handoff.transactions import Transactions

log = logging.getLogger(__name__)

FILE = "states"
RETRY_S = 1.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A state that a restart finds (`AgentNow.settled`); `since_ms`: since 1970, UTC."""

    state: AgentState
    reason: str
    since_ms: int

    def as_now(self, at_s: float, at_ms: int) -> AgentNow:
        """As the board has it, whose clock shows `at_s` at the moment `at_ms`."""
        return AgentNow(self.state, at_s - (at_ms - self.since_ms) / 1000, self.reason, idle_since_s=at_s)


class Roster:
    """The states of all agents; `put` returns at once, `run` writes until it is cancelled, `finish` once at the end.

    Args:
        work: on the state database.
        folder: where they are kept while the database is away; made when first needed.
    """

    def __init__(self, work: Transactions, folder: Path, *, retry_s: float = RETRY_S) -> None:
        self._work = work
        self._spill = Spill(folder)
        self._retry_s = retry_s
        self._wanted: dict[str, Kept] = {}
        self._written: dict[str, Kept] = {}
        self._news = asyncio.Event()
        self._away = False

    async def load(self) -> dict[str, Kept]:
        """The states of before, as far as they are known; nobody's where neither database nor file can be read."""
        found: dict[str, Kept] = {}
        try:
            found = await self._work.read("reading the agents' states", _rows)
        except StoreUnavailable as error:
            self._goes_away(error)
        self._written = dict(found)
        for agent_id, kept in (await asyncio.to_thread(self._spilled)).items():
            if agent_id not in found or found[agent_id].since_ms < kept.since_ms:
                found[agent_id] = kept
        self.put(found)
        return found

    def put(self, states: Mapping[str, Kept]) -> None:
        """These are the states now."""
        self._wanted |= states
        if self._wanted != self._written:
            self._news.set()

    async def run(self) -> None:
        """Write what changes, until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            if not await self._write():
                await asyncio.sleep(self._retry_s)
                self._news.set()

    async def finish(self) -> None:
        """Write what is not written yet, somewhere."""
        if self._wanted != self._written:
            await self._write()

    async def _write(self) -> bool:
        """Whether the database has them."""
        wanted = dict(self._wanted)
        changed = {agent_id: kept for agent_id, kept in wanted.items() if self._written.get(agent_id) != kept}
        try:
            await self._work.change("writing the agents' states", lambda connection: _save(connection, changed))
        except StoreUnavailable as error:
            self._goes_away(error)
            await asyncio.to_thread(self._spill_all, wanted)
            return False
        except RecordRefused as error:
            log.error("the state of an agent is kept in memory alone: %s", error)
        self._written |= changed
        self._away = False
        await asyncio.to_thread(self._drop)
        return True

    def _goes_away(self, error: StoreUnavailable) -> None:
        if not self._away:
            log.error("%s; agents' states are kept in %s until it is back", error, self._spill.path(FILE))
        self._away = True

    def _spill_all(self, states: Mapping[str, Kept]) -> None:
        try:
            self._spill.write(FILE, json.dumps({agent_id: asdict(kept) for agent_id, kept in states.items()}))
        except OSError as error:
            log.error("agents' states are kept in memory alone: %s", error.strerror)

    def _spilled(self) -> dict[str, Kept]:
        try:
            raw = json.loads(self._spill.read(FILE) or b"{}")
            return {str(agent_id): _kept(one) for agent_id, one in raw.items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            log.error("%s cannot be read (%s); it is set aside", self._spill.path(FILE), type(error).__name__)
            self._spill.set_aside(FILE)
            return {}

    def _drop(self) -> None:
        with contextlib.suppress(OSError):
            if (read := self._spill.read(FILE)) is not None:
                self._spill.drop(FILE, read)


def _kept(raw: Mapping[str, Any]) -> Kept:
    return Kept(AgentState(raw["state"]), str(raw["reason"]), int(raw["since_ms"]))


def _rows(connection: Connection) -> dict[str, Kept]:
    """A state that a later version wrote is passed over: its agent is logged out."""
    known = set(AgentState)
    rows = [row for row in connection.execute(select(agents)) if row.state in known]
    return {row.agent_id: Kept(AgentState(row.state), row.reason, row.since_ms) for row in rows}


def _save(connection: Connection, states: Mapping[str, Kept]) -> None:
    for agent_id, kept in states.items():
        row = {"state": kept.state.value, "reason": kept.reason, "since_ms": kept.since_ms}
        if not connection.execute(update(agents).where(agents.c.agent_id == agent_id).values(row)).rowcount:
            connection.execute(insert(agents).values(agent_id=agent_id, **row))
