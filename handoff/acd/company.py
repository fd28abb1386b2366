"""Keeps a waiting caller company: a sentence, the sound of waiting, a sentence …; never silence.

words ─▶ hum ─▶ words ─▶ hum ─▶ … until `announce`, which waits for the running sentence's end and cuts the hum
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from handoff.acd.port import CallerLeg
from handoff.errors import CallerGone, SentenceLost

log = logging.getLogger(__name__)

SAY_S = 20.0
"""The longest that a sentence to a caller may take."""
Words = Callable[[], Awaitable[str]]
"""Returns what is to be said next, as soon as something is."""
Sound = Callable[[float], Awaitable[None]]
"""The sound of waiting for so many seconds; raises CallerGone alone."""


class Company:
    """One wait of one caller. Made by `company`, or by `attended`."""

    def __init__(self, caller: CallerLeg, words: str | Words, sound: Sound, every_s: float, first: str = "") -> None:
        self._caller = caller
        self._first = first
        self._words = words
        self._sound = sound
        self._every_s = every_s
        self._last = ""
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
        self._last = text
        self._next.set()
        await asyncio.shield(self._said)

    async def close(self) -> None:
        """Fall silent at once."""
        await cancelled(self._talking, self._left)
        self._said.cancel()

    async def _talk(self) -> None:
        await speak(self._caller, self._first)
        text = self._words if isinstance(self._words, str) else ""
        while not self._next.is_set():
            await speak(self._caller, text)
            text = await self._hum()
        await speak(self._caller, self._last)
        self._said.set_result(None)
        while True:
            await self._sound(self._every_s)

    async def _hum(self) -> str:
        """The sound of waiting until there is something to say; the same words are due at its end."""
        following = asyncio.ensure_future(self._next.wait())
        wording = asyncio.ensure_future(_never() if isinstance(self._words, str) else self._words())
        try:
            while True:
                humming = asyncio.ensure_future(self._sound(self._every_s))
                try:
                    await asyncio.wait({humming, following, wording}, return_when=asyncio.FIRST_COMPLETED)
                    if humming.done():
                        humming.result()
                finally:
                    await cancelled(humming)
                if following.done() or wording.done():
                    return "" if following.done() else wording.result()
                if isinstance(self._words, str):
                    return self._words
        finally:
            await cancelled(following, wording)


@asynccontextmanager
async def company(caller: CallerLeg, words: str, every_s: float, first: str = "") -> AsyncIterator[Company]:
    """`first`, then the same words every `every_s`, with a soft tone between, while the block runs; "" is not said."""

    async def sound(length_s: float) -> None:
        await hum(caller, length_s)

    async with attended(caller, words, sound, every_s, first) as keeping:
        yield keeping


@asynccontextmanager
async def attended(
    caller: CallerLeg, words: str | Words, sound: Sound, every_s: float, first: str = ""
) -> AsyncIterator[Company]:
    """`first`, then whatever `words` brings, with `sound` (in pieces of `every_s`) between, while the block runs."""
    keeping = Company(caller, words, sound, every_s, first)
    try:
        yield keeping
    finally:
        await keeping.close()


async def _never() -> str:
    await asyncio.get_running_loop().create_future()
    return ""


async def speak_whole(caller: CallerLeg, text: str, most_s: float = SAY_S) -> None:
    """As `speak`; on hold it waits, for a caller who is back to hear it. The leg ends a hold without end."""
    speaking = asyncio.ensure_future(speak(caller, text))
    try:
        while not (await asyncio.wait({speaking}, timeout=most_s))[0]:
            if not caller.held:
                log.warning("a sentence to the caller took longer than %s s and was cut", most_s)
                return
        speaking.result()
    finally:
        await cancelled(speaking)


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
    await sounding(caller.hum(length_s), length_s)


async def sounding(sound: Awaitable[None], length_s: float) -> None:
    """Some sound of that length; silence where it fails. Raises CallerGone."""
    try:
        return await sound
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
