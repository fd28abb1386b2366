"""The one thread that owns every pjsua2 object, and the way to it from asyncio.

pjsua2 objects may only be touched, and only be destroyed, by a thread that the library knows. So there is one:
it polls the library, and between polls does the work that coroutines post to it.
"""

import asyncio
import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Protocol

from voice.errors import CommandRefused, GatewayStopped
from voice.gateway.guard import Guard

POLL_MS = 10
MOST_JOBS = 10_000
"""Waiting for the thread; so many are there only when it is stuck."""
log = logging.getLogger("voice.gateway")


class Pollable(Protocol):
    """What the thread runs; all three are called on it."""

    def open(self) -> None:
        """Start; an exception is handed to `SipThread.start` and ends the thread."""
        ...

    def poll(self, wait_ms: int) -> None:
        """Handle what has come, waiting for at most `wait_ms`."""
        ...

    def close(self) -> None:
        """End; nothing is called after."""
        ...


class SipThread:
    """Runs a Pollable; `run` and `post` are safe from any thread."""

    def __init__(self, work: Pollable, *, most_jobs: int = MOST_JOBS) -> None:
        self._work = work
        self._jobs: queue.Queue[Callable[[], None]] = queue.Queue(most_jobs)
        self._stopping = threading.Event()
        self._opened: Future[None] = Future()
        self._closed: Future[None] = Future()
        self._thread = threading.Thread(target=self._main, name="hatef-sip", daemon=True)
        self._guards = Guard("a SIP poll"), Guard("a SIP command"), Guard("closing the SIP stack")

    async def start(self) -> None:
        """Start the thread; raises what `open` raises."""
        self._thread.start()
        await asyncio.wrap_future(self._opened)

    async def stop(self) -> None:
        """Close the work and end the thread."""
        self._stopping.set()
        await asyncio.wrap_future(self._closed)

    def post(self, job: Callable[[], None]) -> None:
        """Have `job` done soon; dropped if the thread is over, or so far behind that there is no room."""
        if not self._stopping.is_set() and not self._take(job):
            log.error("the SIP thread is %d jobs behind: one is dropped", self._jobs.maxsize)

    async def run[T](self, job: Callable[[], T], wanted: str) -> T:
        """Do `job` on the thread and return its result or raise its error.

        Raises:
            GatewayStopped: the thread is over. CommandRefused: it is too far behind.
        """
        if self._stopping.is_set() or not self._thread.is_alive():
            raise GatewayStopped(wanted)
        result: Future[T] = Future()
        if not self._take(partial(_carry_out, result, job)):
            raise CommandRefused(wanted, f"the SIP thread is {self._jobs.maxsize} commands behind")
        return await asyncio.wrap_future(result)

    def _take(self, job: Callable[[], None]) -> bool:
        with contextlib.suppress(queue.Full):
            self._jobs.put_nowait(job)
            return True
        return False

    def _main(self) -> None:
        if not _fulfil(self._opened, self._work.open):
            self._stopping.set()
            return
        poll_guard, job_guard, close_guard = self._guards
        while not self._stopping.is_set():
            with poll_guard:
                self._work.poll(POLL_MS)
            self._do_jobs(job_guard)
        self._do_jobs(job_guard)
        with close_guard:
            self._work.close()
        self._closed.set_result(None)

    def _do_jobs(self, guard: Guard) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                job = self._jobs.get_nowait()
                with guard:
                    job()


def _carry_out[T](result: "Future[T]", job: Callable[[], T]) -> None:
    _fulfil(result, job)


def _fulfil[T](result: "Future[T]", job: Callable[[], T]) -> bool:
    """Run `job` into `result`; True if it did not raise."""
    if not result.set_running_or_notify_cancel():
        return False
    try:
        value = job()
    except Exception as error:  # noqa: BLE001 - carried to the coroutine that asked, which raises it
        result.set_exception(error.with_traceback(None))  # a traceback would pin pjsua2 objects to a foreign thread
        return False
    result.set_result(value)
    return True
