"""Everything that reaches one call from outside, in one place: what the line tells, and what the recognisers hear.

            HoldChanged(True)
    TALKING ─────────────────▶ HELD          in both: `arm` begins a turn; what was heard before it and not taken, or
      │  ▲   HoldChanged(False)  │ │                  comes later, is dropped by its number
      │  └───────────────────────┘ │
      └───────────▶ ENDED ◀────────┘ LegEnded

    `next` gives, in TALKING: a change of hold, keys and transfers in their order, the end of the saying, what is heard
                  in HELD:    the same without what is heard: the recogniser hears the music of the other side
                  in ENDED:   keys and transfers that came before the end, then CallerGone for ever

    barge-in, in what is heard:  BargeInSuspected ──▶ BargeInConfirmed
                                        └───────────▶ BargeInWithdrawn

Nobody else reads a leg's events, and whoever opens a recogniser lets it tell `hear`. Nothing is put back: what is not
taken waits. When more waits than there is room for, a new key is dropped (what floods us is no finger), for news of a
transfer the oldest that waits, and of what is heard the oldest (the end of a turn comes last); never a hold, a lost
recogniser or the end of the call.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import Any

from bot.errors import CallerGone
from bot.tasks import call_off
from voice.events import HoldChanged, KeyPressed, LegEnded, LegEvent, ListenerLost, ListenEvent, TurnEvent

MOST_WAITING = 256
"""Many times what a caller does while the dialogue thinks."""
Signal = LegEvent | ListenEvent

_log = logging.getLogger(__name__)


class CallSignals:
    """The signals of one call; `next` belongs to one task at a time.

    Begins to read at once. `most_waiting`: so many signals wait of the line, and so many of the recognisers.
    """

    def __init__(self, legs: asyncio.Queue[LegEvent], *, most_waiting: int = MOST_WAITING) -> None:
        self._legs = legs
        self._most_waiting = most_waiting
        self._line: deque[LegEvent] = deque()
        self._heard: deque[TurnEvent] = deque()
        self._lost: ListenerLost | None = None  # a recogniser died, and nobody was told yet
        self._told_held = False  # the state of hold that `next` told last
        self._news: asyncio.Future[None] | None = None  # what `next` waits for
        self.ended: asyncio.Future[LegEnded] = asyncio.get_running_loop().create_future()
        """How and why the leg ended. To be waited for with `asyncio.wait`, which cancels nothing."""
        self.held = False
        """The caller put us on hold: nothing that is said is heard."""
        self.turn = 0
        """Of the last `arm`."""
        self.dropped = 0
        """Signals for which there was no room."""
        self._claimed: dict[str, Callable[[], None]] = {}  # keys that are no part of a turn
        self._reading = asyncio.create_task(self._read(), name="signals of a call")

    def arm(self) -> int:
        """A new turn of the caller begins: its number, for `Ear.expect`. What was heard in older ones is dropped."""
        self.turn += 1
        self._heard.clear()
        return self.turn

    def claim(self, key: str, then: Callable[[], None] | None) -> None:
        """From now on `key` is not the turn's: it is told to `then` each time it is pressed; None: it is again."""
        if then is None:
            self._claimed.pop(key, None)
        else:
            self._claimed[key] = then

    def hear(self, event: ListenEvent) -> None:
        """A recogniser tells something; of an older turn it comes too late."""
        if isinstance(event, ListenerLost):
            self._lost = event
        elif event.turn == self.turn:
            if len(self._heard) >= self._most_waiting:
                self._heard.popleft()
                self._drop()
            self._heard.append(event)
        self._wake()

    async def next[T](self, timeout_s: float | None, saying: asyncio.Future[T] | None = None) -> Signal | T | None:
        """The next signal, the result of `saying` once that has ended, or None after `timeout_s`; see the module.

        Raises CallerGone: the call is over, and everything that came before was given. What `saying` raises.
        """
        await asyncio.sleep(0)  # a saying that has just begun gets as far as it can; no flood stops the loop
        deadline_s = None if timeout_s is None else asyncio.get_running_loop().time() + timeout_s
        while True:
            if (signal := self._of_the_line()) is not None:
                return signal
            if saying is not None and saying.done():
                return saying.result()
            if (heard := self._of_the_recognisers()) is not None:
                return heard
            if not await self._something(deadline_s, saying):
                return None

    def check(self) -> None:
        """Raises CallerGone where the call is over."""
        if self.ended.done():
            raise CallerGone(self.ended.result().reason)

    async def aclose(self) -> None:
        """Read no more."""
        await call_off(self._reading)

    def _of_the_line(self) -> LegEvent | None:
        if self._told_held != self.held:
            self._told_held = self.held
            return HoldChanged(self.held, asyncio.get_running_loop().time())
        if self._line:
            return self._line.popleft()
        self.check()
        return None

    def _of_the_recognisers(self) -> ListenEvent | None:
        if self.held:
            return None
        if self._heard:
            return self._heard.popleft()
        lost, self._lost = self._lost, None
        return lost

    async def _something[T](self, deadline_s: float | None, saying: asyncio.Future[T] | None) -> bool:
        """Wait until there is something new; False at the deadline."""
        loop = asyncio.get_running_loop()
        self._news = loop.create_future()
        waiting: set[asyncio.Future[Any]] = {self._news} if saying is None else {self._news, saying}
        left_s = None if deadline_s is None else max(0.0, deadline_s - loop.time())
        done, _ = await asyncio.wait(waiting, timeout=left_s, return_when=asyncio.FIRST_COMPLETED)
        return bool(done)

    def _wake(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    async def _read(self) -> None:
        """Take everything that the leg tells, until its end."""
        while not self.ended.done():
            self._take(await self._legs.get())
            self._wake()

    def _take(self, event: LegEvent) -> None:
        match event:
            case LegEnded():
                self.ended.set_result(event)
            case HoldChanged():
                self.held = event.held
            case KeyPressed() if event.digit in self._claimed:
                self._claimed[event.digit]()
            case _:
                self._append(event)

    def _append(self, event: LegEvent) -> None:
        if len(self._line) >= self._most_waiting:
            self._drop()
            if isinstance(event, KeyPressed):
                return
            self._line.popleft()
        self._line.append(event)

    def _drop(self) -> None:
        if self.dropped == 0:
            _log.warning("a call gets more signals than it takes: %d wait already", self._most_waiting)
        self.dropped += 1
