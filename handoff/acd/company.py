"""Keeps a waiting caller company: a sentence, the sound of waiting, a sentence …; never silence.

words ─▶ hum ─▶ words ─▶ hum ─▶ … until `announce`, which waits for the running sentence's end and cuts the hum
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from handoff.acd.port import CallerLeg
from handoff.errors import CallerGone, SentenceLost

log = logging.getLogger(__name__)


class Company:
    """One wait of one caller: `words` every `every_s`; "" is not said. Made by `company`."""

    def __init__(self, caller: CallerLeg, words: str, every_s: float) -> None:
        self._caller = caller
        self._words = words
        self._every_s = every_s
        self._next = asyncio.Event()
        """Something else is to be said; the hum makes room for it."""
        self._said: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when what was announced is said."""
        self._left = asyncio.ensure_future(caller.left())
        self._talking = asyncio.ensure_future(self._talk())

    async def during[T](self, work: "asyncio.Future[T]") -> T:
        """The result of `work`; CallerGone as soon as the caller is off the line (`work` is the owner's to cancel)."""
        waited: set[asyncio.Future[Any]] = {work, self._left, self._talking}
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            return work.result()
        if self._left.done():
            raise CallerGone(self._left.result())
        self._talking.result()
        return await work

    async def announce(self, text: str) -> None:
        """Say `text` once, after the running sentence; the sound of waiting follows. Returns at its end."""
        self._words = text
        self._next.set()
        await asyncio.shield(self._said)

    async def close(self) -> None:
        """Fall silent at once."""
        await cancelled(self._talking, self._left)
        self._said.cancel()

    async def _talk(self) -> None:
        while not self._next.is_set():
            await speak(self._caller, self._words)
            await self._hum()
        await speak(self._caller, self._words)
        self._said.set_result(None)
        while True:
            await hum(self._caller, self._every_s)

    async def _hum(self) -> None:
        humming = asyncio.ensure_future(hum(self._caller, self._every_s))
        following = asyncio.ensure_future(self._next.wait())
        try:
            await asyncio.wait({humming, following}, return_when=asyncio.FIRST_COMPLETED)
            if humming.done():
                humming.result()
        finally:
            await cancelled(humming, following)


@asynccontextmanager
async def company(caller: CallerLeg, words: str, every_s: float) -> AsyncIterator[Company]:
    """Company for the time of the block."""
    keeping = Company(caller, words, every_s)
    try:
        yield keeping
    finally:
        await keeping.close()


async def speak(caller: CallerLeg, text: str) -> None:
    """Say it, or go on without: who cannot be spoken to can still be connected. Raises CallerGone."""
    if not text:
        return
    try:
        await caller.say(text)
    except CallerGone:
        raise
    except SentenceLost as error:
        log.warning("%s", error)
    except Exception:
        log.exception("a sentence to the caller was lost")


async def hum(caller: CallerLeg, length_s: float) -> None:
    """The sound of waiting for so long; silence of that length where the sound fails. Raises CallerGone."""
    try:
        return await caller.hum(length_s)
    except CallerGone:
        raise
    except Exception as error:  # noqa: BLE001 - no sound is no reason to lose the caller
        log.warning("the sound of waiting was lost: %s", type(error).__name__)
    await asyncio.sleep(length_s)


async def cancelled(*tasks: "asyncio.Future[Any]") -> None:
    """Cancel and wait; what they raised is dropped, the one that matters was raised already."""
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    for task in tasks:
        if not task.cancelled():
            task.exception()
