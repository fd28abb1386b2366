"""Handoffs in a real SQLite file: stored before all else, moved only as drawn, and not lost when the disk is."""

import asyncio
import logging
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from bot.store.database import open_database
from handoff.callbacks.promises import spilled_callbacks
from handoff.errors import PacketMissing, StepRefused, StoreUnavailable
from handoff.packet import ContextPacket, to_json
from handoff.record import parse_record
from handoff.states import State
from handoff.store import HandoffStore
from tests.faults import disk_of, locked_by_another_process


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
    assert [one.packet_id for one in await store.callbacks()] == [earlier.packet_id, later.packet_id]
    assert [one.packet_id for one in await store.callbacks(limit=1)] == [earlier.packet_id]
    assert (await store.callbacks())[0].number == earlier.caller.number


async def test_a_lost_database_spills_the_packet_and_its_state(packet: ContextPacket, tmp_path: Path) -> None:
    away = HandoffStore(create_engine(f"sqlite:///{tmp_path}/no/such/folder.db"), tmp_path / "spill")
    try:
        await away.put(packet)
        await away.move(packet.packet_id, State.RINGING)
        assert await away.get(packet.packet_id) == packet
        with pytest.raises(StoreUnavailable, match="getting"):
            await away.get("ffffffffffff")
        with pytest.raises(StoreUnavailable, match="moving"):
            await away.move("ffffffffffff", State.RINGING)
    finally:
        away.close()
    spilled = (tmp_path / "spill" / f"{packet.packet_id}.json").read_bytes()
    assert parse_record(spilled).state is State.RINGING


async def test_what_was_spilled_is_adopted_once_with_every_step(
    store: HandoffStore, packet: ContextPacket, tmp_path: Path
) -> None:
    away = HandoffStore(create_engine(f"sqlite:///{tmp_path}/no/such/folder.db"), tmp_path / "spill")
    await promise(away, packet)
    away.close()
    assert await store.get(packet.packet_id) == packet
    assert await store.adopt_spilled() == 1
    assert await store.adopt_spilled() == 0
    assert [step.state for step in await store.history(packet.packet_id)] == PROMISED
    assert list((tmp_path / "spill").glob("*.json")) == []


async def test_when_nothing_takes_it_the_store_says_so_and_saves_it_later(
    packet: ContextPacket, tmp_path: Path
) -> None:
    (tmp_path / "spill").write_text("a file where the folder should be")
    engine = create_engine(f"sqlite:///{tmp_path}/later.db")
    away = HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    try:
        with pytest.raises(StoreUnavailable, match="spill folder"):
            await away.put(packet)
        with pytest.raises(StoreUnavailable, match="spill folder"):
            await away.touch(packet.packet_id)
        open_database(f"sqlite:///{tmp_path}/later.db").dispose()
        assert await away.tidy()
        await away.touch(packet.packet_id)
        assert await away.state(packet.packet_id) is State.STORED
    finally:
        away.close()
        engine.dispose()


PROMISED = [State.STORED, State.FAILED, State.CALLBACK]


async def promise(store: HandoffStore, packet: ContextPacket) -> None:
    """What the desk does of a handoff that nobody takes."""
    await store.put(packet)
    await store.move(packet.packet_id, State.FAILED)
    await store.move(packet.packet_id, State.CALLBACK)
    await store.finish(packet.packet_id)


async def test_a_promise_made_while_the_database_is_locked_is_in_the_list_at_once_and_in_the_database_later(
    engine: Engine, packet: ContextPacket, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = HandoffStore(engine, tmp_path / "spill", timeout_s=30, retry_s=0.05)
    keeping = asyncio.create_task(store.keep())
    others = [replace(packet, packet_id=f"00000000000{number}") for number in range(3)]
    with locked_by_another_process(tmp_path / "state.db"):
        for one in others:
            await promise(store, one)
        assert [one.packet_id for one in spilled_callbacks(tmp_path / "spill")] == [one.packet_id for one in others]
        assert await store.callbacks() == ()
    while len(await store.callbacks()) < 3:
        await asyncio.sleep(0.01)
    for one in others:
        assert [step.state for step in await store.history(one.packet_id)] == PROMISED
    keeping.cancel()
    store.close()
    assert [record.levelname for record in caplog.records].count("ERROR") == 1
    assert packet.caller.number not in caplog.text


async def test_a_handoff_that_began_before_the_lock_goes_on_after_it(
    engine: Engine, packet: ContextPacket, tmp_path: Path
) -> None:
    store = HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    await store.put(packet)
    with locked_by_another_process(tmp_path / "state.db"):
        await store.move(packet.packet_id, State.RINGING)
        assert not await store.tidy()
        await store.move(packet.packet_id, State.WHISPERING)
    assert await store.tidy()
    await store.move(packet.packet_id, State.BRIDGED)
    await store.finish(packet.packet_id)
    states = [step.state for step in await store.history(packet.packet_id)]
    assert states == [State.STORED, State.RINGING, State.WHISPERING, State.BRIDGED]
    store.close()


async def test_on_a_full_disk_nothing_stands_and_everything_is_saved_when_it_is_not(
    engine: Engine, packet: ContextPacket, tmp_path: Path
) -> None:
    store = HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    with disk_of(100):
        with pytest.raises(StoreUnavailable):
            await store.put(packet)
        with pytest.raises(StoreUnavailable):
            await store.move(packet.packet_id, State.FAILED)
        assert not await store.tidy()
    assert await store.tidy()
    assert [step.state for step in await store.history(packet.packet_id)] == [State.STORED, State.FAILED]
    assert list((tmp_path / "spill").glob("*.json*")) == []
    store.close()


@pytest.mark.parametrize("damage", [b"", b'{"format":1,"owner"', b"\xff\xfe\x00", b'{"format": 2}', b"null"])
async def test_a_bad_file_is_set_aside_by_name_and_stops_nothing(
    store: HandoffStore, packet: ContextPacket, tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: bytes
) -> None:
    away = HandoffStore(create_engine(f"sqlite:///{tmp_path}/no/such/folder.db"), tmp_path / "spill")
    await promise(away, packet)
    away.close()
    (tmp_path / "spill" / "0bad.json").write_bytes(damage)
    with caplog.at_level(logging.ERROR):
        assert await store.tidy()
    assert (tmp_path / "spill" / "0bad.json.bad").read_bytes() == damage
    assert "0bad.json.bad" in caplog.text
    assert [one.packet_id for one in await store.callbacks()] == [packet.packet_id]


async def test_a_folder_in_the_place_of_a_file_stops_nothing(store: HandoffStore, tmp_path: Path) -> None:
    (tmp_path / "spill" / "odd.json").mkdir()
    assert await store.tidy()
    assert (tmp_path / "spill" / "odd.json.bad").is_dir()


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from sqlalchemy import create_engine
from handoff.packet import from_json
from handoff.states import State
from handoff.store import HandoffStore

async def main():
    folder, url, body, *states = sys.argv[1:]
    store = HandoffStore(create_engine(url, connect_args={"timeout": 0.1}), Path(folder))
    packet = from_json(body)
    await store.put(packet)
    for state in states:
        await store.move(packet.packet_id, State(state))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("states", "away"),
    [
        ((), False),
        (("ringing",), False),
        (("ringing", "failed"), False),
        (("ringing", "whispering"), False),
        (("ringing", "whispering", "bridged"), False),
        (("referring",), False),
        (("failed", "callback"), False),
        ((), True),
        (("ringing", "whispering", "bridged"), True),
        (("failed", "callback"), True),
    ],
)
def test_after_a_kill_at_any_step_a_call_back_is_in_the_list(
    engine: Engine, packet: ContextPacket, tmp_path: Path, states: tuple[str, ...], away: bool
) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / "spill"), str(engine.url), to_json(packet), *states]
    with locked_by_another_process(tmp_path / "state.db") if away else nullcontext():
        assert subprocess.run(command, check=False).returncode == -9
    found, note = asyncio.run(list_after_restart(engine, tmp_path / "spill"))
    assert found == packet.caller.number
    had = "; an agent had the caller already" if "bridged" in states else ""
    assert note == ("" if "callback" in states else "Hatef stopped during the handoff" + had)


async def list_after_restart(engine: Engine, spill: Path) -> tuple[str, str]:
    store = HandoffStore(engine, spill, timeout_s=30)
    assert await store.tidy()
    (found,) = await store.callbacks()
    store.close()
    return found.number, found.note


async def test_of_two_runs_on_one_database_each_closes_only_its_own(
    engine: Engine, packet: ContextPacket, tmp_path: Path
) -> None:
    here, there = (HandoffStore(engine, tmp_path / name, timeout_s=30) for name in ("spill", "another"))
    await here.put(packet)
    assert await there.tidy()
    assert await here.state(packet.packet_id) is State.STORED
    for store in (here, there):
        store.close()


async def referred(store: HandoffStore, packet: ContextPacket) -> None:
    await store.put(packet)
    for state in (State.REFERRING, State.REFERRED):
        await store.move(packet.packet_id, state)
    await store.finish(packet.packet_id)


async def test_a_handoff_that_was_over_goes_on(store: HandoffStore, packet: ContextPacket) -> None:
    await referred(store, packet)
    assert await store.reopen(packet) is State.REFERRED
    for state in (State.FAILED, State.CALLBACK):
        await store.move(packet.packet_id, state)
    await store.finish(packet.packet_id)
    assert [step.state for step in await store.history(packet.packet_id)][-3:] == [
        State.REFERRED,
        State.FAILED,
        State.CALLBACK,
    ]


async def test_a_handoff_that_went_on_when_hatef_was_killed_becomes_a_call_back(
    store: HandoffStore, engine: Engine, packet: ContextPacket, tmp_path: Path
) -> None:
    await referred(store, packet)
    await store.reopen(packet)
    await store.move(packet.packet_id, State.FAILED, "given back")
    next_run = HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    await next_run.tidy()
    assert await next_run.state(packet.packet_id) is State.CALLBACK
    next_run.close()


async def test_whoever_reopens_waits_for_who_is_about_to_be_done(store: HandoffStore, packet: ContextPacket) -> None:
    await store.put(packet)
    await store.move(packet.packet_id, State.REFERRING)
    reopening = asyncio.create_task(store.reopen(packet))
    await asyncio.sleep(0.05)
    assert not reopening.done()
    await store.move(packet.packet_id, State.REFERRED)
    await store.finish(packet.packet_id)
    assert await reopening is State.REFERRED


async def test_what_is_not_known_is_not_reopened(store: HandoffStore, packet: ContextPacket) -> None:
    with pytest.raises(PacketMissing):
        await store.reopen(packet)
