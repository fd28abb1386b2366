"""Tasks that run until they are called off."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


def begin(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
    """Start what is to run until `call_off` or its own return; where it breaks before, that is told."""
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(_tell_fault)
    return task


def _tell_fault(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (fault := task.exception()) is not None:
        log.error("%s broke; restart Hatef to have it again", task.get_name(), exc_info=fault)


async def call_off(task: asyncio.Future[Any]) -> None:
    """Cancel `task` and wait until it has wound up; its result or error stays in it."""
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled():
        task.exception()
