"""Asks a child a real question again and again; one that does not answer, and is not only busy, is ended.

Whoever keeps the child sees it end and starts it again. A child that is loading (no pid) is not asked.
"""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Awaitable, Callable

from voice.vitals import STOPPED, Patience, Verdict, Vitals, judge, read_process

log = logging.getLogger(__name__)

EVERY_S = 3.0
LOOK_S = 1.0
PATIENCE = Patience(hang_s=8.0, stuck_s=60.0)
"""Longer than any turn of a child that is well; a server that computes is believed to be busy for a minute."""

Ask = Callable[[], Awaitable[bool]]
"""A question; True for a good answer, False for a bad one or none. Never raises."""


class Watchdog:
    """`pid` tells the process that must answer now, None while there is none to ask."""

    def __init__(
        self,
        name: str,
        pid: Callable[[], int | None],
        ask: Ask,
        *,
        every_s: float = EVERY_S,
        look_s: float = LOOK_S,
        patience: Patience = PATIENCE,
    ) -> None:
        self.name = name
        self._pid = pid
        self._ask = ask
        self._every_s = every_s
        self._look_s = look_s
        self._patience = patience

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            await asyncio.sleep(self._every_s)
            pid = self._pid()
            if pid is not None:
                await self._question(pid)

    def lives(self) -> bool:
        """Whether it is worth waiting for an answer: the process is up, and nobody has stopped it."""
        pid = self._pid()
        return pid is not None and read_process(pid).state not in STOPPED

    async def _question(self, pid: int) -> None:
        """Ask until there is a good answer, or the process is dead."""
        loop = asyncio.get_running_loop()
        began_cpu_s, silent_s = read_process(pid).cpu_s, 0.0
        asking = asyncio.ensure_future(self._ask())
        try:
            while self._pid() == pid:
                looked_s = loop.time()
                await asyncio.wait({asking}, timeout=self._look_s)
                if asking.done():
                    if self._is_good(asking):
                        return
                    await asyncio.sleep(max(0.0, looked_s + self._look_s - loop.time()))
                    asking = asyncio.ensure_future(self._ask())
                # A parent that slept itself must not blame the child.
                silent_s += min(loop.time() - looked_s, 2 * self._look_s)
                reading = read_process(pid)
                seen = Vitals(silent_s, 0.0, reading.state, reading.cpu_s - began_cpu_s)
                verdict, why = judge(seen, self._patience)
                if verdict is Verdict.DEAD:
                    log.error("%s (pid %d) is dead: %s; ending it", self.name, pid, why)
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                    return
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)

    def _is_good(self, asked: asyncio.Future[bool]) -> bool:
        """Whether the answer is good; a question that failed in itself is told, and says nothing of the child."""
        if (fault := asked.exception()) is None:
            return asked.result()
        log.error("%s could not be asked: %r", self.name, fault)
        return True
