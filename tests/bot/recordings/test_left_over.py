"""Whether a human had a call, by the steps of its handoffs."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.recordings.left_over import was_handed
from handoff.packet import ContextPacket
from handoff.states import State
from handoff.store import HandoffStore

AT = datetime(2026, 11, 30, tzinfo=UTC)


def take(engine: Engine, spill: Path, packet_id: str, call_id: str, *steps: State) -> None:
    async def run() -> None:
        store = HandoffStore(engine, spill)
        await store.put(ContextPacket(packet_id, call_id, "fa", "caller_asked", AT, AT))
        for step in steps:
            await store.move(packet_id, step)
        store.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("steps", "handed"),
    [
        ((), False),
        ((State.RINGING, State.FAILED), False),
        ((State.RINGING, State.WHISPERING, State.ABANDONED), False),
        ((State.RINGING, State.WHISPERING, State.BRIDGED), True),
        ((State.RINGING, State.WHISPERING, State.BRIDGED, State.FAILED), True),
        ((State.REFERRING, State.REFERRED), True),
    ],
)
def test_by_its_steps(engine: Engine, tmp_path: Path, steps: tuple[State, ...], handed: bool) -> None:
    take(engine, tmp_path / "spill", "000000000001", "c1", *steps)
    take(engine, tmp_path / "spill", "000000000002", "c2", State.REFERRING, State.REFERRED)
    assert was_handed(engine, "c1") is handed


def test_a_call_without_a_handoff(engine: Engine) -> None:
    assert not was_handed(engine, "c1")
