"""A handoff is found by whoever holds its id, call or number, wherever it is kept."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from handoff.errors import PacketInvalid, PacketMissing, StoreUnavailable
from handoff.events import EventKind, HandoffEvent
from handoff.packet import ContextPacket, PacketCaller
from handoff.reader import HandoffReader, Wanted
from handoff.states import State
from handoff.store import HandoffStore
from handoff.transactions import Transactions
from tests.faults import locked_by_another_process

TAKEN = HandoffEvent(EventKind.ACCEPTED, "sara")


@pytest.fixture
def reader(engine: Engine, tmp_path: Path) -> Iterator[HandoffReader]:
    work = Transactions(engine, timeout_s=30)
    yield HandoffReader(work, tmp_path / "spill")
    work.close()


def ids(found: tuple[object, ...]) -> list[str]:
    return [one.packet.packet_id for one in found]  # type: ignore[attr-defined]


async def test_a_handoff_with_its_steps_and_events(
    store: HandoffStore, reader: HandoffReader, packet: ContextPacket
) -> None:
    await store.put(packet)
    await store.move(packet.packet_id, State.RINGING, "attempt 1")
    await store.note_event(packet.packet_id, TAKEN)
    found = await reader.find(packet.packet_id)
    assert (found.packet, found.state, found.events) == (packet, State.RINGING, (TAKEN,))
    assert [step.note for step in found.steps] == ["", "attempt 1"]
    assert found.accepted == TAKEN and found.closed is None


@pytest.mark.parametrize("packet_id", ["ffffffffffff", "", "*", "../spill", "' OR 1=1 --", "00a1b2c3d4e5\n", "ه" * 12])
async def test_what_nobody_has(reader: HandoffReader, packet_id: str) -> None:
    with pytest.raises(PacketMissing):
        await reader.find(packet_id)


async def test_while_the_database_is_locked_the_folder_is_read_too(
    engine: Engine, reader: HandoffReader, packet: ContextPacket, tmp_path: Path
) -> None:
    service = HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    other = replace(packet, packet_id="000000000001", call_id="call-2")
    await service.put(packet)
    with locked_by_another_process(tmp_path / "state.db"):
        await service.move(packet.packet_id, State.RINGING)
        await service.put(other)
        await service.note_event(other.packet_id, TAKEN)
        assert (await reader.find(packet.packet_id)).state is State.RINGING, "the folder is further"
        found = await reader.find(other.packet_id)
        assert (found.state, found.events) == (State.STORED, (TAKEN,))
        assert ids(await reader.search(Wanted(call_id="call-2"))) == [other.packet_id]
        assert ids(await reader.search(Wanted(caller="09121234567"))) == [packet.packet_id, other.packet_id]
    assert await service.tidy()
    assert ids(await reader.search(Wanted(caller="+989121234567"))) == [packet.packet_id, other.packet_id]
    service.close()


async def test_without_a_database_only_the_folder_answers(packet: ContextPacket, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/no/such/folder.db")
    work = Transactions(engine, timeout_s=30)
    reader, service = HandoffReader(work, tmp_path / "spill"), HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    await service.put(packet)
    assert (await reader.find(packet.packet_id)).packet == packet
    assert ids(await reader.search(Wanted(call_id=packet.call_id))) == [packet.packet_id]
    with pytest.raises(StoreUnavailable):
        await reader.find("ffffffffffff")
    with pytest.raises(StoreUnavailable):
        await reader.search(Wanted(call_id="another"))
    service.close()
    work.close()


async def test_search_by_call_number_and_the_start_of_an_id(
    store: HandoffStore, reader: HandoffReader, packet: ContextPacket
) -> None:
    stranger = replace(packet, packet_id="000000000001", call_id="call-2", caller=PacketCaller())
    later = replace(packet, packet_id="000000000002", created_at=packet.created_at.replace(hour=20))
    for one in (packet, stranger, later):
        await store.put(one)
    assert ids(await reader.search(Wanted(call_id="call-1"))) == [later.packet_id, packet.packet_id]
    assert ids(await reader.search(Wanted(call_id="call-1"), limit=1)) == [later.packet_id]
    assert ids(await reader.search(Wanted(caller="0912-123 45 67"))) == [later.packet_id, packet.packet_id]
    assert ids(await reader.search(Wanted(caller="0912-123 45 67", call_id="call-2"))) == []
    assert ids(await reader.search(Wanted(start="0000"))) == [later.packet_id, stranger.packet_id]
    assert ids(await reader.search(Wanted(start="call-2"))) == [stranger.packet_id]


@pytest.mark.parametrize("number", ["", "anonymous", "%", "_________", "' OR ''='"])
async def test_a_search_for_no_number_finds_no_stranger(
    store: HandoffStore, reader: HandoffReader, packet: ContextPacket, number: str
) -> None:
    await store.put(replace(packet, caller=PacketCaller()))
    if number:
        assert await reader.search(Wanted(caller=number)) == ()


@pytest.mark.parametrize("start", ["%", "_", "call_1", "'"])
async def test_the_start_of_an_id_is_no_pattern(
    store: HandoffStore, reader: HandoffReader, packet: ContextPacket, start: str
) -> None:
    await store.put(packet)
    assert await reader.search(Wanted(start=start)) == ()


async def test_one_of_another_version_is_told_alone_and_left_out_of_many(
    store: HandoffStore, reader: HandoffReader, packet: ContextPacket, engine: Engine
) -> None:
    newer = replace(packet, packet_id="000000000001")
    for one in (packet, newer):
        await store.put(one)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE handoff_packets SET body = '{\"version\": 9}' WHERE packet_id = '000000000001'")
        )
    with pytest.raises(PacketInvalid):
        await reader.find(newer.packet_id)
    assert ids(await reader.search(Wanted(call_id="call-1"))) == [packet.packet_id]


async def test_a_bad_file_hides_nothing(
    store: HandoffStore, reader: HandoffReader, packet: ContextPacket, tmp_path: Path
) -> None:
    await store.put(packet)
    (tmp_path / "spill" / f"{packet.packet_id}.json").write_text("{")
    assert (await reader.find(packet.packet_id)).packet == packet
