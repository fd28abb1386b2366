"""The care for recordings that are kept: rows that are missing are made, and what is too old is deleted.

A clock that jumps must cost no recording: a round in which the clock on the wall and the one that only counts disagree
is waited out, and the first deletion comes some time after the start, when a wrong clock has been set.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger(__name__)

ROUND_S = 600.0
JUMP_S = 60.0
"""By so much the two clocks may differ over a round: clocks are set by seconds."""
RESTORE_S = 60.0
DAY_MS = 24 * 3600 * 1000


class Kept(Protocol):
    """What is cared for: `bot.recordings.shelf.Shelf`, `bot.voicemail.shelf.MessageShelf`."""

    folder: Path
    behind: bool
    """Rows are missing."""

    def restore(self) -> int:
        """Make them; how many."""
        ...

    def expire(self, before_ms: int) -> int:
        """Delete what began before that moment; how many."""
        ...


@dataclass(slots=True)
class Clocks:
    """Two clocks that must agree on how long a round was."""

    wall_s: Callable[[], float] = time.time
    steady_s: Callable[[], float] = time.monotonic
    _wall_s: float = field(init=False)
    _steady_s: float = field(init=False)

    def __post_init__(self) -> None:
        """Look at both."""
        self.jumped()

    def jumped(self) -> bool:
        """Whether the wall's clock was set since it was looked at last."""
        wall_s, steady_s = self.wall_s(), self.steady_s()
        before = getattr(self, "_wall_s", wall_s), getattr(self, "_steady_s", steady_s)
        self._wall_s, self._steady_s = wall_s, steady_s
        return abs((wall_s - before[0]) - (steady_s - before[1])) > JUMP_S

    def now_ms(self) -> int:
        """By the wall, since 1970."""
        return round(self.wall_s() * 1000)


async def keep(shelf: Kept, keep_days: int, clocks: Clocks | None = None) -> None:
    """Runs for ever."""
    clocks = Clocks() if clocks is None else clocks
    due_s = ROUND_S
    while True:
        await asyncio.sleep(RESTORE_S)
        due_s -= RESTORE_S
        if shelf.behind:
            await _try(shelf, lambda: shelf.restore())
        if due_s <= 0:
            due_s = ROUND_S
            await _try(shelf, lambda: expire(shelf, keep_days, clocks))


def expire(shelf: Kept, keep_days: int, clocks: Clocks) -> int:
    """One round of deleting; how many. Raises as the shelf does."""
    if clocks.jumped():
        log.warning("the clock was set: recordings that are %d days old are deleted a round later", keep_days)
        return 0
    gone = shelf.expire(clocks.now_ms() - keep_days * DAY_MS)
    if gone:
        log.info("%d recordings were older than %d days and are deleted", gone, keep_days)
    return gone


async def _try(shelf: Kept, work: Callable[[], int]) -> None:
    try:
        await asyncio.to_thread(work)
    except (SQLAlchemyError, OSError) as error:
        log.warning("recordings in %s: %s; tried again later", shelf.folder, type(error).__name__)
