"""The list of open promises beside the keeper: what it holds, and what settles it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from handoff.callbacks.book import CallbackBook
from handoff.callbacks.ledger import CallbackLedger
from handoff.callbacks.plan import CallbackState
from handoff.errors import PacketMissing, StepRefused
from handoff.packet import ContextPacket
from handoff.record import new_record, pack_record
from handoff.spill import Spill
from handoff.states import State
from handoff.transactions import Transactions
from handoff.voicemail import rows as messages
from handoff.voicemail.message import NOTE, Message
from tests.handoff.callbacks.conftest import Promise

pytestmark = pytest.mark.asyncio


@pytest.fixture
def ledger(work: Transactions, tmp_path: Path, book: CallbackBook) -> CallbackLedger:
    return CallbackLedger(work, tmp_path / "spill", book)


async def test_promises_of_database_and_folder_are_one_list(
    ledger: CallbackLedger, book: CallbackBook, promise: Promise, packet: ContextPacket, tmp_path: Path
) -> None:
    first = promise()
    await book.sync()
    waits = new_record(packet).moved(State.FAILED).moved(State.CALLBACK)
    Spill(tmp_path / "spill").write(packet.packet_id, pack_record(waits))
    found = await ledger.open()
    assert [one.told.packet_id for one in found] == [first, packet.packet_id]
    assert [one.kept.state if one.kept else None for one in found] == [CallbackState.WAITING, None]


async def test_a_message_is_in_the_list_and_is_found_when_it_is_settled(
    ledger: CallbackLedger, promise: Promise, engine: Engine
) -> None:
    call, noted, left = promise(), promise(note=NOTE), promise()
    message = Message(left, "x.hrec", 1_000, 9_000, 4_000, whole=True, transcript="done", words="سلام")
    with engine.begin() as connection:
        messages.save(connection, message)
    found = {one.told.packet_id: (one.kind, one.message) for one in await ledger.open()}
    assert found == {call: ("call", None), noted: ("voicemail", None), left: ("voicemail", message)}
    await ledger.settle(left, State.CALLED_BACK)
    assert (await ledger.message(left), await ledger.message(call)) == (message, None)


async def test_what_was_settled_is_no_promise(ledger: CallbackLedger, promise: Promise) -> None:
    packet_id = promise()
    await ledger.settle(packet_id, State.CALLED_BACK)
    assert await ledger.open() == []
    with pytest.raises(StepRefused):
        await ledger.settle(packet_id, State.CANCELLED)
    with pytest.raises(PacketMissing):
        await ledger.settle("ffffffffffff", State.CANCELLED)
    assert not await ledger.hurry(packet_id)


async def test_a_promise_that_nobody_looked_at_yet_can_be_hurried(ledger: CallbackLedger, promise: Promise) -> None:
    packet_id = promise()
    assert await ledger.hurry(packet_id)
    (found,) = await ledger.open()
    assert found.kept is not None and found.kept.state is CallbackState.WAITING
