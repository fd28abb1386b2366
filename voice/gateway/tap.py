"""A tap on one call: what the caller says and what the caller hears, tick by tick of the media clock.

In each tick of 20 ms the media thread asks for what goes out (`sent`) and then brings what came in, of all legs in any
order. So `sent` begins a tick, and whatever comes a second time does; a tick is whole when the next one begins.

    sent, caller, beside ──▶ tick ──▶ bounded queue ──▶ `take`, on another thread
                               │ the clock was late: silence in its place
                               └ the queue is full: dropped, counted, silence in its place

The media thread only moves references here: no copy, no sum, no lock. `stereo` does the rest where there is time.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voice.audio import FRAME_BYTES, FRAME_MS, FRAME_SAMPLES, SILENCE_FRAME, to_samples

MOST_TICKS = 3_000
"""One minute: so long may who takes them be away."""
LATE_S = 0.6
"""The media clock makes up for half a second; what it misses beyond never comes."""
FRAME_S = FRAME_MS / 1000
LOUDEST = 32_767

Frame = bytes | None
"""320 bytes; None: silence."""
Stereo = npt.NDArray[np.int16]
"""Shape (n, 2): what the caller said, what the caller heard."""


@dataclass(frozen=True, slots=True)
class Tick:
    """20 ms of a call. `beside`, `third`: of the legs it is bridged with, which the caller hears with what is sent."""

    caller: Frame = None
    sent: Frame = None
    beside: Frame = None
    third: Frame = None


Item = Tick | int
"""A tick, or so many of silence."""


class Tap:
    """Attributes marked (loop) are written by the event loop, all others by the media thread.

    Args:
        most_ticks: so many wait to be taken.
        clock: monotonic, s.
    """

    def __init__(self, *, most_ticks: int = MOST_TICKS, clock: Callable[[], float] = time.monotonic) -> None:
        self.paused = False  # (loop) silence instead of both sides
        self.caller_shut = False  # (loop) silence instead of the caller
        self.dropped = 0  # ticks for which there was no room
        self.padded = 0  # ticks that the media clock missed
        self.bridged_at: int | None = None  # ticks before the first sound of a leg beside
        self.hushed = 0  # ticks that passed in a pause
        self._most_ticks = most_ticks
        self._clock = clock
        self._items: deque[Item] = deque()
        self._began_s = 0.0  # when the first tick began; 0: not yet
        self._count = 0  # ticks so far, silent ones too
        self._owed = 0  # of silence, before the next tick
        self._open = False
        self._caller: Frame = None
        self._sent: Frame = None
        self._beside: Frame = None
        self._third: Frame = None
        self._has_caller = self._has_sent = self._has_beside = self._has_third = False

    def sent(self, frame: bytes) -> None:
        """What goes out to the caller now. Media thread."""
        self._close_tick()
        self._begin_tick()
        self._has_sent = True
        if frame is not SILENCE_FRAME and not self.paused:
            self._sent = frame

    def caller(self, frame: Frame) -> None:
        """What came from the caller; None: nothing did. Media thread."""
        if not self._open or self._has_caller:
            self._close_tick()
            self._begin_tick()
        self._has_caller = True
        if not self.paused and not self.caller_shut:
            self._caller = _whole(frame)

    def beside(self, frame: Frame) -> None:
        """What came from the leg that the caller's is bridged with. Media thread."""
        if not self._open or self._has_beside:
            self._close_tick()
            self._begin_tick()
        self._has_beside = True
        if self.bridged_at is None:
            self.bridged_at = self._count
        if not self.paused:
            self._beside = _whole(frame)

    def third(self, frame: Frame) -> None:
        """What came from a second leg that the caller's is bridged with. Media thread."""
        if not self._open or self._has_third:
            self._close_tick()
            self._begin_tick()
        self._has_third = True
        if not self.paused:
            self._third = _whole(frame)

    def finish(self) -> None:
        """The call is over: the tick at hand is whole. After the last frame."""
        self._close_tick()

    def take(self) -> list[Item]:
        """What has come since; any one thread."""
        taken: list[Item] = []
        while self._items:
            taken.append(self._items.popleft())
        return taken

    def _begin_tick(self) -> None:
        now_s = self._clock()
        if not self._began_s:
            self._began_s = now_s
        late_s = now_s - self._began_s - self._count * FRAME_S
        if late_s > LATE_S:
            missed = int(late_s / FRAME_S)
            self.padded += missed
            self._owed += missed
            self._count += missed
        self._open = True

    def _close_tick(self) -> None:
        if not self._open:
            return
        self._count += 1
        self.hushed += self.paused
        if len(self._items) >= self._most_ticks:
            self.dropped += 1
            self._owed += 1
        else:
            if self._owed:
                self._items.append(self._owed)
                self._owed = 0
            self._items.append(Tick(self._caller, self._sent, self._beside, self._third))
        self._caller = self._sent = self._beside = self._third = None
        self._has_caller = self._has_sent = self._has_beside = self._has_third = self._open = False


def stereo(items: Iterable[Item]) -> Stereo:
    """Items as sound: the caller left, right the sum of what the caller heard."""
    caller: list[bytes] = []
    sent: list[bytes] = []
    beside: list[bytes] = []
    third: list[bytes] = []
    for item in items:
        if isinstance(item, int):
            for side in (caller, sent, beside, third):
                side.append(bytes(item * FRAME_BYTES))
            continue
        caller.append(item.caller or SILENCE_FRAME)
        sent.append(item.sent or SILENCE_FRAME)
        beside.append(item.beside or SILENCE_FRAME)
        third.append(item.third or SILENCE_FRAME)
    sound = np.empty((sum(map(len, caller)) // 2, 2), dtype=np.int16)
    sound[:, 0] = to_samples(b"".join(caller))
    sound[:, 1] = _sum(sent, *(side for side in (beside, third) if any(one is not SILENCE_FRAME for one in side)))
    return sound


def samples(items: Iterable[Item]) -> int:
    """How long `items` are, samples of a channel."""
    return FRAME_SAMPLES * sum(item if isinstance(item, int) else 1 for item in items)


def _sum(one: list[bytes], *others: list[bytes]) -> npt.NDArray[np.int16]:
    if not others:
        return to_samples(b"".join(one))
    every = to_samples(b"".join(one)).astype(np.int32)
    for other in others:
        every += to_samples(b"".join(other))
    return every.clip(-LOUDEST - 1, LOUDEST).astype(np.int16)


def _whole(frame: Frame) -> Frame:
    """The first frame of a stream is shorter, or empty."""
    return frame if frame is not None and len(frame) == FRAME_BYTES else None
