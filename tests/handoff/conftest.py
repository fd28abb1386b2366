"""A packet with every part filled, and a store in a real SQLite file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.store.database import open_database
from handoff.packet import ContextPacket, CrmLink, Fact, IntentTried, PacketCaller, PacketTurn, SlotKnown
from handoff.store import HandoffStore
from handoff.token import TokenMint


@pytest.fixture
def packet() -> ContextPacket:
    return ContextPacket(
        packet_id="00a1b2c3d4e5",
        call_id="call-1",
        language="fa",
        reason="asked_for_human",
        created_at=datetime(2026, 11, 21, 12, 30, 5, 250_000, UTC),
        call_started_at=datetime(2026, 11, 21, 12, 29, tzinfo=UTC),
        caller=PacketCaller("09121234567", "c-1001", "خانم محمدی"),
        called="100",
        verified="number",
        skill="",
        intents=(
            IntentTried("ask_balance", 0.91, 4_000, True),
            IntentTried("ask_order_status", 0.85, 9_000, True),
        ),
        slots=(SlotKnown("order_number", "12345", 0.8),),
        facts=(Fact("order", "shipped", "12345"),),
        last_turns=(
            PacketTurn("caller", "می‌خوام با اپراتور صحبت کنم", 20_000),
            PacketTurn("bot", "بسیار خوب", 21_000),
        ),
        crm_links=(CrmLink("order", "12345", "https://crm.example/orders/12345"),),
    )


@pytest.fixture
def mint() -> TokenMint:
    return TokenMint(b"a secret of the tests")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path}/state.db")
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine, tmp_path: Path) -> Iterator[HandoffStore]:
    store = HandoffStore(engine, tmp_path / "spill", timeout_s=30)  # the clock must not decide a test
    yield store
    store.close()
