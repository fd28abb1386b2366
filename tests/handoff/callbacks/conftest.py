"""Promises as a desk leaves them, and a book over the same database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from handoff import rows
from handoff.callbacks.book import CallbackBook
from handoff.callbacks.options import CallbackRules
from handoff.packet import ContextPacket, PacketCaller
from handoff.record import new_record
from handoff.states import State
from handoff.transactions import Transactions

Promise = Callable[..., str]
HOUR_MS = 3_600_000


class Clock:
    """A clock on the wall that stands until it is put forward, ms."""

    def __init__(self, now_ms: int) -> None:
        self.now_ms = now_ms

    def __call__(self) -> int:
        return self.now_ms

    def pass_by(self, length_ms: int) -> None:
        self.now_ms += length_ms


@pytest.fixture
def promise(engine: Engine, packet: ContextPacket) -> Promise:
    """Store a promise; its id. Each is a second younger than the one before; `owner`: who has it in hand still."""
    made: list[str] = []

    def store(number: str = "09121234567", owner: str = "", *, state: State = State.CALLBACK, note: str = "") -> str:
        packet_id = f"{len(made):012x}"
        later = timedelta(seconds=len(made))
        here = replace(packet, packet_id=packet_id, caller=PacketCaller(number), created_at=packet.created_at + later)
        record = new_record(here, owner).moved(State.FAILED).moved(State.CALLBACK, note)
        with engine.begin() as connection:
            rows.save(connection, record if state is State.CALLBACK else record.moved(state))
        made.append(packet_id)
        return packet_id

    return store


@pytest.fixture
def clock(packet: ContextPacket) -> Clock:
    return Clock(round(packet.created_at.timestamp() * 1000) + HOUR_MS)


@pytest.fixture
def rules() -> CallbackRules:
    return CallbackRules(hours=(), tries=2, pauses_s=(10.0,), first_s=1.0)


@pytest.fixture
def work(engine: Engine) -> Transactions:
    return Transactions(engine, 30)


@pytest.fixture
def book(work: Transactions, tmp_path: Path, rules: CallbackRules, clock: Clock) -> CallbackBook:
    return CallbackBook(work, tmp_path / "callbacks", rules, now_ms=clock)
