"""The states of agents in a real SQLite file, which is locked, killed and broken meanwhile."""

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.tasks import begin, call_off
from handoff.acd.own.agents import AgentState
from handoff.acd.own.roster import FILE, Kept, Roster
from handoff.spill import Spill
from handoff.tables import agents
from handoff.transactions import Transactions

READY = Kept(AgentState.READY, "", 1_000)
AWAY = Kept(AgentState.AWAY, "lunch", 2_000)


def roster(engine: Engine, folder: Path) -> Roster:
    return Roster(Transactions(engine, 30), folder / "agents", retry_s=0.01)


def rows(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        return {row.agent_id: row.state for row in connection.execute(select(agents))}


@asynccontextmanager
async def running(one: Roster) -> AsyncIterator[None]:
    task = begin(one.run(), "the roster")
    try:
        yield
    finally:
        await call_off(task)


async def until(engine: Engine, wanted: dict[str, str]) -> None:
    while await asyncio.to_thread(rows, engine) != wanted:
        await asyncio.sleep(0.005)


async def test_a_restart_finds_the_states(engine: Engine, tmp_path: Path) -> None:
    before = roster(engine, tmp_path)
    assert await before.load() == {}
    async with running(before):
        before.put({"101": READY, "102": AWAY})
        await until(engine, {"101": "ready", "102": "away"})
        before.put({"101": AWAY})
        await until(engine, {"101": "away", "102": "away"})
    assert await roster(engine, tmp_path).load() == {"101": AWAY, "102": AWAY}


async def test_what_was_put_last_is_written_at_the_end(engine: Engine, tmp_path: Path) -> None:
    one = roster(engine, tmp_path)
    one.put({"101": READY})
    await one.finish()
    assert rows(engine) == {"101": "ready"}


async def test_a_locked_database_costs_nothing(engine: Engine, tmp_path: Path) -> None:
    one = roster(engine, tmp_path)
    lock = sqlite3.connect(tmp_path / "state.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    file = Spill(tmp_path / "agents").path(FILE)
    async with running(one):
        one.put({"101": READY})
        while not file.exists():
            await asyncio.sleep(0.005)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        # A Hatef that is killed now and starts again reads the file.
        assert await roster(engine, tmp_path).load() == {"101": READY}
        lock.execute("ROLLBACK")
        lock.close()
        await until(engine, {"101": "ready"})
        while file.exists():
            await asyncio.sleep(0.005)


async def test_of_file_and_database_the_younger_counts(engine: Engine, tmp_path: Path) -> None:
    one = roster(engine, tmp_path)
    one.put({"101": AWAY, "102": READY})
    await one.finish()
    Spill(tmp_path / "agents").write(
        FILE,
        '{"101": {"state": "out", "reason": "", "since_ms": 1},'
        ' "102": {"state": "out", "reason": "", "since_ms": 9999}}',
    )
    found = await roster(engine, tmp_path).load()
    assert found == {"101": AWAY, "102": Kept(AgentState.OUT, "", 9999)}


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"101": 1}', '{"101": {"state": "asleep", "reason": "", "since_ms": 1}}']
)
async def test_a_file_that_cannot_be_read_is_set_aside(engine: Engine, tmp_path: Path, text: str) -> None:
    Spill(tmp_path / "agents").write(FILE, text or "nothing")
    assert await roster(engine, tmp_path).load() == {}
    assert not Spill(tmp_path / "agents").path(FILE).exists()


async def test_a_state_of_a_later_version_is_passed_over(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        connection.execute(agents.insert().values(agent_id="101", state="dreaming", reason="", since_ms=1))
    assert await roster(engine, tmp_path).load() == {}


def test_a_state_of_before_on_the_clock_of_now() -> None:
    now = AWAY.as_now(at_s=50.0, at_ms=32_000)
    assert (now.state, now.reason, now.since_s, now.idle_since_s) == (AgentState.AWAY, "lunch", 20.0, 50.0)
