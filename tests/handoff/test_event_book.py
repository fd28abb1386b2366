"""What happened to a handoff is kept: database locked, gone, disk full, killed."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from bot.store.database import open_database
from handoff.errors import PacketMissing, StoreUnavailable
from handoff.event_book import EventBook, in_order
from handoff.events import EventKind, HandoffEvent, pack_event
from handoff.packet import ContextPacket, to_json
from handoff.store import HandoffStore
from handoff.transactions import Transactions
from tests.faults import disk_of, locked_by_another_process

CALLED = HandoffEvent(EventKind.AGENT_CALLED, "sip:200@pbx")
TAKEN = HandoffEvent(EventKind.ACCEPTED, "سارا")
NOTED = HandoffEvent(EventKind.NOTE, "سارا", text="شماره سفارش اشتباه بود")


def files_below(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.json*")]


@pytest.fixture
def visitor(engine: Engine, tmp_path: Path) -> Iterator[EventBook]:
    """The book as another process has it: the console, the command line."""
    work = Transactions(engine, timeout_s=30)
    yield EventBook(work, tmp_path / "spill", lambda packet_id: (tmp_path / "spill" / f"{packet_id}.json").exists())
    work.close()


async def test_events_are_kept_in_order_and_once(store: HandoffStore, packet: ContextPacket) -> None:
    await store.put(packet)
    for event in (TAKEN, CALLED, NOTED, TAKEN):
        await store.note_event(packet.packet_id, event)
    assert await store.events(packet.packet_id) == (CALLED, TAKEN, NOTED)


@pytest.mark.parametrize("packet_id", ["ffffffffffff", "", "../../../etc", "*", "00A1B2C3D4E5", "00a1b2c3d4e5\n"])
async def test_an_event_of_no_handoff_is_refused(store: HandoffStore, packet_id: str, tmp_path: Path) -> None:
    with pytest.raises(PacketMissing):
        await store.note_event(packet_id, TAKEN)
    assert files_below(tmp_path) == []


async def test_while_the_database_is_locked_events_are_seen_at_once_and_adopted_later(
    engine: Engine, packet: ContextPacket, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    with locked_by_another_process(tmp_path / "state.db"):
        await store.put(packet)
        for event in (CALLED, TAKEN, NOTED):
            await store.note_event(packet.packet_id, event)
        assert await store.events(packet.packet_id) == (CALLED, TAKEN, NOTED)
        assert not await store.tidy()
    assert await store.tidy()
    assert await store.events(packet.packet_id) == (CALLED, TAKEN, NOTED)
    assert files_below(tmp_path / "spill") == []
    assert "سارا" not in caplog.text
    store.close()


async def test_what_another_process_left_in_the_folder_is_adopted(
    store: HandoffStore, visitor: EventBook, packet: ContextPacket, tmp_path: Path
) -> None:
    await store.put(packet)
    with locked_by_another_process(tmp_path / "state.db"):
        assert not await visitor.note(packet.packet_id, NOTED)
        assert await store.events(packet.packet_id) == (NOTED,)
    assert await visitor.note(packet.packet_id, TAKEN), "the lock is gone, and so is the detour"
    assert await store.tidy()
    assert visitor.waits() is False
    assert await visitor.of(packet.packet_id) == (TAKEN, NOTED)


async def test_an_event_of_a_handoff_that_is_only_in_the_folder(
    engine: Engine, visitor: EventBook, packet: ContextPacket, tmp_path: Path
) -> None:
    service = HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    with locked_by_another_process(tmp_path / "state.db"):
        await service.put(packet)
    assert not await visitor.note(packet.packet_id, TAKEN)
    assert visitor.waiting_of(packet.packet_id) == (TAKEN,)
    assert await visitor.adopt() == 0, "its handoff comes first"
    assert await service.tidy()
    assert await service.events(packet.packet_id) == (TAKEN,)
    service.close()


async def test_on_a_full_disk_an_event_waits_in_memory(engine: Engine, packet: ContextPacket, tmp_path: Path) -> None:
    store = HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    await store.put(packet)
    with disk_of(100), pytest.raises(StoreUnavailable, match="noting an event"):
        await store.note_event(packet.packet_id, NOTED)
    assert await store.events(packet.packet_id) == (NOTED,)
    assert await store.tidy()
    assert await store.events(packet.packet_id) == (NOTED,)
    store.close()


async def test_who_adopts_nothing_keeps_nothing_in_memory(
    store: HandoffStore, visitor: EventBook, packet: ContextPacket, tmp_path: Path
) -> None:
    await store.put(packet)
    with disk_of(100), pytest.raises(StoreUnavailable):
        await visitor.note(packet.packet_id, NOTED)
    assert (visitor.unsaved, visitor.waiting_of(packet.packet_id)) == (0, ())
    assert await visitor.note(packet.packet_id, NOTED)


async def test_a_database_that_never_was_and_comes(packet: ContextPacket, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/later.db")
    store = HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    await store.put(packet)
    await store.note_event(packet.packet_id, TAKEN)
    open_database(f"sqlite:///{tmp_path}/later.db").dispose()
    assert await store.tidy()
    assert await store.events(packet.packet_id) == (TAKEN,)
    store.close()
    engine.dispose()


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"format":1,"packet_id"', b"\xff"])
async def test_a_bad_file_is_set_aside_and_stops_no_other(
    store: HandoffStore, packet: ContextPacket, tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: bytes
) -> None:
    await store.put(packet)
    folder = tmp_path / "spill" / "events"
    folder.mkdir()
    (folder / f"{packet.packet_id}-0bad.json").write_bytes(damage)
    (folder / f"{packet.packet_id}-{NOTED.event_id}.json").write_text(pack_event(packet.packet_id, NOTED))
    with caplog.at_level(logging.ERROR):
        assert await store.tidy()
    assert (folder / f"{packet.packet_id}-0bad.json.bad").read_bytes() == damage
    assert f"{packet.packet_id}-0bad.json.bad" in caplog.text
    assert await store.events(packet.packet_id) == (NOTED,)


async def test_an_event_whose_handoff_nobody_knows_is_set_aside(store: HandoffStore, tmp_path: Path) -> None:
    folder = tmp_path / "spill" / "events"
    folder.mkdir(parents=True)
    (folder / "ffffffffffff-1.json").write_text(pack_event("ffffffffffff", NOTED))
    assert await store.tidy()
    assert [path.name for path in folder.iterdir()] == ["ffffffffffff-1.json.bad"]


async def test_the_keeper_looks_into_the_folder_by_itself(
    engine: Engine, visitor: EventBook, packet: ContextPacket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoff.store.LOOK_S", 0.01)
    store = HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    await store.put(packet)
    keeping = asyncio.create_task(store.keep())
    with locked_by_another_process(tmp_path / "state.db"):
        await visitor.note(packet.packet_id, NOTED)
    while visitor.waits():
        await asyncio.sleep(0.01)
    assert await store.events(packet.packet_id) == (NOTED,)
    keeping.cancel()
    store.close()


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from sqlalchemy import create_engine
from handoff.events import EventKind, HandoffEvent
from handoff.packet import from_json
from handoff.store import HandoffStore

async def main():
    folder, url, body, *kinds = sys.argv[1:]
    store = HandoffStore(create_engine(url, connect_args={"timeout": 0.1}), Path(folder))
    packet = from_json(body)
    await store.put(packet)
    for kind in kinds:
        await store.note_event(packet.packet_id, HandoffEvent(EventKind(kind), "sara"))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


@pytest.mark.parametrize("away", [False, True])
def test_after_a_kill_every_event_is_there(engine: Engine, packet: ContextPacket, tmp_path: Path, away: bool) -> None:
    kinds = ["agent_called", "agent_connected", "note"]
    command = [sys.executable, "-c", KILLED, str(tmp_path / "spill"), str(engine.url), to_json(packet), *kinds]
    if away:
        with locked_by_another_process(tmp_path / "state.db"):
            assert subprocess.run(command, check=False).returncode == -9
    else:
        assert subprocess.run(command, check=False).returncode == -9
    assert asyncio.run(after_restart(engine, packet.packet_id, tmp_path / "spill")) == kinds


async def after_restart(engine: Engine, packet_id: str, spill: Path) -> list[str]:
    store = HandoffStore(engine, spill, timeout_s=30)
    assert await store.tidy()
    found = await store.events(packet_id)
    store.close()
    return [event.kind for event in found]


def test_in_order_each_once() -> None:
    assert in_order([NOTED, CALLED, NOTED]) == (CALLED, NOTED)
