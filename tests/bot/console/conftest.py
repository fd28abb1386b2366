"""A console in this process on a real database, with one handoff in it, and a client of it."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import Engine

from bot.console.app import ConsoleParts, create_app
from bot.console.handoffs import Handoffs
from bot.console.pages import Pages
from bot.console.words import load_words
from bot.prompts.load import SHIPPED, handoff_sentences, load_prompts
from bot.service.control_client import ControlClient
from bot.settings.holders import parse_holders
from bot.store.database import open_database
from bot.voicemail.shelf import export_message
from handoff.callbacks.book import CallbackBook
from handoff.callbacks.ledger import CallbackLedger
from handoff.callbacks.options import CallbackRules
from handoff.clerk import HandoffClerk
from handoff.packet import ContextPacket, CrmLink, IntentTried, PacketCaller, PacketTurn, SlotKnown
from handoff.reader import HandoffReader
from handoff.store import HandoffStore
from handoff.token import TokenMint
from handoff.transactions import Transactions
from tests.bot.recordings.made import KEYS

DESK, READER = "d" * 32, "r" * 32
"""The secrets of two programs."""
NOW_S = 1_796_000_000


@dataclass
class Clock:
    """Seconds since 1970, as the console has them."""

    now_s: float = NOW_S

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Desk:
    """The console's parts and what feeds them."""

    parts: ConsoleParts
    store: HandoffStore
    mint: TokenMint
    clock: Clock
    packet: ContextPacket
    folder: Path
    engine: Engine
    client: httpx.AsyncClient = field(init=False)

    @property
    def token(self) -> str:
        """Of the packet, good for an hour."""
        return self.mint.mint(self.packet.packet_id, NOW_S + 3_600)


@pytest.fixture
def packet() -> ContextPacket:
    return ContextPacket(
        packet_id="00a1b2c3d4e5",
        call_id="call-1",
        language="fa",
        reason="asked_for_human",
        created_at=datetime(2026, 11, 30, 12, 30, 5, 250_000, UTC),
        call_started_at=datetime(2026, 11, 30, 12, 29, tzinfo=UTC),
        caller=PacketCaller("09121234567", "c-1001", "خانم محمدی"),
        called="100",
        verified="number",
        intents=(IntentTried("ask_balance", 0.91, 4_000, True), IntentTried("ask_order_status", 0.85, 9_000)),
        slots=(SlotKnown("order_number", "12345", 0.8), SlotKnown("order_state", "shipped")),
        last_turns=(
            PacketTurn("caller", "می‌خوام با اپراتور صحبت کنم", 20_000),
            PacketTurn("bot", "بسیار خوب", 21_000),
        ),
        crm_links=(CrmLink("order", "12345", "https://crm.example/orders/12345"),),
    )


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path}/state.db")
    yield engine
    engine.dispose()


@pytest_asyncio.fixture
async def desk(engine: Engine, packet: ContextPacket, tmp_path: Path) -> AsyncIterator[Desk]:
    """The handoff is in the database."""
    work, clock, mint = Transactions(engine, timeout_s=30), Clock(), TokenMint(b"a secret of the tests")
    store, reader = HandoffStore(engine, tmp_path / "spill", timeout_s=30), HandoffReader(work, tmp_path / "spill")
    await store.put(packet)
    handoffs = Handoffs(reader, HandoffClerk(reader), mint, "https://hatef.example", clock)
    sentences = handoff_sentences(load_prompts())
    pages = Pages(load_words(SHIPPED, sentences), sentences, "fa")
    service = ControlClient(tmp_path, tmp_path / "config.yml")
    book = CallbackBook(work, tmp_path / "callbacks", CallbackRules(hours=()))
    ledger = CallbackLedger(work, tmp_path / "spill", book)
    holders = parse_holders(f"desk:{DESK},wall:read:{READER}")
    sounds = partial(export_message, tmp_path / "voicemail", KEYS)
    parts = ConsoleParts(handoffs, holders, pages, b"a secret of the tests", service, ledger, sounds, True)
    made = Desk(parts, store, mint, clock, packet, tmp_path, engine)
    transport = httpx.ASGITransport(create_app(parts), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://console") as made.client:
        yield made
    store.close()
    work.close()


def bearer(secret: str = DESK) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}
