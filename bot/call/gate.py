"""Who may speak to the recognisers now: as many callers as they can serve; the others wait in line.

a call ──▶ room, and nobody in line? ──▶ let in
               └─ no ──▶ in line, heard by nobody yet, keys work (`bot/call/in_line.py`) ──▶ let in, in order
                           └─ the line is full: `full`, new calls hear 486 at the door
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LOOK_S = 0.2
"""One caller is let in at a time, so that the next look counts him."""


class Gate:
    """`room` says whether one more can be served; `most_waiting` callers may wait."""

    def __init__(self, room: Callable[[], bool], most_waiting: int) -> None:
        self._room = room
        self._most_waiting = most_waiting
        self._line: deque[asyncio.Event] = deque()

    @property
    def waiting(self) -> int:
        """Callers in line."""
        return len(self._line)

    def full(self) -> bool:
        """Whether a new caller would find no place, not even in line. Any thread."""
        return len(self._line) >= self._most_waiting and not self._room()

    @contextmanager
    def place(self) -> Iterator[asyncio.Event]:
        """A caller's place; the event is set when his turn has come. Who leaves gives it up."""
        turn = asyncio.Event()
        if not self._line and self._room():
            turn.set()
        else:
            self._line.append(turn)
        try:
            yield turn
        finally:
            if turn in self._line:
                self._line.remove(turn)

    async def run(self) -> None:
        """Let callers in as room comes, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            if self._line and self._room():
                self._line.popleft().set()


def always_open() -> Gate:
    """Everybody is let in."""
    return Gate(lambda: True, 0)
