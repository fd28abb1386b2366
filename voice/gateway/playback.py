"""One thing being said on a leg: fed from asyncio, drained frame by frame on the media thread."""

import asyncio
import contextlib
import time
from collections import deque
from dataclasses import dataclass

from voice.audio import FRAME_BYTES, FRAME_MS, SILENCE_FRAME, whole_frames


@dataclass(frozen=True, slots=True)
class Played:
    """How a playback went."""

    completed: bool  # everything fed was played to its end
    started_s: float | None  # monotonic time at which the first sample that is not silence went to RTP
    played_ms: int


class Playback:
    """PCM on its way to the far side. 8 kHz mono s16.

    `feed`, `end`, `pause` and `stop` belong to the event loop; `next_frame` to the media thread. Both meet only in a
    deque and in flags that are written by one side, so neither ever waits for the other.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._frames: deque[bytes] = deque()
        self._rest = b""  # less than a frame
        self._fed_all = False  # end() was called
        self._over = False  # nothing more leaves
        self._paused = False  # silence leaves, the queue waits
        self._started_s: float | None = None
        self._played_frames = 0
        self._played: asyncio.Future[Played] = loop.create_future()
        self.starved = 0  # frames of silence sent because the feeder was late

    @property
    def over(self) -> bool:
        """Whether it ended, was stopped, or its leg is gone."""
        return self._over

    def feed(self, pcm: bytes) -> None:
        """Queue more sound, of any length. Ignored once the playback is over; ValueError after end()."""
        if self._over:
            return
        if self._fed_all:
            raise ValueError("feed() after end() of a playback")
        data = self._rest + pcm
        whole = len(data) - len(data) % FRAME_BYTES
        for start in range(0, whole, FRAME_BYTES):
            self._frames.append(data[start : start + FRAME_BYTES])
        self._rest = data[whole:]

    def end(self) -> None:
        """Say that no more will be fed; an unfinished frame is filled up with silence."""
        if self._rest and not self._over:
            self._frames.append(whole_frames(self._rest))
        self._rest = b""
        self._fed_all = True

    def pause(self, on: bool) -> None:
        """Fall silent at the next frame and keep what is queued; False goes on where it stopped."""
        self._paused = on

    def stop(self) -> None:
        """Drop what is queued: the frame being sent is the last. Also called when the leg ends."""
        if not self._over:
            self._over = True
            self._frames.clear()
            self._settle(self._result(completed=False))

    async def done(self) -> Played:
        """Wait until the last fed sample has been played out, or the playback was stopped, or the leg ended."""
        return await asyncio.shield(self._played)

    def next_frame(self) -> bytes:
        """The next 20 ms. Media thread only, every 20 ms."""
        if self._over or self._paused:
            return SILENCE_FRAME
        fed_all = self._fed_all  # read before the deque: end() appends first and sets the flag after
        try:
            frame = self._frames.popleft()
        except IndexError:
            return self._ran_dry(fed_all)
        if self._started_s is None and frame != SILENCE_FRAME:
            self._started_s = time.monotonic()
        self._played_frames += 1
        return frame

    def _ran_dry(self, fed_all: bool) -> bytes:
        if fed_all:  # one frame time after the last frame went out: the far side has it all
            self._over = True
            with contextlib.suppress(RuntimeError):  # the loop closed under a running call
                self._loop.call_soon_threadsafe(self._settle, self._result(completed=True))
        elif self._played_frames:
            self.starved += 1
        return SILENCE_FRAME

    def _result(self, completed: bool) -> Played:
        return Played(completed, self._started_s, self._played_frames * FRAME_MS)

    def _settle(self, result: Played) -> None:
        if not self._played.done():
            self._played.set_result(result)
