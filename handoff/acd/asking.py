"""Tells a waiting caller something, and listens to the keys meanwhile.

text ─▶ text ─▶ … ─▶ a moment to press        one of the wanted keys ends it at once, whatever is being said
"""

import asyncio
from collections.abc import Sequence

from handoff.acd.company import cancelled, speak
from handoff.acd.port import CallerLeg


async def told(caller: CallerLeg, texts: Sequence[str], keys: str = "", wait_s: float = 0.0) -> str:
    """Say all of it; the first of `keys` that the caller presses until `wait_s` behind its end, "" where none came.

    Other keys are passed over. Raises CallerGone.
    """
    saying = asyncio.ensure_future(_say(caller, texts))
    listening = asyncio.ensure_future(_one_of(caller, keys))
    try:
        await asyncio.wait({saying, listening}, return_when=asyncio.FIRST_COMPLETED)
        if not listening.done():
            saying.result()
            await asyncio.wait({listening}, timeout=wait_s)
        return listening.result() if listening.done() else ""
    finally:
        await cancelled(saying, listening)


async def _say(caller: CallerLeg, texts: Sequence[str]) -> None:
    for text in texts:
        await speak(caller, text)


async def _one_of(caller: CallerLeg, keys: str) -> str:
    while True:
        if (pressed := await caller.key()) in keys:
            return pressed
