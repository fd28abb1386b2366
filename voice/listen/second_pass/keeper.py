"""The one process of the second pass, and the ways to it from the recogniser processes.

Either side may be started again at any time: `link` sees that a process is a new one and gives it a new way. Whatever
goes wrong here costs only the second pass.
"""

import asyncio
import logging
import socket
from collections.abc import Sequence
from typing import Any

from voice.errors import WorkerBroken
from voice.keep import Kept
from voice.listen.second_pass.models import SecondPassModels
from voice.worker import Worker

HELLO = b'{"second_pass": true}'

_log = logging.getLogger(__name__)


class SecondPassKeeper:
    """Starts, watches and links the process."""

    def __init__(self, models: SecondPassModels) -> None:
        self.models = models
        self._worker = _worker(models)
        self._leaving: set[Worker] = set()  # beside the one that is asked: about to take its place, or to end
        self._linked: dict[int, tuple[int | None, int | None]] = {}  # index of a recogniser -> both process ids

    @property
    def pid(self) -> int | None:
        """Process id, for the doctor and for metrics."""
        return self._worker.pid

    @property
    def ready(self) -> bool:
        """Whether turns are read twice just now."""
        return self._worker.ready

    @property
    def kept(self) -> Kept:
        """How often it had to be started again, and why."""
        return self._worker.kept

    @property
    def health(self) -> dict[str, Any]:
        """What the process said last of itself: turns read, turns too late, memory_mb."""
        return dict(self._worker.health)

    async def start(self) -> None:
        """Load everything; where that fails, it is told, and the first pass hears alone.

        It is tried again, unless the process said itself what is broken: that would be broken again.
        """
        try:
            await self._worker.start()
        except WorkerBroken as error:
            _log.error("every turn is heard once only: the second pass does not start: %s", error)
            if not error.facts:
                self._worker.insist()
        else:
            _log.info("turns are read twice: %s", ", ".join(self.models.heads))

    async def renew(self, models: SecondPassModels, recognisers: Sequence[Worker]) -> bool:
        """Read with other models: a new process takes the old one's place once it has loaded; False: it did not.

        Calls go on; a turn that is being read just then is heard once only. Both are in memory for a moment.
        """
        fresh = _worker(models)
        self._leaving.add(fresh)
        try:
            await fresh.start()
        except WorkerBroken as error:
            self._leaving.discard(fresh)
            _log.error("turns are read as before: the second pass does not start with its new models: %s", error)
            return False
        old, self._worker, self.models = self._worker, fresh, models
        self._leaving = self._leaving - {fresh} | {old}
        self.link(recognisers)
        await old.stop()
        self._leaving.discard(old)
        _log.info("turns are read twice with new models: %s", ", ".join(models.heads))
        return True

    async def stop(self) -> None:
        """End the process, and one that is about to take its place or to end."""
        await asyncio.gather(self._worker.stop(), *(worker.stop() for worker in self._leaving))

    def link(self, recognisers: Sequence[Worker]) -> None:
        """Give every recogniser process that has none a way to the process."""
        for index, recogniser in enumerate(recognisers):
            pair = recogniser.pid, self._worker.pid
            if recogniser.ready and self._worker.ready and self._linked.get(index) != pair and self._join(recogniser):
                self._linked[index] = pair

    def _join(self, recogniser: Worker) -> bool:
        try:
            one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        except OSError:  # no file handle is left now
            return False
        with one, other:
            asks = recogniser.send(HELLO, (one.fileno(),))
            return self._worker.send(HELLO, (other.fileno(),)) and asks


def _worker(models: SecondPassModels) -> Worker:
    return Worker("voice.listen.second_pass.worker", models.settings())
