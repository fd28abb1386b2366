"""Tasks that are called off."""

import asyncio
from typing import Any


async def call_off(task: asyncio.Future[Any]) -> None:
    """Cancel `task` and wait until it has wound up; its result or error stays in it."""
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled():
        task.exception()
