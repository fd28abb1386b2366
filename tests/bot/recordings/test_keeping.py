"""Deleting what is too old, and a clock that cannot be trusted."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.recordings import keeping
from bot.recordings.keeping import DAY_MS, Clocks, expire, keep
from bot.recordings.shelf import Shelf
from tests.bot.recordings.test_shelf import keep as kept

NOW_S = 1_700_000_000.0


class Wall:
    """Both clocks, by hand."""

    def __init__(self) -> None:
        self.wall_s, self.steady_s = NOW_S, 50.0
        self.clocks = Clocks(lambda: self.wall_s, lambda: self.steady_s)

    def passes(self, seconds_s: float, set_by_s: float = 0.0) -> None:
        self.steady_s += seconds_s
        self.wall_s += seconds_s + set_by_s


def days(number: float) -> int:
    return round(NOW_S * 1000 - number * DAY_MS)


def ids(shelf: Shelf) -> list[str]:
    return [row.facts.call_id for row in shelf.latest(10)]


def test_what_is_older_than_so_many_days_goes(shelf: Shelf) -> None:
    for number in (1, 29, 31):
        kept(shelf, f"c{number}", days(number), count=1)
    wall = Wall()
    wall.passes(600)
    assert expire(shelf, 30, wall.clocks) == 1
    assert ids(shelf) == ["c1", "c29"]


@pytest.mark.parametrize("by_s", [3e8, -3e8, 3600.0])
def test_a_clock_that_jumps_deletes_nothing_in_that_round(
    shelf: Shelf, by_s: float, caplog: pytest.LogCaptureFixture
) -> None:
    kept(shelf, "c1", days(1), count=1)
    wall = Wall()
    wall.passes(600, set_by_s=by_s)
    assert expire(shelf, 30, wall.clocks) == 0
    assert "the clock was set" in caplog.text
    wall.passes(600, set_by_s=-by_s)  # and is set right
    assert expire(shelf, 30, wall.clocks) == 0
    wall.passes(600)
    assert expire(shelf, 30, wall.clocks) == 0
    assert ids(shelf) == ["c1"]


def test_seconds_are_no_jump(shelf: Shelf) -> None:
    kept(shelf, "c1", days(40), count=1)
    wall = Wall()
    wall.passes(600, set_by_s=20)
    assert expire(shelf, 30, wall.clocks) == 1


async def test_the_loop_restores_and_deletes_and_survives_a_database_that_is_away(
    shelf: Shelf, engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(keeping, "RESTORE_S", 0.01)
    monkeypatch.setattr(keeping, "ROUND_S", 0.02)
    wall = Wall()
    kept(shelf, "old", days(40), count=1)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE recordings RENAME TO away"))
    shelf.behind = True
    task = asyncio.create_task(keep(shelf, 30, wall.clocks))
    while "tried again later" not in caplog.text:
        await asyncio.sleep(0.01)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO recordings"))
    while await asyncio.to_thread(ids, shelf):
        await asyncio.sleep(0.01)
    task.cancel()
    assert await asyncio.to_thread(_files, shelf.folder) == []


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir())
