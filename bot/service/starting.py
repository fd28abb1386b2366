"""Several parts that start at once, and who hears how it goes."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

Tell = Callable[[str], None]
"""Hears a line for each part that is ready."""


def nobody(_line: str) -> None:
    """Nobody wants to know."""


async def told[T](work: Coroutine[Any, Any, T], part: str, tell: Tell) -> T:
    """Do the work, and tell when the part is ready."""
    began_s = time.monotonic()
    result = await work
    tell(f"{part}: ready after {time.monotonic() - began_s:.1f} s")
    return result


async def all_of[T](first: Coroutine[Any, Any, T], *others: Coroutine[Any, Any, None]) -> T:
    """Do all at once; the result of the first. One line for the user: the first trouble is the one to mend first."""
    try:
        async with asyncio.TaskGroup() as starting:
            result = starting.create_task(first)
            for other in others:
                starting.create_task(other)
    except ExceptionGroup as group:
        raise group.exceptions[0] from None
    return result.result()
