"""Words for a caller who waits for an answer: nobody hears silence because the machine is busy."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from bot.tasks import call_off

Moment = Callable[[], Awaitable[object]]
"""Says a word to who waits."""
MOMENT_S = 2.0
"""A wait longer than this is told."""


async def with_words[T](
    work: Coroutine[Any, Any, T], say: Callable[[], Awaitable[object]], after_s: float = MOMENT_S
) -> T:
    """The result of `work`; where it takes longer than `after_s`, `say` is called once meanwhile."""
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=after_s)
        if not done:
            await say()
        return await task
    finally:
        await call_off(task)
