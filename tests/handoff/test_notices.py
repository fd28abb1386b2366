"""The outbox's rows in a real database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine

from handoff import notices
from handoff.events import EventKind, HandoffEvent
from handoff.notices import NoticeKind, NoticeState
from handoff.packet import ContextPacket
from handoff.store import HandoffStore

ID = "00a1b2c3d4e5"
MADE_MS = 1_795_264_205_250
"""When the packet of the tests was made."""


@pytest.fixture
def do(engine: Engine) -> Callable[..., object]:
    def run(work: Callable[..., object], *arguments: object) -> object:
        with engine.begin() as connection:
            return work(connection, *arguments)

    return run


async def test_what_happened_is_found_once_and_in_order(
    store: HandoffStore, packet: ContextPacket, engine: Engine
) -> None:
    await store.put(packet)
    for happened, after_s in ((EventKind.ACCEPTED, 1), (EventKind.NOTE, 2), (EventKind.CLOSED, 3)):
        at = datetime.fromtimestamp(MADE_MS / 1000 + after_s, UTC)
        await store.note_event(ID, HandoffEvent(happened, "sara", at))
    for kind, after_s in ((NoticeKind.CREATED, 0), (NoticeKind.ACCEPTED, 1), (NoticeKind.CLOSED, 3)):
        with engine.begin() as connection:
            found = notices.unmade(connection, MADE_MS)
            assert found == ((ID, kind, MADE_MS + after_s * 1000),)
            notices.make(connection, found)
            notices.make(connection, found)
            assert notices.unmade(connection, MADE_MS) == (), "nothing overtakes what waits"
            (waiting,) = notices.due(connection, MADE_MS + 10_000, 10)
            notices.sent(connection, waiting)
    with engine.begin() as connection:
        assert notices.unmade(connection, MADE_MS) == ()


async def test_what_was_before_is_not_found(store: HandoffStore, packet: ContextPacket, engine: Engine) -> None:
    await store.put(packet)
    with engine.begin() as connection:
        assert notices.unmade(connection, MADE_MS + 1) == ()


def two(connection: Connection) -> None:
    notices.make(connection, [(ID, NoticeKind.CREATED, 10), ("b" * 12, NoticeKind.CREATED, 5)])


def test_what_is_due_comes_oldest_first(engine: Engine) -> None:
    with engine.begin() as connection:
        two(connection)
        assert [one.packet_id for one in notices.due(connection, 100, 10)] == ["b" * 12, ID]
        assert [one.packet_id for one in notices.due(connection, 9, 10)] == ["b" * 12]
        assert len(notices.due(connection, 100, 1)) == 1


def test_one_that_is_claimed_is_nobody_elses_until_its_lease_ends(engine: Engine) -> None:
    with engine.begin() as connection:
        two(connection)
        first = notices.due(connection, 100, 1)[0]
        assert notices.claim(connection, first, 1_000)
        assert not notices.claim(connection, first, 2_000)
        assert first.notice_id not in [one.notice_id for one in notices.due(connection, 999, 10)]
        (again,) = [one for one in notices.due(connection, 1_000, 10) if one.notice_id == first.notice_id]
        assert again.tries == 1


def test_a_dead_one_rests_until_it_is_asked_for(engine: Engine) -> None:
    with engine.begin() as connection:
        two(connection)
        first = notices.due(connection, 100, 1)[0]
        notices.not_sent(connection, first, "x" * 300, None)
        (dead,) = notices.listing(connection, (NoticeState.DEAD,), 10)
        assert (dead.notice_id, len(dead.why)) == (first.notice_id, 200)
        assert first.notice_id not in [one.notice_id for one in notices.due(connection, 10**12, 10)]
        assert notices.again(connection, first.notice_id, 50)
        assert not notices.again(connection, first.notice_id, 50), "it is not dead any more"
        assert not notices.again(connection, "nobody", 50)
        assert first.notice_id in [one.notice_id for one in notices.due(connection, 50, 10)]


def test_what_is_long_over_is_forgotten_and_what_waits_is_not(engine: Engine) -> None:
    with engine.begin() as connection:
        two(connection)
        notices.sent(connection, notices.due(connection, 100, 1)[0])
        assert notices.sweep(connection, 5) == 0
        assert notices.sweep(connection, 11) == 1
        assert len(notices.listing(connection, tuple(NoticeState), 10)) == 1


async def test_of_many_some_are_found_at_a_time(store: HandoffStore, packet: ContextPacket, engine: Engine) -> None:
    for number in range(notices.BATCH + 5):
        await store.put(replace(packet, packet_id=f"{number:012x}"))
    with engine.begin() as connection:
        first = notices.unmade(connection, 0)
        assert len(first) == notices.BATCH
        notices.make(connection, first)
        assert len(notices.unmade(connection, 0)) == 5
