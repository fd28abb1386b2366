"""The handoffs as the console has them: found by what an agent or a program holds, read, accepted, noted, closed."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.crm.numbers import normalise
from handoff.clerk import HandoffClerk
from handoff.event_book import PACKET_ID
from handoff.file import HandoffFile
from handoff.reader import MOST_FOUND, HandoffReader, Wanted
from handoff.token import TokenMint

TOKEN_LIFE_S = 3_600
"""Of a link that a program gets for its agent."""


@dataclass(frozen=True, slots=True)
class Handoffs:
    """What the routes of the console share. `public_url` stands before the pages."""

    reader: HandoffReader
    clerk: HandoffClerk
    mint: TokenMint
    public_url: str = ""
    now_s: Callable[[], float] = time.time

    def opened(self, token: str) -> str:
        """The id of the handoff that a token opens. Raises TokenError."""
        return self.mint.read(token, int(self.now_s()))

    def meant(self, token_or_id: str) -> str:
        """The id behind a token or an id. Raises TokenError."""
        lowered = token_or_id.lower()
        return lowered if PACKET_ID.fullmatch(lowered) else self.opened(token_or_id)

    async def search(self, *, call_id: str, caller: str, limit: int) -> tuple[HandoffFile, ...]:
        """Those of one call, of one number in whatever notation, or of both; newest first. Raises StoreUnavailable."""
        found = await self.reader.search(Wanted(call_id=call_id, caller=caller), MOST_FOUND if caller else limit)
        number = normalise(caller)
        same = (one for one in found if not caller or normalise(one.packet.caller.number) == number)
        return tuple(same)[:limit]

    def page(self, packet_id: str) -> str:
        """The address that opens a handoff in a browser, good for an hour."""
        return f"{self.public_url}/handoff/{self.mint.mint(packet_id, int(self.now_s()) + TOKEN_LIFE_S)}"
