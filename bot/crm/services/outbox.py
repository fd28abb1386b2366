"""What callers wish to have written: kept before it is tried, tried at once, and worked off until it is written.

call ──▶ kept in the state database ──▶ tried within the budget ──answer──▶ done: the real number is read to the caller
                                              └──none──▶ `later`: «you will get it»; a worker goes on, for days

Never lost: it is kept first. Never doubled: every try carries the same key, which the company's records keep (SQL:
`:key` in the same transaction; REST: Idempotency-Key).
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from bot.crm.services import outbox_rows as rows
from bot.crm.services.model import FOUND, LATE, LATER, OUTCOMES, REFUSED, Result, Service
from bot.crm.services.outbox_rows import State, Wish
from bot.crm.services.services import Services
from bot.errors import DatabaseError
from bot.store.database import reach_database
from bot.tasks import begin, call_off
from handoff.errors import StoreError
from handoff.transactions import Transactions

log = logging.getLogger(__name__)

LOOK_S = 1.0
AT_ONCE = 4
LEASE_S = 30
"""A try of a process that was killed is free again after this; longer than any budget."""
KEEP_S = 1.0
"""The longest that a caller waits for the state database."""
PATIENT_MS = 10_000
"""Nobody waits on the line for the worker."""
KEPT_S = 30 * 86_400
SWEEP_EVERY_S = 3_600


class Outbox:
    """Of one process. `now_s`: Unix time."""

    def __init__(self, work: Transactions, services: Services, now_s: Callable[[], float] = time.time) -> None:
        self._work = work
        self._services = services
        self._now_s = now_s
        self._swept_s = 0.0
        self._away = False

    async def written(
        self, service: Service, inputs: Mapping[str, Any], key: str, call_id: str, ask: Callable[[], Awaitable[Result]]
    ) -> Result:
        """Keep the wish, `ask` once, say what became of it: `later` where it will be done without the caller."""
        now_ms = self._now_ms()
        lease_ms = now_ms + LEASE_S * 1000
        wish = Wish(key, call_id, service.name, dict(inputs), State.WAITING, 0, now_ms, lease_ms)
        kept = await self._noted(lambda one: rows.put(one, wish))
        result = await ask()
        if kept:
            await self._note(service, wish, result, told=True)
        is_late = kept and result.outcome == service.named.get(LATE, LATE)
        return replace(result, outcome=service.named.get(LATER, LATER)) if is_late else result

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """What waits is worked off meanwhile."""
        loop = begin(self.run(), "the outbox of services")
        try:
            yield
        finally:
            await call_off(loop)
            self._work.close()

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            if not await self.round():
                await asyncio.sleep(LOOK_S)

    async def round(self) -> int:
        """Try what is due; how many were tried."""
        try:
            due = await self._work.read("asking the outbox", lambda one: rows.due(one, self._now_ms(), AT_ONCE))
            for wish in due:
                await self._try(wish)
            await self._sweep()
            self._away = False
            return len(due)
        except StoreError as error:
            if not self._away:
                log.error("the outbox of services waits for the database: %s", error)
            self._away = True
        except Exception:
            # A loop that ends would write nothing any more until the next start.
            log.exception("the outbox of services could not be worked off; it is tried again")
        return 0

    async def _try(self, wish: Wish) -> None:
        until_ms = self._now_ms() + LEASE_S * 1000
        if not await self._work.change("taking a wish", lambda one: rows.claim(one, wish, until_ms)):
            return
        service = self._services.services.get(wish.service)
        if service is None:
            why = "there is no service of that name any more"
            await self._work.change(
                "giving up", lambda one: rows.settle(one, wish.request_key, State.DEAD, REFUSED, why)
            )
            return
        result = await self._services.attempt(service, wish.inputs, wish.request_key, budget_ms=PATIENT_MS)
        await self._note(service, wish, result, told=False)

    async def _note(self, service: Service, wish: Wish, result: Result, *, told: bool) -> None:
        """`told`: the caller heard the outcome. What came to nothing behind his back is for people to look at."""
        usual = {service.named.get(one, one): one for one in OUTCOMES}.get(result.outcome, FOUND)
        if usual == LATE:
            await self._noted(lambda one: rows.later(one, wish, self._now_ms(), result.why))
            return
        state = State.DEAD if usual == REFUSED or (usual != FOUND and not told) else State.DONE
        if state is State.DEAD:
            log.error("a wish for %s came to nothing (%s); see: hatef outbox", service.name, result.outcome)
        settled = (wish.request_key, state, result.outcome, result.why)
        await self._noted(lambda one: rows.settle(one, *settled))

    async def _noted(self, work: Callable[[Connection], object]) -> bool:
        """Whether the database took it. What it does not take costs no call: another try with the key is harmless."""
        try:
            await self._work.change("noting a wish", work)
        except StoreError as error:
            log.error("the outbox of services: %s", error)
            return False
        return True

    async def _sweep(self) -> None:
        if self._now_s() - self._swept_s >= SWEEP_EVERY_S:
            self._swept_s = self._now_s()
            before_ms = int((self._swept_s - KEPT_S) * 1000)
            await self._work.change("sweeping the outbox", lambda one: rows.sweep(one, before_ms))

    def _now_ms(self) -> int:
        return int(self._now_s() * 1000)


def keep_writes(services: Services, state_url: str) -> Outbox | None:
    """The outbox of these services in the state database, which another process opens and migrates; None, and a word in
    the log, where it cannot be used: then services write without a net."""
    if not state_url:
        return None
    try:
        work = Transactions(reach_database(state_url), KEEP_S)
    except DatabaseError as error:
        log.error("the outbox of services: %s", error)
        return None
    outbox = Outbox(work, services)
    services.keep_in(outbox)
    return outbox
