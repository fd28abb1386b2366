"""The rows of the outbox, a transaction's work each."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine

from bot.crm.services import outbox_rows as rows
from bot.crm.services.outbox_rows import WAITS_S, State, Wish
from bot.journal.tables import service_outbox


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.begin() as opened:
        service_outbox.create(opened)
        yield opened
    engine.dispose()


def wish(key: str, next_at_ms: int = 0, tries: int = 0) -> Wish:
    return Wish(key, "c", "ticket_new", {"words": "دیر"}, State.WAITING, tries, 0, next_at_ms)


def test_a_round_trip_and_the_first_stays(connection: Connection) -> None:
    rows.put(connection, wish("a", 5))
    rows.put(connection, wish("a", 9))
    assert rows.find(connection, "a") == wish("a", 5)
    assert rows.find(connection, "b") is None


def test_what_is_due_comes_in_its_order(connection: Connection) -> None:
    for key, at in (("a", 30), ("b", 10), ("c", 20), ("d", 40)):
        rows.put(connection, wish(key, at))
    assert [one.request_key for one in rows.due(connection, 30, 2)] == ["b", "c"]


def test_waits_grow_and_never_end(connection: Connection) -> None:
    rows.put(connection, wish("a"))
    waits = []
    for _ in range(len(WAITS_S) + 2):
        before = rows.find(connection, "a")
        assert before is not None
        rows.later(connection, before, 1_000, "away" * 100)
        after = rows.find(connection, "a")
        assert after is not None and len(after.why) == rows.WHY_CHARS
        waits.append((after.next_at_ms - 1_000) // 1_000)
    assert waits == [*WAITS_S, WAITS_S[-1], WAITS_S[-1]]


def test_what_is_done_is_neither_tried_nor_sent_again(connection: Connection) -> None:
    rows.put(connection, wish("a"))
    rows.settle(connection, "a", State.DONE, "found")
    rows.later(connection, wish("a"), 5, "late answer of another try")
    assert rows.due(connection, 10**15, 9) == []
    assert rows.resend(connection, "", 0) == 0
    assert not rows.claim(connection, wish("a"), 5)


def test_what_was_given_up_can_be_sent_again_or_forgotten(connection: Connection) -> None:
    for key in ("a1", "a2", "b"):
        rows.put(connection, wish(key))
        rows.settle(connection, key, State.DEAD, "refused", "HTTP 422")
    assert rows.resend(connection, "a", 7) == 2
    assert rows.drop(connection, "a1") == 0 and rows.drop(connection, "b") == 1
    assert [one.request_key for one in rows.listing(connection, (State.WAITING, State.DEAD))] == ["a1", "a2"]
