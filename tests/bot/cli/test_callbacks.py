"""The list of promised calls, as somebody works it off at a terminal."""

import asyncio
import io
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner, Result

from bot.cli.callbacks import app, being_kept, callbacks_table, promised
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database
from handoff.callbacks.plan import CallbackNow, CallbackState, Why
from handoff.callbacks.promises import Callback
from handoff.hours import DAYS
from handoff.packet import ContextPacket, PacketCaller
from handoff.states import State
from handoff.store import HandoffStore

ROOT = Path(__file__).resolve().parents[3]
AT = datetime(2026, 11, 29, 10, 30, tzinfo=UTC)
IDS = ("00a1b2c3d4e5", "00ffffffffff", "a00000000000")


def packet(packet_id: str) -> ContextPacket:
    caller = PacketCaller("+9647701234567", name="خانم سارا محمدی")
    return ContextPacket(packet_id, "call-1", "fa", "asked_for_human", AT, AT, caller)


async def promise(store: HandoffStore, packet_id: str) -> None:
    await store.put(packet(packet_id))
    for state in (State.FAILED, State.CALLBACK):
        await store.move(packet_id, state)
    await store.finish(packet_id)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Two promises in the database and one that waits in the spill folder for it."""
    config = tmp_path / "config.yml"
    config.write_text(f"language: fa\nhome: {tmp_path}\n", encoding="utf-8")
    settings = load_settings(config)
    engine = open_database(settings.database_url(settings.journal.url))
    nowhere = open_database("sqlite:///:memory:")
    nowhere.dispose()
    for packet_id, database in zip(IDS, (engine, engine, nowhere), strict=True):
        store = HandoffStore(database, settings.state / "packets")
        asyncio.run(promise(store, packet_id))
        store.close()
    engine.dispose()
    nowhere.dispose()
    return config


def hatef(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def ids(config: Path) -> list[str]:
    found, problem = promised(load_settings(config))
    assert problem == ""
    return [one.packet_id for one in found]


def test_every_promise_is_listed_wherever_it_is_kept(config: Path) -> None:
    command = [sys.executable, "-m", "bot", "callbacks", "--config", str(config)]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert shown.returncode == 0
    assert all(packet_id in shown.stdout for packet_id in IDS)
    assert shown.stdout.count("+9647701234567") == 3


def test_what_was_done_or_cancelled_is_off_the_list(config: Path) -> None:
    assert "called back" in hatef("done", IDS[2], "--config", str(config)).stdout
    assert "cancelled" in hatef("cancel", "00a", "--config", str(config)).stdout
    assert ids(config) == [IDS[1]]


@pytest.mark.parametrize("start", ["00", "zz", ""])
def test_what_fits_none_or_several_changes_nothing(config: Path, start: str) -> None:
    failed = hatef("done", start, "--config", str(config))
    assert failed.exit_code == 1
    assert "no single open call back" in failed.stderr
    assert ids(config) == list(IDS)


def test_without_the_database_the_rest_is_shown_and_the_lack_is_told(config: Path) -> None:
    database = Path(load_settings(config).state / "hatef.db")
    for path in database.parent.glob("hatef.db*"):
        path.unlink()
    database.write_bytes(b"this is a letter, not a database" * 40)
    found, problem = promised(load_settings(config))
    assert [one.packet_id for one in found] == [IDS[2]]
    assert "file is not a database" in problem


def test_nothing_to_do(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    open_database(settings.database_url(settings.journal.url)).dispose()
    assert promised(settings) == ([], "")


def test_looking_where_nothing_was_recorded_names_the_place_and_makes_nothing(tmp_path: Path) -> None:
    found, problem = promised(Settings(home=tmp_path))
    assert found == []
    assert f"there is no {tmp_path / 'var' / 'hatef.db'}" in problem
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("note", ["", "Hatef stopped during the handoff"])
def test_ids_and_numbers_are_whole_at_80_columns(note: str) -> None:
    name = "خانم " + "فاطمه‌سادات " * 4
    one = Callback(IDS[0], "call", AT, "+989121234567", name, "fa", "component_failed", note)
    out = io.StringIO()
    Console(file=out, width=80).print(callbacks_table([one]))
    first = out.getvalue().splitlines()[1]
    assert first.startswith(IDS[0])
    assert "2026-11-29" in first and "+989121234567" in first
    assert "…" not in out.getvalue()
    assert max(map(cell_len, out.getvalue().splitlines())) <= 80


def dialling(config: Path, hours: str = "") -> None:
    """The owner says how people are called."""
    lines = f"handoff: {{callbacks: {{dial: 'sip:{{number}}@pbx', allowed: ['00964*'], hours: [{hours}]}}"
    lines += ", agent: 'sip:a@pbx'}\n"
    config.write_text(config.read_text(encoding="utf-8") + lines, encoding="utf-8")


def test_a_call_that_is_wanted_now_is_due(config: Path) -> None:
    dialling(config)
    told = hatef("now", IDS[0], "--config", str(config))
    assert told.stdout == f"{IDS[0]} is called as soon as Hatef runs: hatef serve\n"
    settings = load_settings(config)
    kept = being_kept(settings)
    assert (kept[IDS[0]].state, kept[IDS[0]].due_ms <= time.time() * 1000) == (CallbackState.WAITING, True)
    assert kept[IDS[1]].state is CallbackState.JOINED, "two promises to one number are one call"


def test_a_call_outside_the_hours_is_told_when_it_comes(config: Path) -> None:
    never_now = DAYS[(datetime.now().weekday() + 2) % 7]
    dialling(config, f"'{never_now} 09:00-10:00'")
    told = hatef("now", IDS[0], "--config", str(config))
    assert " 09:00, when the hours allow" in told.stdout


def test_what_cannot_be_called_now_is_told(config: Path) -> None:
    dialling(config)
    hatef("now", IDS[0], "--config", str(config))
    failed = hatef("now", IDS[1], "--config", str(config))
    assert failed.exit_code == 1
    assert f"{IDS[1]} cannot be called now: joined: asked for twice" in failed.stderr


def test_where_nobody_is_called_it_is_told_how_to_change_that(config: Path) -> None:
    failed = hatef("now", IDS[0], "--config", str(config))
    assert failed.exit_code == 1
    assert 'dial: "sip:{number}@PBX"' in failed.stderr
    assert being_kept(load_settings(config)) == {}


def test_the_list_tells_how_each_is_kept() -> None:
    one = Callback(IDS[0], "call", AT, "09121234567", "", "fa", "key_zero", "")
    due_ms = round(AT.timestamp() * 1000)
    now = CallbackNow(IDS[0], "09121234567", 0, due_ms, CallbackState.WAITING, 2, Why.BUSY)
    out = io.StringIO()
    Console(file=out, width=200).print(callbacks_table([one], {IDS[0]: now}))
    at = f"{AT.astimezone():%m-%d %H:%M}"
    assert f"key_zero; waiting, 2 tries: busy, next {at}" in out.getvalue()


def test_without_a_database_nothing_is_known_of_calls(tmp_path: Path) -> None:
    assert being_kept(Settings(home=tmp_path)) == {}
