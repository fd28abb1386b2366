"""The book of call-backs: what is due, what a killed run had, and steps while the database is away."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.store.database import open_database
from handoff import rows as handoffs
from handoff.callbacks import rows
from handoff.callbacks.book import CallbackBook
from handoff.callbacks.options import CallbackRules
from handoff.callbacks.plan import CallbackNow, CallbackState, Step, Why
from handoff.errors import StoreUnavailable
from handoff.events import EventKind, HandoffEvent
from handoff.states import State
from handoff.store import HandoffStore
from handoff.transactions import Transactions
from handoff.voicemail import rows as messages
from handoff.voicemail.message import NOTE, Message
from tests.faults import locked_by_another_process
from tests.handoff.callbacks.conftest import Clock, Promise

pytestmark = pytest.mark.asyncio
S = CallbackState


async def taken(book: CallbackBook, clock: Clock, step: Step = Step.DIALS_CALLER) -> CallbackNow:
    """The first that is due, in our hands."""
    await book.sync()
    clock.pass_by(1_000)
    one = await book.claim((await book.due())[0].packet_id, step)
    assert one is not None
    return one


async def test_it_is_due_a_moment_behind_the_promise(book: CallbackBook, clock: Clock, promise: Promise) -> None:
    packet_id = promise()
    await book.sync()
    assert await book.due() == []
    clock.pass_by(1_000)
    assert [one.packet_id for one in await book.due()] == [packet_id]


async def test_a_promise_whose_caller_is_still_told_of_it_is_left_alone(book: CallbackBook, promise: Promise) -> None:
    promise(owner="house-one")
    await book.sync()
    assert not await book.wanted("000000000000")


@pytest.mark.parametrize(
    ("number", "why"),
    [("", Why.NO_NUMBER), ("anonymous", Why.NO_NUMBER), ("110", Why.NOT_ALLOWED), ("0012025550100", Why.NOT_ALLOWED)],
)
async def test_some_are_never_dialled_and_stay_in_the_list(
    book: CallbackBook, work: Transactions, clock: Clock, promise: Promise, number: str, why: Why
) -> None:
    packet_id = promise(number)
    await book.sync()
    clock.pass_by(10_000_000)
    assert await book.due() == []
    assert await book.wanted(packet_id)


@pytest.mark.parametrize("calls_messages", [False, True])
async def test_who_left_a_message_is_called_where_that_is_wanted_or_asked_for(
    work: Transactions, tmp_path: Path, rules: CallbackRules, clock: Clock, promise: Promise, engine: Engine,
    calls_messages: bool,
) -> None:  # fmt: skip
    """Known by the note of the promise, and by the message itself where Hatef was killed before the promise."""
    book = CallbackBook(work, tmp_path / "messages", rules, calls_messages=calls_messages, now_ms=clock)
    noted, left = promise("09121234567", note=NOTE), promise("09121234568")
    with engine.begin() as connection:
        messages.save(connection, Message(left, "x.hrec", 1, 9_000, 4_000, whole=False))
    await book.sync()
    kept = await book.every()
    if calls_messages:
        assert {one.state for one in kept.values()} == {CallbackState.WAITING}
        return
    assert {packet_id: one.why for packet_id, one in kept.items()} == dict.fromkeys((noted, left), Why.MESSAGE)
    clock.pass_by(60_000)
    assert await book.due() == []
    assert await book.hurry(left)
    assert [one.packet_id for one in await book.due()] == [left]


async def test_numbers_are_judged_again_where_the_configuration_was_changed(
    book: CallbackBook, work: Transactions, tmp_path: Path, clock: Clock, promise: Promise
) -> None:
    packet_id = promise("0012025550100")
    await book.sync()
    wider = CallbackRules(hours=(), allowed=("001*",), first_s=0.0)
    again = CallbackBook(work, tmp_path / "callbacks", wider, now_ms=clock)
    await again.take_over()
    await again.sync()
    assert [one.packet_id for one in await again.due()] == [packet_id]


async def test_outside_the_hours_nothing_is_due(
    work: Transactions, tmp_path: Path, clock: Clock, promise: Promise
) -> None:
    """The promise is of a Saturday, 17 o'clock in Tehran."""
    promise()
    rules = CallbackRules(hours=("sun 09:00-10:00",), timezone="Asia/Tehran", first_s=0.0)
    book = CallbackBook(work, tmp_path / "callbacks", rules, now_ms=clock)
    await book.sync()
    assert await book.due() == []
    clock.now_ms = rules.open_ms(clock.now_ms)
    assert len(await book.due()) == 1


async def test_a_failed_try_is_tried_again_and_then_given_up(
    book: CallbackBook, clock: Clock, promise: Promise
) -> None:
    packet_id = promise()
    one = await book.step(await taken(book, clock), Step.FAILS, Why.BUSY)
    assert (one.state, one.tries, one.why) == (S.WAITING, 1, Why.BUSY)
    assert await book.due() == []
    clock.pass_by(10_000)
    one = await book.step(await taken(book, clock), Step.FAILS, Why.NO_ANSWER)
    assert one.state is S.GIVEN_UP
    clock.pass_by(10_000_000)
    assert await book.due() == []
    assert await book.wanted(packet_id)
    assert await book.hurry(packet_id)
    assert [again.packet_id for again in await book.due()] == [packet_id]


async def test_a_call_that_was_made_settles_the_promise(
    book: CallbackBook, engine: Engine, clock: Clock, promise: Promise
) -> None:
    packet_id = promise()
    one = await taken(book, clock)
    for step in (Step.DIALS_AGENT, Step.TALKS, Step.OVER):
        one = await book.step(one, step)
    with engine.connect() as connection:
        assert handoffs.state(connection, packet_id) is State.CALLED_BACK
    assert not await book.wanted(packet_id)
    assert not await book.hurry(packet_id)


@pytest.fixture
def again(work: Transactions, tmp_path: Path, rules: CallbackRules, clock: Clock) -> CallbackBook:
    """The book of the next run."""
    return CallbackBook(work, tmp_path / "callbacks", rules, now_ms=clock)


@pytest.mark.parametrize(
    ("steps", "why"),
    [((), Why.STOPPED), ((Step.DIALS_AGENT,), Why.STOPPED), ((Step.DIALS_AGENT, Step.TALKS), Why.BROKE)],
)
async def test_what_a_killed_run_had_is_tried_again_once_its_telephones_fell_silent(
    book: CallbackBook, again: CallbackBook, clock: Clock, promise: Promise, steps: tuple[Step, ...], why: Why
) -> None:
    promise()
    one = await taken(book, clock)
    for step in steps:
        one = await book.step(one, step)
    assert await again.take_over() == 1
    await again.sync()
    assert await again.due() == []
    clock.pass_by(10_000)
    (found,) = await again.due()
    assert (found.tries, found.why) == (1, why)
    assert await again.take_over() == 0


async def test_a_step_waits_in_a_file_while_the_database_is_locked(
    engine: Engine, work: Transactions, tmp_path: Path, rules: CallbackRules, clock: Clock, promise: Promise
) -> None:
    """The locked database takes no claim either; and a kill in between loses nothing."""
    packet_id, other = promise(), promise("02144556677")
    hurried = Transactions(engine, 0.2)
    book = CallbackBook(hurried, tmp_path / "callbacks", rules, now_ms=clock)
    one = await taken(CallbackBook(work, tmp_path / "callbacks", rules, now_ms=clock), clock)
    with locked_by_another_process(tmp_path / "state.db"):
        for step in (Step.DIALS_AGENT, Step.TALKS, Step.OVER):
            one = await book.step(one, step)
        with pytest.raises(StoreUnavailable):
            await book.sync()
        with pytest.raises(StoreUnavailable):
            await book.claim(other, Step.DIALS_CALLER)
        assert [path.stat().st_mode & 0o777 for path in (tmp_path / "callbacks").glob("*.json")] == [0o600]
    hurried.close()
    again = CallbackBook(work, tmp_path / "callbacks", rules, now_ms=clock)
    await again.take_over()
    assert not await again.wanted(packet_id)
    assert list((tmp_path / "callbacks").glob("*.json")) == []


async def test_a_step_that_cannot_be_read_is_set_aside(
    book: CallbackBook, tmp_path: Path, clock: Clock, promise: Promise
) -> None:
    (tmp_path / "callbacks").mkdir(exist_ok=True)
    (tmp_path / "callbacks" / "000000000000.json").write_text('{"state": "flying"}')
    promise()
    assert (await taken(book, clock)).packet_id == "000000000000"
    assert (tmp_path / "callbacks" / "000000000000.json.bad").exists()


async def test_the_latest_promise_knows_most(book: CallbackBook, clock: Clock, promise: Promise) -> None:
    first, second = promise(), promise("+98 912 123 4567")
    one = await taken(book, clock)
    assert one.packet_id == first
    assert await book.newest(one) == second


async def test_the_book_survives_a_database_that_is_made_anew(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """A row that the new file does not have is told."""
    engine = open_database(f"sqlite:///{tmp_path}/new.db")
    work = Transactions(engine, 30)
    book = CallbackBook(work, tmp_path / "callbacks", CallbackRules(hours=()), now_ms=clock)
    await book.put(CallbackNow("00a1b2c3d4e5", "09121234567", 0, 0, S.TALKING))
    assert "is lost" in caplog.text and "0912" not in caplog.text
    await book.sync()
    work.close()
    engine.dispose()


async def test_an_agent_who_reached_the_caller_settles_it(
    book: CallbackBook, store: HandoffStore, clock: Clock, promise: Promise
) -> None:
    packet_id, other = promise(), promise("02144556677")
    await book.sync()
    await store.note_event(packet_id, HandoffEvent(EventKind.CLOSED, "sara"))
    await book.sync()
    clock.pass_by(10_000)
    assert [one.packet_id for one in await book.due()] == [other]
    assert (await store.state(packet_id), await store.state(other)) == (State.CALLED_BACK, State.CALLBACK)


async def test_a_claim_that_came_through_after_it_was_given_up_is_let_go(
    engine: Engine, tmp_path: Path, rules: CallbackRules, clock: Clock, promise: Promise
) -> None:
    """The lock outlasts our patience, but not the database's: nobody is dialled, and nobody waits for ever."""
    packet_id = promise()
    hurried = Transactions(engine, 0.1)
    book = CallbackBook(hurried, tmp_path / "callbacks", rules, now_ms=clock)
    await CallbackBook(Transactions(engine, 30), tmp_path / "callbacks", rules, now_ms=clock).sync()
    with locked_by_another_process(tmp_path / "state.db"), pytest.raises(StoreUnavailable):
        await book.claim(packet_id, Step.DIALS_CALLER)
    clock.pass_by(1_000)
    async with asyncio.timeout(20):
        while True:
            with suppress(StoreUnavailable):
                await book.sync()
                if [one.packet_id for one in await book.due()] == [packet_id]:
                    break
            await asyncio.sleep(0.05)
    with engine.connect() as connection:
        found = rows.find(connection, packet_id)
    assert found is not None and (found.state, found.tries, found.owner) == (S.WAITING, 0, "")
    hurried.close()
