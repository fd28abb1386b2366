"""What the desk knows of one handoff: which of its steps stand somewhere, and who is told."""

import pytest

from handoff.dossier import Dossier
from handoff.packet import ContextPacket
from handoff.states import State
from handoff.store import HandoffStore


async def test_each_step_stands_and_is_told(store: HandoffStore, packet: ContextPacket) -> None:
    told: list[tuple[str, State]] = []
    dossier = Dossier(store, packet, lambda call_id, state: told.append((call_id, state)))
    await dossier.open(packet)
    assert await dossier.move(State.RINGING, "attempt 1")
    assert not await dossier.move(State.CALLBACK), "no promise follows a ring"
    assert dossier.state is State.RINGING
    await dossier.close()
    assert told == [(packet.call_id, State.STORED), (packet.call_id, State.RINGING)]


@pytest.mark.parametrize(("lost", "ends"), [("", State.ABANDONED), ("the line broke", State.CALLBACK)])
async def test_who_left_is_gone_and_who_was_lost_is_called(
    store: HandoffStore, packet: ContextPacket, lost: str, ends: State
) -> None:
    dossier = Dossier(store, packet, lambda _call, _state: None)
    await dossier.open(packet)
    assert await dossier.caller_gone(lost) is ends
    await dossier.close()
    assert await store.state(packet.packet_id) is ends


async def test_another_number_is_kept_with_it(store: HandoffStore, packet: ContextPacket) -> None:
    dossier = Dossier(store, packet, lambda _call, _state: None)
    await dossier.open(packet)
    assert await dossier.call_back_on("02144556677")
    await dossier.close()
    assert (await store.get(packet.packet_id)).caller.back == "02144556677"
