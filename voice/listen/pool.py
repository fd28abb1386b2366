"""The recogniser processes of a gateway, and the door to them."""

import asyncio
import json
import logging
import os
import socket
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from voice.errors import LanguageUnknown, ModelBroken, NoRecogniser, WorkerBroken
from voice.events import OnListenEvent
from voice.keep import KeptChild
from voice.listen.capacity import Capacity, Measured
from voice.listen.listener import Link, Listener
from voice.listen.second_pass.keeper import SecondPassKeeper
from voice.listen.second_pass.models import SecondPassModels
from voice.processors import read_processors
from voice.vitals import Patience, read_process
from voice.worker import Worker

MEASURE_S = 1.0
PATIENCE = Patience(hang_s=5.0, stuck_s=15.0)
"""Less than a call's tape holds (`voice/listen/tape.py`), so that the next process hears the whole turn."""

_log = logging.getLogger(__name__)

ENGINES = "voice.listen.engines:load"


class ListenerPool:
    """Opens a listener for each call on the least loaded of `workers` processes.

    `models`: language -> kind of turn ("general", "digits", "yesno") -> folder of a model; a missing kind is
    served by "general". `loader` names another recogniser, as "module:function". `second_pass`: what reads every turn
    again in a process of its own; None: nothing does.
    """

    def __init__(
        self,
        models: Mapping[str, Mapping[str, Path]],
        *,
        workers: int | None = None,
        loader: str = ENGINES,
        second_pass: SecondPassModels | None = None,
    ) -> None:
        self._languages = tuple(models)
        folders = {lang: {kind: str(Path(path).resolve()) for kind, path in k.items()} for lang, k in models.items()}
        settings = {"loader": loader, "models": folders}
        self._folders = sorted({folder for kinds in folders.values() for folder in kinds.values()})
        for language, kinds in folders.items():
            if "general" not in kinds:
                raise ModelBroken(language, 'the kind "general" has no model')
        count = workers or os.cpu_count() or 1
        module = "voice.listen.listen_worker"
        self._workers = [Worker(module, settings, patience=PATIENCE) for _ in range(count)]
        self.open_calls = [0] * count  # listeners a process
        self.second_pass = SecondPassKeeper(second_pass) if second_pass else None
        self._processors = read_processors()
        self._capacity = self._new_capacity(None)
        self._spent_s = [0.0] * count  # processor time of each process when it was last looked at
        self._looked_s = 0.0
        self._measuring: asyncio.Task[None] | None = None

    @property
    def healthy(self) -> bool:
        """Whether every process is up."""
        return all(worker.ready for worker in self._workers)

    @property
    def load(self) -> list[dict[str, Any]]:
        """What each process said last of itself: sessions, lag_ms, cpu_s, memory_mb."""
        return [dict(worker.health) for worker in self._workers]

    @property
    def pids(self) -> tuple[int | None, ...]:
        """Process ids, for the doctor and for metrics."""
        return tuple(worker.pid for worker in self._workers)

    @property
    def children(self) -> tuple[KeptChild, ...]:
        """The processes, without the second pass's."""
        return tuple(self._workers)

    async def start(self) -> None:
        """Start all processes and load the models. Raises ModelBroken or WorkerBroken."""
        starts = [worker.start() for worker in self._workers]
        second = [self.second_pass.start()] if self.second_pass else []
        troubles = [t for t in await asyncio.gather(*starts, *second, return_exceptions=True) if t is not None]
        if troubles:
            await self.stop()
            raise self._translated(troubles[0])
        self._link_second_pass()
        self._measuring = asyncio.create_task(self._measure(), name="capacity of the recognisers")
        self._measuring.add_done_callback(_measured_no_more)

    async def stop(self) -> None:
        """End all processes; open listeners are lost."""
        if self._measuring is not None:
            self._measuring.cancel()
            await asyncio.gather(self._measuring, return_exceptions=True)
        second = [self.second_pass.stop()] if self.second_pass else []
        await asyncio.gather(*(worker.stop() for worker in self._workers), *second)

    @property
    def capacity(self) -> Capacity:
        """How many calls can be served just now."""
        return self._capacity

    def has_room(self) -> bool:
        """Whether one more call can be served without making the others wait."""
        return self._capacity.admits(sum(self.open_calls))

    async def _measure(self) -> None:
        loop = asyncio.get_running_loop()
        while not all(worker.health for worker in self._workers):  # noqa: ASYNC110 - a beat is no event
            await asyncio.sleep(MEASURE_S)
        cost = max(float(health.get("decoding_cost", 0.0)) for health in self.load)
        self._capacity = self._new_capacity(cost)
        self._spent_s = [read_process(worker.pid).cpu_s for worker in self._workers]
        self._processors, self._looked_s = read_processors(), loop.time()
        _log.info("the recognisers can serve about %d calls at once", self._capacity.calls)
        while True:
            await asyncio.sleep(MEASURE_S)
            self._link_second_pass()
            self._look(loop.time())

    def _link_second_pass(self) -> None:
        """Processes that were started since get their way to the second pass."""
        if self.second_pass is not None:
            self.second_pass.link(self._workers)

    async def renew_second_pass(self, models: SecondPassModels) -> bool:
        """Read turns again with other models from now on; False: they do not load, and nothing changed."""
        return self.second_pass is not None and await self.second_pass.renew(models, self._workers)

    def _new_capacity(self, decoding_cost: float | None) -> Capacity:
        count = len(self._workers)
        return Capacity(self._processors.count if self._processors else count, decoding_cost, workers=count)

    def _look(self, now_s: float) -> None:
        """Take one measurement."""
        before, self._processors = self._processors, read_processors()
        readings = [read_process(worker.pid) for worker in self._workers]
        spent_s = [reading.cpu_s for reading in readings]
        # A process that was started again begins at nothing; one that could not be read comes back with all it had.
        during_s = now_s - self._looked_s
        used_s = sum(min(max(0.0, now - then), during_s) for now, then in zip(spent_s, self._spent_s, strict=True))
        if before is not None and self._processors is not None:
            lag_s = max(float(health.get("lag_ms", 0.0)) for health in self.load) / 1000
            idle_s = self._processors.idle_s - before.idle_s
            others = max(0, self._processors.wanted - sum(reading.state == "R" for reading in readings))
            calls = sum(self.open_calls)
            self._capacity.note(Measured(during_s, calls, used_s, idle_s, lag_s, others))
        self._spent_s, self._looked_s = spent_s, now_s

    def open(self, call_id: str, language: str, on_event: OnListenEvent) -> Listener:
        """A listener for one call, which tells `on_event` what it hears.

        Raises LanguageUnknown, or NoRecogniser while all processes are down.
        """
        if language not in self._languages:
            raise LanguageUnknown(language, self._languages)
        return Listener(partial(self._link, call_id), language, on_event)

    def _link(self, call_id: str, language: str) -> Link:
        """A way to the process that has the fewest calls, of those that are alive."""
        try:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        except OSError as error:  # no file handle is left
            raise NoRecogniser() from error
        with theirs:
            message = json.dumps({"call": call_id, "language": language}).encode()
            for index in sorted(range(len(self._workers)), key=lambda i: (self._workers[i].busy, self.open_calls[i])):
                worker = self._workers[index]
                if worker.ready and worker.send(message, (theirs.fileno(),)):
                    self.open_calls[index] += 1
                    return Link(ours, partial(self._closed, index))
        ours.close()
        raise NoRecogniser()

    def _closed(self, index: int) -> None:
        self.open_calls[index] -= 1

    def _translated(self, error: BaseException) -> BaseException:
        """A worker's report of a broken model as the error it was."""
        if not isinstance(error, WorkerBroken):
            return error
        if error.facts.get("error") == ModelBroken.__name__:
            return ModelBroken(error.facts["path"], error.facts["why"])
        told = f"its process did not load it ({error.why}): a file may be damaged or the memory too small; see above"
        return ModelBroken(", ".join(self._folders), told)


def _measured_no_more(measuring: asyncio.Task[None]) -> None:
    if not measuring.cancelled() and measuring.exception() is not None:
        _log.error("what the recognisers can serve is measured no more: %r", measuring.exception())
