"""Packets in a real SQLite file: stored before all else, moved only as drawn, and not lost when the disk is."""

import asyncio
import sqlite3
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from handoff.errors import PacketMissing, StepRefused, StoreUnavailable
from handoff.packet import ContextPacket
from handoff.states import State
from handoff.store import HandoffStore


async def test_a_packet_comes_back_as_it_was(store: HandoffStore, packet: ContextPacket) -> None:
    await store.put(packet)
    assert await store.get(packet.packet_id) == packet
    assert await store.state(packet.packet_id) is State.STORED


async def test_another_store_on_the_same_file_sees_it(
    store: HandoffStore, packet: ContextPacket, engine: Engine, tmp_path: Path
) -> None:
    await store.put(packet)
    other = HandoffStore(create_engine(engine.url), tmp_path / "spill")
    try:
        assert await other.get(packet.packet_id) == packet
    finally:
        other.close()


async def test_the_history_is_kept_in_order(store: HandoffStore, packet: ContextPacket) -> None:
    await store.put(packet)
    await store.move(packet.packet_id, State.RINGING, "attempt 1")
    await store.move(packet.packet_id, State.FAILED, "x" * 300)
    await store.move(packet.packet_id, State.CALLBACK)
    history = await store.history(packet.packet_id)
    assert [step.state for step in history] == [State.STORED, State.RINGING, State.FAILED, State.CALLBACK]
    assert history[1].note == "attempt 1"
    assert len(history[2].note) == 200
    assert [step.at for step in history] == sorted(step.at for step in history)


async def test_a_step_that_is_not_drawn_is_refused(store: HandoffStore, packet: ContextPacket) -> None:
    await store.put(packet)
    with pytest.raises(StepRefused, match="stored and cannot become bridged"):
        await store.move(packet.packet_id, State.BRIDGED)
    assert await store.state(packet.packet_id) is State.STORED
    assert len(await store.history(packet.packet_id)) == 1


async def test_of_two_at_once_only_one_moves_it(store: HandoffStore, packet: ContextPacket) -> None:
    await store.put(packet)
    moves = [store.move(packet.packet_id, State.RINGING) for _ in range(4)]
    results = await asyncio.gather(*moves, return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ["NoneType", *["StepRefused"] * 3]


async def test_an_unknown_packet(store: HandoffStore) -> None:
    with pytest.raises(PacketMissing):
        await store.get("ffffffffffff")
    with pytest.raises(PacketMissing):
        await store.move("ffffffffffff", State.RINGING)
    with pytest.raises(PacketMissing):
        await store.state("ffffffffffff")


async def test_promised_call_backs_oldest_first(store: HandoffStore, packet: ContextPacket) -> None:
    later = replace(packet, packet_id="000000000001")
    earlier = replace(packet, packet_id="000000000002", created_at=packet.call_started_at)
    done = replace(packet, packet_id="000000000003")
    for one in (later, earlier, done):
        await store.put(one)
        await store.move(one.packet_id, State.FAILED)
        await store.move(one.packet_id, State.CALLBACK)
    await store.move(done.packet_id, State.CALLED_BACK)
    assert await store.callbacks() == (earlier, later)
    assert await store.callbacks(limit=1) == (earlier,)


async def test_a_lost_disk_spills_the_packet(packet: ContextPacket, tmp_path: Path) -> None:
    away = HandoffStore(create_engine(f"sqlite:///{tmp_path}/no/such/folder.db"), tmp_path / "spill")
    try:
        await away.put(packet)
        assert await away.get(packet.packet_id) == packet
        with pytest.raises(StoreUnavailable, match="getting"):
            await away.get("ffffffffffff")
        with pytest.raises(StoreUnavailable, match="moving"):
            await away.move(packet.packet_id, State.RINGING)
    finally:
        away.close()
    spilled = tmp_path / "spill" / f"{packet.packet_id}.json"
    assert stat.S_IMODE(spilled.stat().st_mode) == 0o600


async def test_spilled_packets_are_adopted_once(store: HandoffStore, packet: ContextPacket, tmp_path: Path) -> None:
    away = HandoffStore(create_engine(f"sqlite:///{tmp_path}/no/such/folder.db"), tmp_path / "spill")
    await away.put(packet)
    away.close()
    assert await store.get(packet.packet_id) == packet
    assert await store.adopt_spilled() == 1
    assert await store.adopt_spilled() == 0
    assert await store.state(packet.packet_id) is State.STORED


async def test_when_nothing_takes_it_the_store_says_so(packet: ContextPacket, tmp_path: Path) -> None:
    (tmp_path / "spill").write_text("a file where the folder should be")
    away = HandoffStore(create_engine(f"sqlite:///{tmp_path}/no/such/folder.db"), tmp_path / "spill")
    try:
        with pytest.raises(StoreUnavailable, match="spill folder"):
            await away.put(packet)
    finally:
        away.close()


async def test_a_locked_database_does_not_hold_up_the_caller(
    engine: Engine, packet: ContextPacket, tmp_path: Path
) -> None:
    hasty = HandoffStore(engine, tmp_path / "spill", timeout_s=0.1)
    blocker = sqlite3.connect(tmp_path / "state.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        await hasty.put(packet)
    finally:
        blocker.execute("ROLLBACK")
        blocker.close()
        hasty.close()
    assert (tmp_path / "spill" / f"{packet.packet_id}.json").exists()
