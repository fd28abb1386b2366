"""Keeps a child process alive: whoever watches it says when it is gone, and it is started again, for ever.

up ──gone()──▶ pause ──▶ start() ──▶ up
                 ▲          │ it raised, whatever: what is short now (memory, file handles) may come back
                 └──────────┘ a longer pause, as after a death that follows at once
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn, Protocol

WAITS_S = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""The pauses before a start, growing; the last one for ever."""
HEALTHY_S = 60.0
"""A child that has been up for so long begins with the first pause again."""
REPLACED_S = 0.1
"""After the end of a keeper: not at once, for a loop that is being closed cancels every task."""
BUGS = (TypeError, AttributeError, LookupError, AssertionError, NameError)
"""Of which a log wants to know the place."""

log = logging.getLogger(__name__)

Start = Callable[[], Awaitable[object]]
"""Ends what is left of the child and starts it; returns when it is up. May raise anything."""
Gone = Callable[[], Awaitable[str]]
"""Returns when the child is gone, with the reason; at once where it is not up. May raise anything."""


@dataclass(frozen=True, slots=True)
class ChildGone:
    """It has to be started again."""

    why: str


@dataclass(frozen=True, slots=True)
class NotBack:
    """A start failed."""

    fault: BaseException


@dataclass(frozen=True, slots=True)
class Back:
    """It is up again."""


OnEvent = Callable[[ChildGone | NotBack | Back], None]


async def keep(
    start: Start,
    gone: Gone,
    waits: Sequence[float],
    on_event: OnEvent,
    *,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> NoReturn:
    """Keep a child that is up now. `waits`: pauses before a start, s. Ends only by being cancelled."""
    tries, up_s = 0, clock()
    while True:
        on_event(ChildGone(await _reason(gone)))
        tries = 0 if clock() - up_s >= HEALTHY_S else tries
        while True:
            await sleep(waits[min(tries, len(waits) - 1)])
            tries += 1
            try:
                await start()
            except (Exception, asyncio.CancelledError) as fault:  # noqa: BLE001 - whatever it is, it may pass
                _raise_if_called_off(fault)
                on_event(NotBack(fault))
            else:
                break
        on_event(Back())
        up_s = clock()


async def _reason(gone: Gone) -> str:
    try:
        return await gone()
    except (Exception, asyncio.CancelledError) as fault:  # noqa: BLE001 - a child that nobody can watch is started anew
        _raise_if_called_off(fault)
        return f"it cannot be watched ({fault!r})"


def _raise_if_called_off(fault: BaseException) -> None:
    """Raise where it is we who are cancelled, not something that we waited for."""
    if isinstance(fault, asyncio.CancelledError) and (task := asyncio.current_task()) and task.cancelling():
        raise fault


@dataclass(frozen=True, slots=True)
class Kept:
    """How a child has fared."""

    name: str
    deaths: int = 0
    """How often it was gone."""
    last_why: str = ""
    """Why it was gone the last time."""
    keepers_lost: int = 0
    """How often its keeper ended by itself: a mistake of ours."""


class KeptChild(Protocol):
    """A child process that has a keeper."""

    @property
    def pid(self) -> int | None: ...
    @property
    def ready(self) -> bool:
        """Whether it is up and may be asked."""
        ...

    @property
    def kept(self) -> Kept: ...


class Keeper:
    """Runs `keep` in a task of its own. One that ends without `stop` is told, and another takes its place."""

    def __init__(self, name: str, start: Start, gone: Gone, waits: Sequence[float] = WAITS_S) -> None:
        self._start = start
        self._gone = gone
        self._waits = waits
        self._task: asyncio.Task[NoReturn] | None = None
        self.kept = Kept(name)

    def begin(self) -> None:
        """Keep the child from now on."""
        work = keep(self._start, self._gone, self._waits, self._note)
        self._task = asyncio.create_task(work, name=f"keep {self.kept.name}")
        self._task.add_done_callback(self._ended)

    async def stop(self) -> None:
        """Keep it no longer; the child itself is left as it is."""
        if self._task is not None:
            task, self._task = self._task, None
            task.cancel()
            await asyncio.wait({task})

    def _note(self, event: ChildGone | NotBack | Back) -> None:
        name = self.kept.name
        match event:
            case ChildGone(why):
                self.kept = replace(self.kept, deaths=self.kept.deaths + 1, last_why=why)
                log.error("%s is gone: %s; starting it again", name, why)
            case NotBack(fault):
                words = str(fault) or type(fault).__name__
                log.error("%s is not up again: %s", name, words, exc_info=fault if isinstance(fault, BUGS) else None)
            case Back():
                log.warning("%s is up again", name)

    def _ended(self, task: asyncio.Task[NoReturn]) -> None:
        if self._task is not task:
            return
        self.kept = replace(self.kept, keepers_lost=self.kept.keepers_lost + 1)
        why = None if task.cancelled() else task.exception()
        log.error("the keeper of %s ended (%r); another takes its place", self.kept.name, why or "cancelled")
        task.get_loop().call_later(REPLACED_S, self._replace, task)

    def _replace(self, task: asyncio.Task[NoReturn]) -> None:
        if self._task is task:
            self.begin()
