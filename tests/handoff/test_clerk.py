"""Accept, note, close: each may be said twice, and of two agents one has it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from handoff.clerk import HandoffClerk
from handoff.errors import AlreadyClosed, PacketMissing, StoreUnavailable, TakenByAnother
from handoff.events import EventKind
from handoff.packet import ContextPacket
from handoff.reader import HandoffReader
from handoff.store import HandoffStore
from handoff.transactions import Transactions
from tests.faults import locked_by_another_process


@pytest.fixture
def clerk(engine: Engine, tmp_path: Path) -> Iterator[HandoffClerk]:
    work = Transactions(engine, timeout_s=30)
    yield HandoffClerk(HandoffReader(work, tmp_path / "spill"))
    work.close()


async def test_who_comes_first_has_it(store: HandoffStore, clerk: HandoffClerk, packet: ContextPacket) -> None:
    await store.put(packet)
    first = await clerk.accept(packet.packet_id, " Sara ")
    assert first.accepted is not None and first.accepted.who == "Sara"
    assert await clerk.accept(packet.packet_id, "sara") == first
    with pytest.raises(TakenByAnother) as told:
        await clerk.accept(packet.packet_id, "reza")
    assert (told.value.who, told.value.at) == ("Sara", first.accepted.at)


async def test_of_many_at_once_one_has_it(engine: Engine, packet: ContextPacket, tmp_path: Path) -> None:
    store = HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    await store.put(packet)
    works = [Transactions(engine, timeout_s=30) for _ in range(6)]
    clerks = [HandoffClerk(HandoffReader(work, tmp_path / "spill")) for work in works]
    results = await asyncio.gather(
        *(clerk.accept(packet.packet_id, f"agent {number}") for number, clerk in enumerate(clerks)),
        return_exceptions=True,
    )
    kinds = [type(one).__name__ for one in results]
    assert kinds.count("HandoffFile") <= 1
    assert set(kinds) <= {"HandoffFile", "TakenByAnother", "StoreUnavailable"}
    assert len([one for one in await store.events(packet.packet_id) if one.kind is EventKind.ACCEPTED]) == 1
    for work in works:
        work.close()
    store.close()


async def test_what_is_closed_nobody_accepts(store: HandoffStore, clerk: HandoffClerk, packet: ContextPacket) -> None:
    await store.put(packet)
    closed = await clerk.close(packet.packet_id, "sara", "order found")
    assert closed.closed is not None and closed.closed.text == "order found"
    assert await clerk.close(packet.packet_id, "reza", "again") == closed
    with pytest.raises(AlreadyClosed):
        await clerk.accept(packet.packet_id, "sara")
    assert len((await clerk.note(packet.packet_id, "sara", "one word more")).events) == 2


async def test_a_note_with_a_key_is_kept_once(store: HandoffStore, clerk: HandoffClerk, packet: ContextPacket) -> None:
    await store.put(packet)
    for key in ("k1", "k1", "k2", "", ""):
        found = await clerk.note(packet.packet_id, "sara", "the same", key)
    assert len(found.events) == 4
    assert len((await clerk.note(packet.packet_id, "reza", "the same", "k1")).events) == 5


async def test_nobody_does_anything_with_what_is_not_there(clerk: HandoffClerk) -> None:
    for work in (
        clerk.accept("ffffffffffff", "a"),
        clerk.close("ffffffffffff", "a"),
        clerk.note("ffffffffffff", "a", "b"),
    ):
        with pytest.raises(PacketMissing):
            await work


async def test_while_the_database_is_locked_notes_are_kept_and_decisions_wait(
    engine: Engine, clerk: HandoffClerk, packet: ContextPacket, tmp_path: Path
) -> None:
    service = HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    await service.put(packet)
    with locked_by_another_process(tmp_path / "state.db"):
        assert [one.text for one in (await clerk.note(packet.packet_id, "sara", "kept")).events] == ["kept"]
        for work in (clerk.accept(packet.packet_id, "sara"), clerk.close(packet.packet_id, "sara")):
            with pytest.raises(StoreUnavailable):
                await work
    assert (await clerk.accept(packet.packet_id, "sara")).accepted is not None
    service.close()


async def test_one_that_is_still_in_the_folder_cannot_be_decided_yet(
    engine: Engine, clerk: HandoffClerk, packet: ContextPacket, tmp_path: Path
) -> None:
    service = HandoffStore(engine, tmp_path / "spill", timeout_s=30)
    with locked_by_another_process(tmp_path / "state.db"):
        await service.put(packet)
    with pytest.raises(StoreUnavailable, match="on its way"):
        await clerk.accept(packet.packet_id, "sara")
    assert await service.tidy()
    assert (await clerk.accept(packet.packet_id, "sara")).accepted is not None
    service.close()


async def test_what_nobody_needs_to_keep_is_taken_out_of_what_is_written(
    engine: Engine, store: HandoffStore, packet: ContextPacket, tmp_path: Path
) -> None:
    await store.put(packet)
    work = Transactions(engine, timeout_s=30)
    clerk = HandoffClerk(HandoffReader(work, tmp_path / "spill"), lambda text: text.replace("6037", "[card]"))
    await clerk.note(packet.packet_id, "sara", "card 6037")
    found = await clerk.close(packet.packet_id, "sara", "paid by 6037")
    work.close()
    assert [event.text for event in found.events] == ["card [card]", "paid by [card]"]
