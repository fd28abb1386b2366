"""The call-backs as they are kept: in the database; what it does not take waits in a file and goes there later.

    sync ─▶ new promises get a row, what was settled by hand is closed ─▶ due ─▶ claim ─▶ put … ─▶ put (settled)
                                                                                  │ the database is away
                                                                                  ▼
                                                                   one file a call-back ─ next sync ─▶ database

Nothing is claimed while the database is away: one promise never rings two telephones.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Container
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from handoff.callbacks import rows
from handoff.callbacks.numbers import allowed, dialable
from handoff.callbacks.options import CallbackRules
from handoff.callbacks.plan import IN_HAND, CallbackNow, CallbackState, Step, Why, after
from handoff.errors import HandoffError, PacketInvalid, StoreUnavailable
from handoff.owner import new_owner
from handoff.packet import from_json
from handoff.spill import Spill
from handoff.transactions import Transactions

log = logging.getLogger(__name__)


def _wall_ms() -> int:
    return round(time.time() * 1000)


class CallbackBook:
    """Every method but `put` raises StoreUnavailable.

    Args:
        folder: where a step waits while the database is away; made when first needed.
        calls_messages: who left a message is called like everybody else.
        days: on which nobody is called, beside those of `rules`. now_ms: ms since 1970.
    """

    def __init__(
        self,
        work: Transactions,
        folder: Path,
        rules: CallbackRules,
        *,
        calls_messages: bool = False,
        days: Container[date] = (),
        now_ms: Callable[[], int] = _wall_ms,
    ) -> None:
        self._work = work
        self._spill = Spill(folder)
        self._rules = rules
        self._calls_messages = calls_messages
        self._days = days
        self._now_ms = now_ms
        self._owner = new_owner(folder)
        self._unsaved: dict[str, CallbackNow] = {}
        """Steps that neither database nor folder took."""
        self._held: set[str] = set()
        """What we claimed and have in our hands."""

    def _open_ms(self, at_ms: int) -> int:
        return self._rules.open_ms(at_ms, self._days)

    async def take_over(self) -> int:
        """At the start: what an earlier run had in its hands is tried again later; how many there were."""
        await self._adopt()

        def work(connection: Connection) -> int:
            rows.judge_again(connection)
            return rows.left_behind(connection, self._owner, self._left)

        return await self._work.change("taking call-backs over", work)

    async def sync(self) -> None:
        """Bring the table up to date with the promises."""
        await self._adopt()
        if await self._work.read("looking for call-backs", self._is_news):
            await self._work.change("taking call-backs up", self._sync)

    async def due(self) -> list[CallbackNow]:
        """Those to be made now, the oldest promise first; none outside the allowed hours."""
        now_ms = self._now_ms()
        if self._open_ms(now_ms) > now_ms:
            return []
        return await self._work.read("asking for due call-backs", lambda connection: rows.due(connection, now_ms))

    async def claim(self, packet_id: str, step: Step) -> CallbackNow | None:
        """Begin a try, by dialling whom `step` says; None where it is not to be made any more, or not now."""
        now_ms = self._now_ms()
        claimed = await self._work.change(
            "claiming a call-back", lambda connection: rows.claim(connection, packet_id, step, self._owner, now_ms)
        )
        if claimed is not None:
            self._held.add(packet_id)
        return claimed

    async def step(self, one: CallbackNow, step: Step, why: Why = Why.NONE) -> CallbackNow:
        """One step further, kept somewhere. Raises CallbackRefused."""
        moved = after(one, step, self._now_ms(), self._rules.plan, why)
        if moved.state is CallbackState.WAITING:
            moved = replace(moved, due_ms=self._open_ms(moved.due_ms))
        await self.put(moved)
        return moved

    async def put(self, one: CallbackNow) -> None:
        """Keep it; never raises: what nothing takes is tried again with every `sync`."""
        self._unsaved.pop(one.packet_id, None)
        if one.state not in IN_HAND:
            self._held.discard(one.packet_id)
        try:
            await self._write(one)
            await asyncio.to_thread(self._drop, one.packet_id)
        except StoreUnavailable as error:
            log.error("%s; the call-back waits in %s", error, self._spill.path("*"))
            try:
                await asyncio.to_thread(self._spill.write, one.packet_id, json.dumps(asdict(one)))
            except OSError:
                self._unsaved[one.packet_id] = one
        except HandoffError as error:
            log.error("a step of a call-back is lost: %s", error)

    async def every(self) -> dict[str, CallbackNow]:
        """How each open promise is being kept, by packet."""
        return await self._work.read("asking for call-backs", rows.every)

    async def wanted(self, packet_id: str) -> bool:
        """Whether the promise is still open: nobody settled it by hand meanwhile. True where that cannot be known."""
        try:
            found = await self.every()
        except StoreUnavailable:
            return True
        return packet_id in found

    async def newest(self, one: CallbackNow) -> str:
        """The packet that knows most of why that number is called."""
        return await self._work.read("asking for the packet", lambda connection: rows.newest_of(connection, one))

    async def hurry(self, packet_id: str) -> bool:
        """Make it due now, whatever became of it before; False where it is settled, barred, or in somebody's hands."""
        now_ms = self._now_ms()

        def work(connection: Connection) -> bool:
            self._sync(connection)
            one = rows.find(connection, packet_id)
            if one is None or not _may_be_hurried(one):
                return False
            tries = min(one.tries, self._rules.tries - 1)
            rows.put(connection, replace(one, state=CallbackState.WAITING, due_ms=now_ms, tries=tries))
            return True

        return await self._work.change("hurrying a call-back", work)

    # --- inside -------------------------------------------------------------------------------------------------

    def _sync(self, connection: Connection) -> None:
        for one in rows.strays(connection, self._owner, self._held):
            rows.put(connection, after(one, Step.LET_GO, self._now_ms()))
        for one in rows.reached(connection):
            rows.put(connection, after(one, Step.OVER, self._now_ms(), why=Why.REACHED))
        rows.tidy(connection)
        for promise in rows.new_promises(connection):
            rows.add(connection, self._judged(promise))

    def _is_news(self, connection: Connection) -> bool:
        """Whether the table is behind the promises: looking is cheap, writing takes the lock."""
        new = rows.new_promises(connection) or rows.reached(connection) or rows.untidy(connection)
        return bool(new or rows.strays(connection, self._owner, self._held))

    def _judged(self, promise: rows.NewPromise) -> CallbackNow:
        """A new promise: waiting, or not to be dialled."""
        packet_id, promised_ms = promise.packet_id, promise.promised_ms
        due_ms = self._open_ms(self._now_ms() + round(self._rules.first_s * 1000))
        try:
            caller = from_json(promise.body).caller
        except PacketInvalid:
            return self._barred(CallbackNow(packet_id, "", promised_ms, due_ms), Why.NO_NUMBER)
        number = dialable(caller.back, self._rules.country)
        one = CallbackNow(packet_id, number, promised_ms, due_ms)
        if not number:
            return self._barred(one, Why.NO_NUMBER)
        if not allowed(number, self._rules.allowed, self._rules.country):
            return self._barred(one, Why.NOT_ALLOWED)
        return self._barred(one, Why.MESSAGE) if promise.message and not self._calls_messages else one

    def _barred(self, one: CallbackNow, why: Why) -> CallbackNow:
        return after(one, Step.BARS, one.due_ms, why=why)

    def _left(self, one: CallbackNow) -> CallbackNow:
        why = Why.BROKE if one.state is CallbackState.TALKING else Why.STOPPED
        left = after(one, Step.LEFT_BEHIND, self._now_ms(), self._rules.plan, why)
        return replace(left, due_ms=self._open_ms(left.due_ms))

    async def _write(self, one: CallbackNow) -> None:
        await self._work.change("keeping a call-back", lambda connection: rows.put(connection, one))

    async def _adopt(self) -> None:
        for one in tuple(self._unsaved.values()):
            await self._write(one)
            self._unsaved.pop(one.packet_id, None)
        for name in await asyncio.to_thread(self._spill.names):
            text = await asyncio.to_thread(self._spill.read, name)
            try:
                await self._write(_parsed(text or b""))
            except StoreUnavailable:
                raise
            except (HandoffError, ValueError, TypeError, KeyError) as error:
                log.error("%s is of no use (%s); it is set aside", self._spill.path(name), type(error).__name__)
                await asyncio.to_thread(self._spill.set_aside, name)
            else:
                await asyncio.to_thread(self._spill.drop, name, text or b"")

    def _drop(self, packet_id: str) -> None:
        if (text := self._spill.read(packet_id)) is not None:
            self._spill.drop(packet_id, text)


def _may_be_hurried(one: CallbackNow) -> bool:
    """Not in anybody's hands; who heard the message may want its caller called."""
    return one.state in (CallbackState.WAITING, CallbackState.GIVEN_UP) or one.why is Why.MESSAGE


def _parsed(text: bytes) -> CallbackNow:
    raw = json.loads(text)
    return CallbackNow(**{**raw, "state": CallbackState(raw["state"]), "why": Why(raw["why"])})
