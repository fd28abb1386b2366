"""Another program is told of every handoff, once it listens, in order, and signed."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import Engine

from bot.console.outbox import LEASE_S, WAITS_S, WINDOW_S, Outbox, Receiver
from bot.console.signature import is_genuine
from handoff import notices
from handoff.events import EventKind, HandoffEvent
from handoff.notices import Notice, NoticeState
from handoff.transactions import Transactions
from tests.bot.console.conftest import Desk
from tests.bot.console.receiver import Program, program
from tests.faults import locked_by_another_process

SECRET = b"w" * 32
ALL = tuple(NoticeState)


@pytest_asyncio.fixture
async def work(engine: Engine) -> AsyncIterator[Transactions]:
    made = Transactions(engine, timeout_s=30)
    yield made
    made.close()


@pytest_asyncio.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        yield client


def outbox(desk: Desk, work: Transactions, told: Program, since_s: float = 0) -> Outbox:
    """Its clock is the console's; the packet of the tests was made on its day."""
    desk.clock.now_s = desk.packet.created_at.timestamp() + 60
    return Outbox(work, desk.parts.handoffs, Receiver(told.url, SECRET, since_s, timeout_s=1), desk.clock)


async def rows(work: Transactions) -> tuple[Notice, ...]:
    return await work.read("looking", lambda one: notices.listing(one, ALL, 100))


async def all_rounds(box: Outbox, http: httpx.AsyncClient) -> None:
    """Until nothing is due."""
    while await box.round(http):
        pass


def as_now(desk: Desk, kind: EventKind, after_s: float, who: str = "sara") -> HandoffEvent:
    return HandoffEvent(kind, who, desk.packet.created_at.replace(second=int(after_s)))


async def test_created_accepted_and_closed_are_told_in_order_and_once(
    desk: Desk, work: Transactions, http: httpx.AsyncClient
) -> None:
    async with program() as told:
        box = outbox(desk, work, told)
        for kind, after_s in ((EventKind.ACCEPTED, 10), (EventKind.NOTE, 11), (EventKind.CLOSED, 12)):
            await desk.store.note_event(desk.packet.packet_id, as_now(desk, kind, after_s))
        await all_rounds(box, http)
        await all_rounds(box, http)
        assert told.kinds == ["handoff.created", "handoff.accepted", "handoff.closed"]
        assert told.heard[2].told["handoff"]["accepted_by"] == "sara"
        assert told.heard[0].told["handoff"]["packet"]["caller"]["name"] == "خانم محمدی"
        assert told.heard[0].headers["hatef-notice"] == told.heard[0].told["id"] == "00a1b2c3d4e5-created"
    assert [one.state for one in await rows(work)] == [NoticeState.SENT] * 3


async def test_what_is_told_is_signed(desk: Desk, work: Transactions, http: httpx.AsyncClient) -> None:
    async with program() as told:
        await all_rounds(outbox(desk, work, told), http)
        (heard,) = told.heard
    now_s = int(desk.clock.now_s)
    assert is_genuine(heard.body, heard.headers["hatef-signature"], SECRET, now_s)
    assert not is_genuine(heard.body.replace(b"fa", b"ar"), heard.headers["hatef-signature"], SECRET, now_s)
    assert not is_genuine(heard.body, heard.headers["hatef-signature"], SECRET, now_s + 301)


@pytest.mark.parametrize("status", [0, -1, 400, 404, 429, 500, 503])
async def test_what_is_not_taken_is_sent_again_later(
    desk: Desk, work: Transactions, http: httpx.AsyncClient, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with program(status) as told:
        box = outbox(desk, work, told)
        await all_rounds(box, http)
        assert len(told.heard) == 1
        desk.clock.now_s += WAITS_S[0] + 0.1
        await all_rounds(box, http)
        assert [one.told["id"] for one in told.heard] == ["00a1b2c3d4e5-created"] * 2
    assert [(one.state, one.tries) for one in await rows(work)] == [(NoticeState.SENT, 2)]
    assert desk.packet.caller.number not in caplog.text


async def test_after_many_tries_it_is_dead_and_may_be_tried_again(
    desk: Desk, work: Transactions, http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    async with program(*[500] * (len(WAITS_S) + 1)) as told:
        box = outbox(desk, work, told)
        for wait_s in (*WAITS_S, 0, 0):
            await all_rounds(box, http)
            desk.clock.now_s += wait_s + 0.1
        assert len(told.heard) == len(WAITS_S) + 1
        (dead,) = await rows(work)
        assert (dead.state, dead.why) == (NoticeState.DEAD, "HTTP 500")
        assert "is given up: HTTP 500; see: hatef handoff outbox" in caplog.text
        now_ms = int(desk.clock.now_s * 1000)
        assert await work.change("again", lambda one: notices.again(one, dead.notice_id, now_ms))
        await all_rounds(box, http)
    assert [one.state for one in await rows(work)] == [NoticeState.SENT]


@pytest.mark.parametrize("status", [301, 302, 307, 410])
async def test_a_receiver_that_is_gone_or_elsewhere_is_not_followed(
    desk: Desk, work: Transactions, http: httpx.AsyncClient, status: int
) -> None:
    async with program(status) as told:
        await all_rounds(outbox(desk, work, told), http)
        assert len(told.heard) == 1
    assert [(one.state, one.why) for one in await rows(work)] == [(NoticeState.DEAD, f"HTTP {status}")]


async def test_nothing_overtakes_the_first_notice_of_a_handoff(
    desk: Desk, work: Transactions, http: httpx.AsyncClient
) -> None:
    other = replace(desk.packet, packet_id="000000000002")
    async with program(500) as told:
        box = outbox(desk, work, told)
        await all_rounds(box, http)
        await desk.store.note_event(desk.packet.packet_id, as_now(desk, EventKind.ACCEPTED, 10))
        await desk.store.put(other)
        await all_rounds(box, http)
        assert [one.told["id"] for one in told.heard] == ["00a1b2c3d4e5-created", "000000000002-created"]
        desk.clock.now_s += WAITS_S[0] + 0.1
        await all_rounds(box, http)
        assert told.kinds[2:] == ["handoff.created", "handoff.accepted"]


async def test_a_receiver_that_is_not_there_costs_nothing_but_time(
    desk: Desk, work: Transactions, http: httpx.AsyncClient
) -> None:
    async with program() as told:
        pass
    await all_rounds(outbox(desk, work, told), http)
    (waiting,) = await rows(work)
    assert (waiting.state, waiting.why) == (NoticeState.WAITING, "ConnectError")


async def test_what_was_before_and_what_is_long_ago_is_not_told(
    desk: Desk, work: Transactions, http: httpx.AsyncClient
) -> None:
    async with program() as told:
        box = outbox(desk, work, told, since_s=desk.packet.created_at.timestamp() + 1)
        await all_rounds(box, http)
        box = outbox(desk, work, told)
        desk.clock.now_s += WINDOW_S
        await all_rounds(box, http)
        assert told.heard == []
    assert await rows(work) == ()


async def test_while_the_database_is_locked_it_waits_and_then_tells(
    desk: Desk, work: Transactions, http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    async with program() as told:
        box = outbox(desk, work, told)
        with caplog.at_level(logging.ERROR), locked_by_another_process(desk.folder / "state.db"):
            for _ in range(3):
                assert await box.round(http) == 0
        assert caplog.text.count("the outbox waits for the database") == 1
        await all_rounds(box, http)
        assert told.kinds == ["handoff.created"]


async def test_what_was_taken_while_it_could_not_be_noted_is_not_told_again(
    desk: Desk, work: Transactions, http: httpx.AsyncClient
) -> None:
    async with program(-1) as told:
        box = outbox(desk, work, told)
        working = asyncio.create_task(box.round(http))
        while not told.heard:
            await asyncio.sleep(0.01)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        assert await box.round(http) == 0, "its lease is not over: another try may be under way"
        desk.clock.now_s += LEASE_S + 0.1
        await all_rounds(box, http)
        assert len(told.heard) == 2
        (taken,) = await rows(work)
        box._taken[taken.notice_id] = taken
        await all_rounds(box, http)
        assert len(told.heard) == 2 and box._taken == {}


async def test_two_consoles_on_one_database_tell_once(desk: Desk, work: Transactions, http: httpx.AsyncClient) -> None:
    async with program() as told:
        boxes = [outbox(desk, work, told) for _ in range(3)]
        await asyncio.gather(*(box.round(http) for box in boxes))
        await asyncio.gather(*(box.round(http) for box in boxes))
        assert told.kinds == ["handoff.created"]


async def test_a_handoff_that_was_erased_is_told_no_more(
    desk: Desk, work: Transactions, http: httpx.AsyncClient
) -> None:
    async with program() as told:
        box = outbox(desk, work, told)
        await work.change("making", lambda one: notices.make(one, [("ffffffffffff", notices.NoticeKind.CREATED, 1)]))
        await all_rounds(box, http)
        assert [one.told["id"] for one in told.heard] == ["00a1b2c3d4e5-created"]
    assert {one.notice_id: one.why for one in await rows(work)}["ffffffffffff-created"] == "PacketMissing"


async def test_the_loop_goes_on_whatever_breaks(
    desk: Desk, work: Transactions, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.console.outbox.LOOK_S", 0.01)
    broken = [RuntimeError("personal")]
    unmade = notices.unmade

    def breaks_once(connection: object, since_ms: int) -> object:
        if broken:
            raise broken.pop()
        return unmade(connection, since_ms)  # type: ignore[arg-type]

    monkeypatch.setattr(notices, "unmade", breaks_once)
    async with program() as told:
        running = asyncio.create_task(outbox(desk, work, told).run())
        while not told.heard:
            await asyncio.sleep(0.01)
        running.cancel()
    assert "it is tried again" in caplog.text
