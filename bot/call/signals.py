"""Waiting for several things at once without losing one of them."""

import asyncio
from typing import Any

from bot.call.prompt_player import Spoken
from bot.tasks import call_off
from voice.events import LegEvent, ListenEvent


class Inbox:
    """Leg events, listener events and the end of the playback, one at a time."""

    def __init__(
        self,
        legs: asyncio.Queue[LegEvent],
        listens: asyncio.Queue[ListenEvent],
        speaking: asyncio.Future[Spoken] | None,
    ) -> None:
        self._legs = legs
        self._listens = listens
        self._speaking = speaking
        self._leg = asyncio.ensure_future(legs.get())
        self._listen = asyncio.ensure_future(listens.get())

    async def next(self, timeout_s: float | None) -> LegEvent | ListenEvent | Spoken | None:
        """The next event, or None after `timeout_s`. A leg's event goes before a listener's."""
        waiting: set[asyncio.Future[Any]] = {self._leg, self._listen}
        if self._speaking is not None:
            waiting.add(self._speaking)
        done, _ = await asyncio.wait(waiting, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        if self._leg in done:
            leg = self._leg.result()
            self._leg = asyncio.ensure_future(self._legs.get())
            return leg
        if self._speaking is not None and self._speaking in done:
            spoken, self._speaking = self._speaking.result(), None
            return spoken
        if self._listen in done:
            listen = self._listen.result()
            self._listen = asyncio.ensure_future(self._listens.get())
            return listen
        return None

    async def close(self) -> None:
        """Stop waiting; an event that came in the same moment goes back to its queue."""
        await _give_back(self._leg, self._legs)
        await _give_back(self._listen, self._listens)


async def _give_back(task: asyncio.Future[Any], queue: asyncio.Queue[Any]) -> None:
    await call_off(task)
    if not task.cancelled():
        queue.put_nowait(task.result())
