"""A caller who is not on the line yet while an agent is sought for them; fetched when a leg is to be joined."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from handoff.acd.port import AgentLeg, CallerLeg, ReferEnd
from handoff.errors import LegRefused

BYTES_A_SECOND = 16_000


class CallerToBe[T: CallerLeg]:
    """`handoff.acd.port.CallerLeg` before there is one: nothing is heard, and nobody leaves.

    `fetch` calls the person while the agent waits; it raises CallerGone where they are not reached.
    """

    def __init__(self, fetch: Callable[[AgentLeg], Awaitable[T]]) -> None:
        self._fetch = fetch
        self._here: T | None = None
        self.why = ""
        """Why they were not reached (`handoff.callbacks.plan.Why`), set by who fetches."""

    async def here(self, agent: AgentLeg) -> T:
        """The caller, on the line now. Raises CallerGone."""
        if self._here is None:
            self._here = await self._fetch(agent)
        return self._here

    takes_back = False
    """See `CallerLeg.takes_back`: they had no conversation with the bot."""

    @property
    def held(self) -> bool:
        """See `CallerLeg.held`."""
        return self._here is not None and self._here.held

    @property
    def headers(self) -> Mapping[str, str]:
        """See `CallerLeg.headers`."""
        return MappingProxyType({}) if self._here is None else self._here.headers

    async def left(self) -> str:
        """See `CallerLeg.left`."""
        return await (asyncio.Future() if self._here is None else self._here.left())

    async def alive(self) -> bool:
        """See `CallerLeg.alive`."""
        return self._here is None or await self._here.alive()

    async def refer(self, target: str) -> None:
        """See `CallerLeg.refer`."""
        raise LegRefused("the caller is not on the line yet")

    async def refer_to(self, agent: AgentLeg) -> None:
        """See `CallerLeg.refer_to`."""
        raise LegRefused("the caller is not on the line yet")

    async def refer_end(self, timeout_s: float) -> ReferEnd:
        """See `CallerLeg.refer_end`."""
        return ReferEnd()

    async def say(self, text: str) -> None:
        """See `CallerLeg.say`; nobody hears it."""
        if self._here is not None:
            await self._here.say(text)

    async def hum(self, length_s: float) -> None:
        """See `CallerLeg.hum`."""
        await (asyncio.sleep(length_s) if self._here is None else self._here.hum(length_s))

    async def key(self) -> str:
        """See `CallerLeg.key`."""
        return await (asyncio.Future() if self._here is None else self._here.key())

    async def play(self, pcm: bytes) -> None:
        """See `CallerLeg.play`; nobody hears it, and it takes as long."""
        await (asyncio.sleep(len(pcm) / BYTES_A_SECOND) if self._here is None else self._here.play(pcm))

    def listen(self, sink: Callable[[bytes], None] | None) -> None:
        """See `CallerLeg.listen`; nothing comes before they are on the line."""
        if self._here is not None:
            self._here.listen(sink)

    async def hangup(self) -> None:
        """See `CallerLeg.hangup`."""
        if self._here is not None:
            await self._here.hangup()
