"""Tells another program what happens to handoffs, and goes on until it has heard: one loop, owned by the console.

The console has it, not the telephone: what is told is in the database, and TLS, slow receivers and retries cost no
call anything.

every second: make notices of what is new ─▶ those that are due, four at once ─▶ POST, signed
     2xx: sent       410, 3xx: dead       anything else: again after 1 s, 5 s, 30 s … 4 h; after about eight hours dead
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

import bot
from bot.console.handoffs import Handoffs
from bot.console.signature import HEADER, sign
from bot.console.view import as_json, view_of
from handoff import notices
from handoff.errors import PacketInvalid, PacketMissing, StoreError
from handoff.notices import Notice
from handoff.transactions import Transactions

log = logging.getLogger(__name__)

LOOK_S = 1.0
AT_ONCE = 4
WAITS_S = (1, 5, 30, 60, 300, 900, 1_800, 3_600, 7_200, 14_400)
"""After each try that failed; then it is dead."""
LEASE_S = 60
"""A try of a process that was killed is free again after this."""
WINDOW_S = 3 * 86_400
"""What waited longer than this outside the database is told no more."""
KEPT_S = 30 * 86_400
SWEEP_EVERY_S = 3_600
FOR_GOOD = frozenset({410, *range(300, 400)})
"""Answers after which no other try helps: the receiver is gone, or is elsewhere."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is told."""

    url: str
    secret: bytes = field(repr=False)
    since_s: float
    """What happened before is not told."""
    timeout_s: float = 5.0


class Outbox:
    """The notices of one console. `now_s`: Unix time, s."""

    def __init__(
        self, work: Transactions, handoffs: Handoffs, receiver: Receiver, now_s: Callable[[], float] = time.time
    ) -> None:
        self._work = work
        self._handoffs = handoffs
        self._receiver = receiver
        self._now_s = now_s
        self._taken: dict[str, Notice] = {}  # by the receiver, and not yet noted
        self._swept_s = 0.0
        self._away = False

    async def run(self) -> None:
        """Until it is cancelled."""
        limits = httpx.Limits(max_connections=AT_ONCE)
        async with httpx.AsyncClient(timeout=self._receiver.timeout_s, trust_env=False, limits=limits) as http:
            while True:
                if not await self.round(http):
                    await asyncio.sleep(LOOK_S)

    async def round(self, http: httpx.AsyncClient) -> int:
        """Make what is new and try what is due; how many were tried."""
        try:
            for notice in tuple(self._taken.values()):
                await self._note_sent(notice)
            await self._make()
            due = await self._work.read("asking the outbox", lambda one: notices.due(one, self._now_ms(), AT_ONCE))
            tried = await asyncio.gather(*(self._try(http, notice) for notice in due), return_exceptions=True)
            for fault in (one for one in tried if isinstance(one, BaseException)):
                raise fault
            self._away = False
            return len(due)
        except StoreError as error:
            if not self._away:
                log.error("the outbox waits for the database: %s", error)
            self._away = True
        except Exception:
            # A loop that ends would tell nobody anything until the next start.
            log.exception("the outbox could not be worked off; it is tried again")
        return 0

    async def _make(self) -> None:
        since_ms = int(max(self._receiver.since_s, self._now_s() - WINDOW_S) * 1000)
        new = await self._work.read("looking what is new", lambda one: notices.unmade(one, since_ms))
        if new:
            await self._work.change("filling the outbox", lambda one: notices.make(one, new))
        if self._now_s() - self._swept_s >= SWEEP_EVERY_S:
            self._swept_s = self._now_s()
            before_ms = int((self._swept_s - KEPT_S) * 1000)
            await self._work.change("sweeping the outbox", lambda one: notices.sweep(one, before_ms))

    async def _try(self, http: httpx.AsyncClient, notice: Notice) -> None:
        until_ms = self._now_ms() + LEASE_S * 1000
        if not await self._work.change("taking a notice", lambda one: notices.claim(one, notice, until_ms)):
            return
        try:
            status = await self._post(http, notice)
        except (PacketMissing, PacketInvalid) as error:
            return await self._not_sent(notice, type(error).__name__, for_good=True)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return await self._not_sent(notice, type(error).__name__, for_good=False)
        if 200 <= status < 300:
            self._taken[notice.notice_id] = notice
            await self._note_sent(notice)
        else:
            await self._not_sent(notice, f"HTTP {status}", for_good=status in FOR_GOOD)

    async def _post(self, http: httpx.AsyncClient, notice: Notice) -> int:
        """One try; the status of the answer, whose body is not read."""
        body = json.dumps(await self._told(notice), ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"hatef/{bot.__version__}",
            "Hatef-Notice": notice.notice_id,
            HEADER: sign(body, self._receiver.secret, int(self._now_s())),
        }
        async with (
            asyncio.timeout(2 * self._receiver.timeout_s),
            http.stream("POST", self._receiver.url, content=body, headers=headers) as answer,
        ):
            return answer.status_code

    async def _told(self, notice: Notice) -> dict[str, Any]:
        found = await self._handoffs.reader.find(notice.packet_id)
        return {
            "id": notice.notice_id,
            "kind": f"handoff.{notice.kind}",
            "at": notice.at.isoformat(timespec="milliseconds"),
            "handoff": as_json(view_of(found, self._handoffs.page(notice.packet_id))),
        }

    async def _note_sent(self, notice: Notice) -> None:
        await self._work.change("noting what was sent", lambda one: notices.sent(one, notice))
        del self._taken[notice.notice_id]

    async def _not_sent(self, notice: Notice, why: str, *, for_good: bool) -> None:
        over = for_good or notice.tries >= len(WAITS_S)
        next_at_ms = None if over else self._now_ms() + WAITS_S[notice.tries] * 1000
        if over:
            log.error("notice %s is given up: %s; see: hatef handoff outbox", notice.notice_id, why)
        else:
            log.warning("notice %s was not taken: %s; it is sent again", notice.notice_id, why)
        await self._work.change("noting a try", lambda one: notices.not_sent(one, notice, why, next_at_ms))

    def _now_ms(self) -> int:
        return int(self._now_s() * 1000)
