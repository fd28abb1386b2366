"""Keeps promises: calls those who are due, brings them to a human, and writes down what became of it.

book: due ─▶ claimed ─▶ the caller is called, says that a person is there ─▶ the ways to a human, as in any handoff
                (an agent first: the same, but the caller is called when an agent's leg is to be joined)
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import Any, Protocol

from handoff.acd.company import speak
from handoff.acd.port import Acd, CallerLeg, Outcome
from handoff.callbacks.book import CallbackBook
from handoff.callbacks.options import CallbackRules
from handoff.callbacks.plan import IN_HAND, CallbackNow, CallbackState, Step, Why
from handoff.callbacks.sentences import CallbackSentences
from handoff.errors import (
    CallbackRefused,
    CallbackWanted,
    CallerGone,
    CallerNotReached,
    HandoffError,
    StoreUnavailable,
    TransferFailed,
    VoicemailWanted,
)
from handoff.events import EventKind, HandoffEvent
from handoff.packet import ContextPacket
from handoff.reasons import Reason
from handoff.states import State
from handoff.store import HandoffStore
from handoff.token import TokenMint

log = logging.getLogger(__name__)

LOOK_S = 3.0
TOKEN_LIFE_S = 3_600
FIRST = {"caller": Step.DIALS_CALLER, "agent": Step.DIALS_AGENT}


class Called(CallerLeg, Protocol):
    """The caller, or who is going to be called once an agent is there."""

    @property
    def why(self) -> str:
        """Why they could not be reached in the end; "" where they were, or were not called."""
        ...


OnDial = Callable[[], Coroutine[Any, Any, None]]
"""The caller's telephone is going to ring."""


class CallerLine(Protocol):
    """Calls people back."""

    def caller(self, packet: ContextPacket, number: str, on_dial: OnDial) -> AbstractAsyncContextManager[Called]:
        """The caller's leg for the time of the block; it is hung up behind it. Raises CallerNotReached."""
        ...


@dataclass(frozen=True, slots=True)
class Ways:
    """How both sides are reached. `acds`: ways to a human, tried in this order; `sentences`: by language."""

    line: CallerLine
    acds: Sequence[Acd]
    mint: TokenMint
    sentences: Callable[[str], CallbackSentences]


class CallbackKeeper:
    """`run` keeps promises until it is cancelled.

    Args:
        may_call: whether anybody may be called now: not while Hatef drains, or where nobody is at work.
    """

    def __init__(
        self,
        book: CallbackBook,
        store: HandoffStore,
        ways: Ways,
        rules: CallbackRules,
        *,
        may_call: Callable[[], bool] = lambda: True,
        look_s: float = LOOK_S,
    ) -> None:
        self._book = book
        self._store = store
        self._ways = ways
        self._rules = rules
        self._may_call = may_call
        self._look_s = look_s
        self._running: set[asyncio.Task[None]] = set()
        self._taken_over = False
        self._away = False  # the database, as far as was told

    async def run(self) -> None:
        """Look for what is due again and again; what is under way when it is cancelled is left for later."""
        try:
            while True:
                await self._round()
                await asyncio.sleep(self._look_s)
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _round(self) -> None:
        try:
            if not self._taken_over:
                left = await self._book.take_over()
                self._taken_over = True
                if left:
                    log.warning("%d call-backs were under way when Hatef ended; they are tried again", left)
            await self._book.sync()
            if self._may_call():
                await self._begin()
        except StoreUnavailable as error:
            if not self._away:
                log.error("no call-backs are made until the database is back: %s", error)
            self._away = True
        except Exception:
            # A keeper that ends would leave every later promise to nobody.
            log.exception("call-backs could not be looked for; it is tried again")
        else:
            self._away = False

    async def _begin(self) -> None:
        for one in await self._book.due():
            if len(self._running) >= self._rules.at_once:
                return
            claimed = await self._book.claim(one.packet_id, FIRST[self._rules.order])
            if claimed is not None:
                task = asyncio.create_task(self._keep(claimed), name=f"call-back {one.packet_id}")
                self._running.add(task)
                task.add_done_callback(self._running.discard)

    async def _keep(self, one: CallbackNow) -> None:
        run = _Run(self._book, one)
        try:
            await self._call(run)
        except CallerNotReached as error:
            await run.fails(Why(error.why))
        except asyncio.CancelledError:
            if run.now.state in IN_HAND:
                await run.step(Step.LEFT_BEHIND, Why.STOPPED)
            raise
        except Exception as error:  # whatever broke, the promise stands and is tried again
            known = isinstance(error, HandoffError)
            log.error("call-back %s broke: %s", one.packet_id, error, exc_info=not known)
            await run.step(Step.LEFT_BEHIND, Why.UNREACHABLE)
        finally:
            await self._note(run)

    async def _call(self, run: "_Run") -> None:
        stored = await self._store.get(await self._book.newest(run.now))
        run.packet_id = stored.packet_id
        packet = replace(stored, reason=Reason.CALLED_BACK.value)
        async with self._ways.line.caller(packet, run.now.number, run.dials_caller) as caller:
            try:
                await self._bring(packet, caller, run)
            except CallerGone as gone:
                await run.gone(caller.why, gone.lost)

    async def _bring(self, packet: ContextPacket, caller: Called, run: "_Run") -> None:
        """To a human, by the same ways as any caller."""
        outcome = await self._try_all(packet, caller, run)
        if outcome is not None:
            return await run.step(Step.OVER)
        await run.fails(Why(caller.why) if caller.why else Why.NO_AGENT)
        said = self._ways.sentences(packet.language)
        await speak(caller, said.later if run.now.state is CallbackState.WAITING else said.kept)

    async def _try_all(self, packet: ContextPacket, caller: Called, run: "_Run") -> Outcome | None:
        token = self._ways.mint.mint(packet.packet_id, int(time.time()) + TOKEN_LIFE_S)
        for acd in self._ways.acds:
            try:
                return await acd.transfer(packet, token, caller, run.progress)
            except CallerGone:
                raise
            except (CallbackWanted, VoicemailWanted):
                return None
            except TransferFailed as error:
                log.warning("call-back by %s failed: %s", acd.name, error)
            except Exception as error:  # any fault of a way to a human leads to the next one
                log.error("call-back by %s broke", acd.name, exc_info=error)
        return None

    async def _note(self, run: "_Run") -> None:
        """What became of it, for who reads the handoff."""
        now = run.now
        text = f"call-back {now.state.value.replace('_', ' ')}" + (f": {now.why}" if now.why else "")
        try:
            await self._store.note_event(run.packet_id, HandoffEvent(EventKind.NOTE, "hatef", text=text))
        except HandoffError as error:
            log.warning("what became of a call-back is not in its handoff: %s", error)


class _Run:
    """One try of one call-back, and how far it came."""

    def __init__(self, book: CallbackBook, one: CallbackNow) -> None:
        self._book = book
        self.now = one
        self.packet_id = one.packet_id
        self._caller_rang = one.state is CallbackState.DIALLING_CALLER

    async def step(self, step: Step, why: Why = Why.NONE) -> None:
        """One step further, also where we are cancelled meanwhile; one that somebody else settled stays as it is."""
        stepping = asyncio.ensure_future(self._book.step(self.now, step, why))
        try:
            self.now = await asyncio.shield(stepping)
        except asyncio.CancelledError:
            self.now = await stepping
            raise
        except CallbackRefused as error:
            log.warning("%s", error)

    async def dials_caller(self) -> None:
        """See `OnDial`."""
        self._caller_rang = True
        if self.now.state is CallbackState.DIALLING_AGENT:
            await self.step(Step.DIALS_CALLER)

    async def progress(self, state: State, _note: str) -> None:
        """See `handoff.acd.port.Progress`."""
        if state is State.BRIDGED:
            await self.step(Step.TALKS)
        elif state in (State.RINGING, State.REFERRING) and self.now.state is not CallbackState.TALKING:
            await self.step(Step.DIALS_AGENT)

    async def fails(self, why: Why) -> None:
        """This try came to nothing."""
        if why is Why.NO_AGENT and not self._caller_rang:
            await self.step(Step.UNSERVED, why)
        elif why is Why.WRONG_NUMBER:
            await self.step(Step.WRONG_NUMBER, why)
        elif why is Why.NOT_WANTED:
            await self.step(Step.CALLED_OFF, why)
        else:
            await self.step(Step.FAILS, why)

    async def gone(self, why: str, lost: str) -> None:
        """The caller is off the line: was not reached, hung up while waiting, or was lost while they talked."""
        if self.now.state is CallbackState.TALKING:
            await self.step(*((Step.LEFT_BEHIND, Why.BROKE) if lost else (Step.OVER, Why.NONE)))
        else:
            await self.fails(Why(why or Why.HUNG_UP))
