"""The keeper over a real database: whom it calls and when, what each end of a call makes of the promise."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from sqlalchemy import Engine

from handoff import rows as handoffs
from handoff.acd.port import Acd, CallerLeg, Outcome, Progress
from handoff.callbacks import rows
from handoff.callbacks.book import CallbackBook
from handoff.callbacks.keeper import CallbackKeeper, OnDial, Ways
from handoff.callbacks.options import CallbackRules
from handoff.callbacks.plan import CallbackNow, CallbackState, Why
from handoff.errors import CallbackWanted, CallerGone, CallerNotReached, LegRefused, StoreUnavailable, TransferFailed
from handoff.packet import ContextPacket
from handoff.states import State
from handoff.store import HandoffStore
from handoff.token import TokenMint
from handoff.transactions import Transactions
from tests.handoff.callbacks.conftest import Clock, Promise
from tests.handoff.doubles import OneAcd, OneCaller
from tests.shipped import PROMPTS

pytestmark = pytest.mark.asyncio
S = CallbackState
SAID = {code: own.callbacks for code, own in PROMPTS.items()}
ONE = CallbackRules(at_once=1)
BRIDGED = Outcome(State.BRIDGED, "queue")
REFERRED = Outcome(State.REFERRED, "refer")


class OneCallee(OneCaller):
    """A caller who was called."""

    why = ""


class OneCallerLine:
    """Calls nobody: each call ends as the next of `ends` says, a leg or why nobody was reached."""

    def __init__(self, *ends: OneCallee | Exception) -> None:
        self.ends = list(ends)
        self.called: list[tuple[str, ContextPacket]] = []
        self.up = 0

    @asynccontextmanager
    async def caller(self, packet: ContextPacket, number: str, on_dial: OnDial) -> AsyncIterator[OneCallee]:
        self.called.append((number, packet))
        await on_dial()
        end = self.ends.pop(0)
        if isinstance(end, Exception):
            raise end
        self.up += 1
        try:
            yield end
        finally:
            self.up -= 1


class Talk:
    """An ACD whose bridge lasts until the test ends it, by an error where one is given."""

    name = "talk"

    def __init__(self, end: Exception | None = None) -> None:
        self.talking = asyncio.Event()
        self.over = asyncio.Event()
        self._end = end

    async def transfer(self, packet: ContextPacket, token: str, caller: CallerLeg, progress: Progress) -> Outcome:
        await progress(State.RINGING, "")
        await progress(State.BRIDGED, "")
        self.talking.set()
        await self.over.wait()
        if self._end is not None:
            raise self._end
        return BRIDGED


class Keeping:
    """A keeper over the test's database, driven by hand."""

    def __init__(self, engine: Engine, book: CallbackBook, store: HandoffStore, mint: TokenMint, clock: Clock) -> None:
        self.engine, self.book, self.store, self.mint, self.clock = engine, book, store, mint, clock

    def open(
        self,
        line: OneCallerLine,
        *acds: Acd,
        rules: CallbackRules = ONE,
        may_call: Callable[[], bool] = lambda: True,
    ) -> CallbackKeeper:
        ways = Ways(line, acds, self.mint, lambda language: SAID[language])
        return CallbackKeeper(self.book, self.store, ways, rules, may_call=may_call, look_s=0.01)

    async def until(
        self, keeper: CallbackKeeper, packet_id: str, state: CallbackState, why: Why | None = None
    ) -> CallbackNow:
        """Let the keeper run until a promise is in a state, for a reason, and end it."""
        running = asyncio.create_task(keeper.run())
        try:
            async with asyncio.timeout(20):
                while (
                    (found := self.now(packet_id)) is None or found.state is not state or why not in (None, found.why)
                ):
                    await asyncio.sleep(0.01)
                    self.clock.pass_by(100)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        return found

    def now(self, packet_id: str) -> CallbackNow | None:
        with self.engine.connect() as connection:
            return rows.find(connection, packet_id)

    def promise(self, packet_id: str) -> State:
        with self.engine.connect() as connection:
            return handoffs.state(connection, packet_id)

    async def first_note(self, packet_id: str) -> str:
        """It is written behind the last step."""
        async with asyncio.timeout(20):
            while not (events := await self.store.events(packet_id)):
                await asyncio.sleep(0.01)
        return events[0].text


@pytest.fixture
def keeping(engine: Engine, book: CallbackBook, store: HandoffStore, mint: TokenMint, clock: Clock) -> Keeping:
    return Keeping(engine, book, store, mint, clock)


async def test_a_person_is_called_and_brought_to_a_human_as_any_caller(
    keeping: Keeping, promise: Promise, mint: TokenMint
) -> None:
    packet_id = promise()
    line, acd = OneCallerLine(OneCallee()), OneAcd("queue", BRIDGED, (State.RINGING, State.WHISPERING, State.BRIDGED))
    done = await keeping.until(keeping.open(line, acd), packet_id, S.DONE)
    (number, packet) = line.called[0]
    assert (number, packet.packet_id, packet.reason) == ("09121234567", packet_id, "called_back")
    assert mint.read(acd.tokens[0], 0) == packet_id
    assert (done.tries, keeping.promise(packet_id), line.up) == (1, State.CALLED_BACK, 0)
    assert await keeping.first_note(packet_id) == "call-back done"


async def test_a_queue_of_the_pbx_takes_them_too(keeping: Keeping, promise: Promise) -> None:
    packet_id = promise()
    acd = OneAcd("refer", REFERRED, (State.REFERRING, State.REFERRED))
    await keeping.until(keeping.open(OneCallerLine(OneCallee()), acd), packet_id, S.DONE)
    assert keeping.promise(packet_id) is State.CALLED_BACK


@pytest.mark.parametrize("why", [Why.BUSY, Why.NO_ANSWER, Why.REJECTED, Why.UNREACHABLE, Why.MACHINE, Why.NO_KEY])
async def test_who_is_not_reached_is_tried_again_and_then_left_to_a_human(
    keeping: Keeping, promise: Promise, why: Why
) -> None:
    """The rules of the tests allow two tries."""
    packet_id = promise()
    line = OneCallerLine(*[CallerNotReached(why)] * 2)
    given_up = await keeping.until(keeping.open(line, OneAcd("queue", BRIDGED)), packet_id, S.GIVEN_UP)
    assert (given_up.tries, given_up.why, len(line.called)) == (2, why, 2)
    assert keeping.promise(packet_id) is State.CALLBACK
    assert await keeping.first_note(packet_id) == f"call-back waiting: {why}"


@pytest.mark.parametrize(
    ("why", "state", "promise_is"),
    [(Why.WRONG_NUMBER, S.GIVEN_UP, State.CALLBACK), (Why.NOT_WANTED, S.CANCELLED, State.CANCELLED)],
)
async def test_some_ends_are_final(
    keeping: Keeping, promise: Promise, why: Why, state: CallbackState, promise_is: State
) -> None:
    packet_id = promise()
    line = OneCallerLine(CallerNotReached(why))
    await keeping.until(keeping.open(line, OneAcd("queue", BRIDGED)), packet_id, state)
    assert keeping.promise(packet_id) is promise_is


@pytest.mark.parametrize(
    "end", [TransferFailed("queue", "busy"), LegRefused("no"), RuntimeError("a bug"), CallbackWanted()]
)
async def test_without_an_agent_they_are_told_the_truth(keeping: Keeping, promise: Promise, end: Exception) -> None:
    """First that they are called again, then that a human does."""
    packet_id = promise()
    first, second = OneCallee(), OneCallee()
    keeper = keeping.open(OneCallerLine(first, second), OneAcd("queue", end))
    given_up = await keeping.until(keeper, packet_id, S.GIVEN_UP)
    assert given_up.why is Why.NO_AGENT
    assert first.log == [f"say {SAID['fa'].later}"]
    await asyncio.sleep(0)
    assert second.log in ([f"say {SAID['fa'].kept}"], [])


async def test_the_next_way_is_tried(keeping: Keeping, promise: Promise) -> None:
    packet_id = promise()
    acds = OneAcd("asterisk", TransferFailed("asterisk", "empty")), OneAcd("queue", BRIDGED, (State.BRIDGED,))
    await keeping.until(keeping.open(OneCallerLine(OneCallee()), *acds), packet_id, S.DONE)


async def test_who_hangs_up_while_waiting_for_the_agent_is_tried_again(keeping: Keeping, promise: Promise) -> None:
    packet_id = promise()
    line = OneCallerLine(OneCallee(), OneCallee())
    given_up = await keeping.until(keeping.open(line, OneAcd("queue", CallerGone())), packet_id, S.GIVEN_UP)
    assert (given_up.why, len(line.called)) == (Why.HUNG_UP, 2)


@pytest.mark.parametrize(
    ("end", "state", "why"), [(CallerGone(), S.DONE, Why.NONE), (CallerGone("the line broke"), S.WAITING, Why.BROKE)]
)
async def test_a_caller_lost_in_the_talk_is_called_again_one_who_hung_up_is_not(
    keeping: Keeping, promise: Promise, end: Exception, state: CallbackState, why: Why
) -> None:
    packet_id, talk = promise(), Talk(end)
    talk.over.set()
    keeper = keeping.open(OneCallerLine(OneCallee()), talk)
    await keeping.until(keeper, packet_id, state, why)


async def test_hatef_that_stops_leaves_the_promise_for_later(keeping: Keeping, promise: Promise) -> None:
    packet_id, talk = promise(), Talk()
    line = OneCallerLine(OneCallee())
    await keeping.until(keeping.open(line, talk), packet_id, S.TALKING)
    found = keeping.now(packet_id)
    assert found is not None and (found.state, found.why, found.tries) == (S.WAITING, Why.STOPPED, 1)
    assert (line.up, keeping.promise(packet_id)) == (0, State.CALLBACK)


async def test_so_many_at_once(keeping: Keeping, promise: Promise, clock: Clock) -> None:
    ids = [promise(f"0912123456{digit}") for digit in range(3)]
    talk = Talk()
    line = OneCallerLine(*[OneCallee() for _ in ids])
    keeper = keeping.open(line, talk, rules=CallbackRules(at_once=2))
    running = asyncio.create_task(keeper.run())
    clock.pass_by(5_000)
    async with asyncio.timeout(20):
        while line.up < 2:
            await asyncio.sleep(0.01)
            clock.pass_by(1_000)
        await asyncio.sleep(0.2)
        assert [number for number, _ in line.called] == ["09121234560", "09121234561"]
        talk.over.set()
        while len(line.called) < 3:
            await asyncio.sleep(0.01)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_nobody_is_called_while_nobody_may_be(keeping: Keeping, promise: Promise, clock: Clock) -> None:
    promise()
    line = OneCallerLine(OneCallee())
    asked: list[int] = []

    def may_call() -> bool:
        asked.append(1)
        clock.pass_by(1_000)
        return False

    running = asyncio.create_task(keeping.open(line, OneAcd("queue", BRIDGED), may_call=may_call).run())
    async with asyncio.timeout(20):
        while len(asked) < 5:
            await asyncio.sleep(0.01)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert line.called == []


async def test_a_fault_of_the_line_is_told_and_tried_again(
    keeping: Keeping, promise: Promise, caplog: pytest.LogCaptureFixture
) -> None:
    packet_id = promise()
    keeper = keeping.open(OneCallerLine(RuntimeError("a bug")), OneAcd("queue", BRIDGED))
    await keeping.until(keeper, packet_id, S.WAITING, Why.UNREACHABLE)
    assert "a bug" in caplog.text and "0912" not in caplog.text


async def test_a_promise_settled_by_hand_meanwhile_stays_so(keeping: Keeping, promise: Promise, engine: Engine) -> None:
    """The call that runs goes on; what it ends in changes nothing."""
    packet_id, talk = promise(), Talk()
    running = asyncio.create_task(keeping.open(OneCallerLine(OneCallee()), talk).run())
    async with asyncio.timeout(20):
        while not talk.talking.is_set():
            await asyncio.sleep(0.01)
            keeping.clock.pass_by(100)
    with engine.begin() as connection:
        handoffs.move(connection, packet_id, State.CANCELLED, "by hand")
    talk.over.set()
    async with asyncio.timeout(20):
        while (found := keeping.now(packet_id)) is None or found.state is not S.DONE:
            await asyncio.sleep(0.01)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert keeping.promise(packet_id) is State.CANCELLED


async def test_the_latest_promise_is_what_the_agent_sees(keeping: Keeping, promise: Promise) -> None:
    first, second = promise(), promise()
    acd = OneAcd("queue", BRIDGED, (State.BRIDGED,))
    line = OneCallerLine(OneCallee())
    await keeping.until(keeping.open(line, acd), first, S.DONE)
    assert line.called[0][1].packet_id == second
    assert keeping.promise(second) is State.CALLED_BACK


async def test_a_database_that_is_away_ends_no_keeper(
    engine: Engine, store: HandoffStore, mint: TokenMint, clock: Clock, promise: Promise, book: CallbackBook
) -> None:
    """Told once, not at every look."""

    class Away(CallbackBook):
        times = 3

        async def sync(self) -> None:
            self.times -= 1
            if self.times > 0:
                raise StoreUnavailable("looking", "locked")
            await super().sync()

    packet_id = promise()
    away = Away(Transactions(engine, 30), book._spill.path("x").parent, book._rules, now_ms=clock)
    keeping = Keeping(engine, away, store, mint, clock)
    await keeping.until(keeping.open(OneCallerLine(OneCallee()), OneAcd("queue", BRIDGED)), packet_id, S.DONE)
