"""Finds the handoffs that a user of the command line means: by token, by an id or its start, by call, by number."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.crm.numbers import normalise
from bot.journal.privacy import Redaction
from bot.settings.settings import Settings
from bot.store.database import reach_database, require_database, spill_home
from bot.store.own_secret import token_secret
from handoff.clerk import HandoffClerk
from handoff.errors import StoreUnavailable
from handoff.file import HandoffFile
from handoff.notices import Notice, NoticeState, listing
from handoff.reader import HandoffReader, Wanted
from handoff.token import SHAPE, TokenMint
from handoff.transactions import Transactions

TIMEOUT_S = 5.0
PATIENCE_S = 10.0
"""How long a locked database is asked again."""
RETRY_S = 0.5
MOST_NOTICES = 1_000
SHORTEST_NUMBER = 3
"""So many digits of a number are meant as one."""


@dataclass(frozen=True, slots=True)
class Files:
    """The handoffs of one configuration."""

    work: Transactions
    reader: HandoffReader
    clerk: HandoffClerk
    mint: TokenMint

    async def meant(self, wanted: str) -> tuple[HandoffFile, ...]:
        """Those that fit, newest first. Raises TokenError, PacketMissing, StoreUnavailable."""
        wanted = wanted.strip()
        if SHAPE.fullmatch(wanted.lower()):
            return (await self.reader.find(self.mint.read(wanted, int(time.time()))),)
        found = {one.packet.packet_id: one for one in await self.reader.search(Wanted(start=wanted))} if wanted else {}
        if sum(letter.isdecimal() for letter in wanted) >= SHORTEST_NUMBER:
            number = normalise(wanted)
            of_number = await self.reader.search(Wanted(caller=wanted))
            same = (one for one in of_number if normalise(one.packet.caller.number) == number)
            found |= {one.packet.packet_id: one for one in same}
        exact = [one for one in found.values() if wanted.lower() == one.packet.packet_id]
        return tuple(exact or sorted(found.values(), key=lambda one: one.packet.created_at, reverse=True))


@asynccontextmanager
async def files(settings: Settings) -> AsyncIterator[Files]:
    """Open while the block runs. Raises DatabaseMissing, DatabaseUnavailable, StartError."""
    url = settings.database_url(settings.journal.url)
    require_database(url, settings.file)
    engine = reach_database(url)
    work = Transactions(engine, TIMEOUT_S)
    reader = HandoffReader(work, spill_home(url, settings.state) / "packets")
    try:
        clerk = HandoffClerk(reader, Redaction(settings.journal.redact).note)
        yield Files(work, reader, clerk, TokenMint(token_secret(settings)))
    finally:
        work.close()
        engine.dispose()


async def notices_of(settings: Settings, *states: NoticeState) -> tuple[Notice, ...]:
    """What another program is to be told, in these states, oldest first. Raises as `files`, and StoreUnavailable."""
    async with files(settings) as all_of:
        return await all_of.work.read("asking the outbox", lambda one: listing(one, states, MOST_NOTICES))


async def patiently[T](deed: Callable[[], Awaitable[T]]) -> T:
    """What `deed` returns; while the database is away it is tried again. Raises StoreUnavailable."""
    deadline_s = time.monotonic() + PATIENCE_S
    while True:
        try:
            return await deed()
        except StoreUnavailable:
            if time.monotonic() > deadline_s:
                raise
        await asyncio.sleep(RETRY_S)
