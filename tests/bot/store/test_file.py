"""The file of a running Hatef's database is taken away."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from bot.journal.reader import JournalReader
from bot.journal.tables import calls
from bot.journal.writer import Journal
from bot.store.database import open_database
from handoff.packet import ContextPacket, PacketCaller
from handoff.states import State
from handoff.store import HandoffStore
from tests.bot.journal.sample import NUMBER, START, hold_call


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "hatef.db"


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{file}")
    yield engine
    engine.dispose()


def delete(file: Path) -> None:
    file.unlink()


def delete_all(file: Path) -> None:
    for path in file.parent.glob("hatef.db*"):
        path.unlink()


def move(file: Path) -> None:
    file.rename(file.with_suffix(".old"))


def restore_a_copy(file: Path) -> None:
    """A backup, as `sqlite3 .backup` makes it."""
    copy = file.with_suffix(".backup")
    open_database(f"sqlite:///{copy}").dispose()
    delete_all(file)
    shutil.copy(copy, file)


def a_folder(file: Path) -> None:
    """Nobody can make a database here."""
    delete_all(file)
    file.mkdir()


def restore_an_empty_one(file: Path) -> None:
    delete_all(file)
    file.touch()


FAULTS = [delete, delete_all, move, restore_a_copy, restore_an_empty_one]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_promise_is_where_others_look_for_it(
    engine: Engine, file: Path, tmp_path: Path, fault: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    store = HandoffStore(engine, tmp_path / "packets", timeout_s=30)
    packet = ContextPacket("0123456789ab", "c1", "fa", "key_zero", START, START, PacketCaller(NUMBER))
    await store.put(packet)
    await store.move(packet.packet_id, State.FAILED)
    fault(file)
    await store.move(packet.packet_id, State.CALLBACK)
    store.close()
    others = open_database(f"sqlite:///{file}")
    theirs = HandoffStore(others, tmp_path / "packets", timeout_s=30)
    assert [one.number for one in await theirs.callbacks()] == [NUMBER]
    theirs.close()
    others.dispose()
    assert "while Hatef runs" in caplog.text


@pytest.mark.parametrize("fault", FAULTS)
def test_calls_from_then_on_are_in_the_journal_of_the_new_file(
    engine: Engine, file: Path, tmp_path: Path, fault: Callable[[Path], None]
) -> None:
    journal = Journal(engine, spill=tmp_path / "journal")
    hold_call(journal, "before")
    assert journal.flush()
    fault(file)
    hold_call(journal, "after")
    assert journal.close()
    others = open_database(f"sqlite:///{file}")
    assert [call.call_id for call in JournalReader(others).calls()] == ["after"]
    others.dispose()


async def test_what_cannot_be_made_anew_waits_in_the_folder(
    engine: Engine, file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = HandoffStore(engine, tmp_path / "packets", timeout_s=30)
    assert await store.callbacks() == ()
    a_folder(file)
    packet = ContextPacket("0123456789ab", "c1", "fa", "key_zero", START, START, PacketCaller(NUMBER))
    await store.put(packet)
    await store.tidy()
    assert (tmp_path / "packets" / f"{packet.packet_id}.json").is_file()
    assert caplog.text.count("while Hatef runs") == 1
    os.rmdir(file)
    assert await store.tidy()
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(calls)) == 0
    assert await store.state(packet.packet_id) is State.STORED
    store.close()
