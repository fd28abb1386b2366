"""The sound of one leg between the media thread and the rest: what goes out, where what comes in goes.

Nothing here blocks or logs: it runs 50 times a second for every call on the one thread that clocks all of them.
"""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from voice.audio import FRAME_BYTES, SILENCE_FRAME
from voice.gateway.guard import Guard
from voice.gateway.playback import Playback
from voice.gateway.tones import ToneEar

LATE_S = 0.040  # a frame that comes more than one frame time late


class BothSides(Protocol):
    """What is given both sides of a call, on the media thread (`voice.gateway.tap.Tap`)."""

    def sent(self, frame: bytes) -> None: ...
    def caller(self, frame: bytes | None) -> None: ...
    def beside(self, frame: bytes | None) -> None: ...
    def third(self, frame: bytes | None) -> None: ...


def _nobody(key: str) -> None:
    """Nobody waits for tones."""


class LegSound:
    """Sink, playback and counters of a leg. Attributes marked (media) are written by the media thread only."""

    def __init__(self) -> None:
        self.sink: Callable[[bytes], None] | None = None  # written by the loop
        self.playback: Playback | None = None  # written by the loop
        self.sent: Callable[[bytes], None] | None = None  # written by the loop
        self.tap: BothSides | None = None  # written by the loop
        self.overheard: Callable[[bytes | None], None] | None = None  # by the tap of another; written by the loop
        self.frames = 0  # (media) 20 ms frames received
        self.late = 0  # (media) of them, those that came over 20 ms late
        self.starved = 0  # (media) playback frames that were not fed in time
        self.heard_s = 0.0  # (SIP thread) when RTP packets were last seen to come, monotonic; 0: not yet
        self.pauses = False  # (SIP thread) its RTP stopped for a while and came again: it suppresses silence (DTX)
        self._tick_s = 0.0  # (media)
        self._tones: ToneEar | None = None  # where keys come as tones in the sound
        self._on_tone: Callable[[str], None] = _nobody
        self._tone_guard = Guard("the ear for keypad tones")
        self._sink_guard = Guard("the listener of a leg")

    @property
    def dropped(self) -> int:
        """Frames lost because the sink raised."""
        return self._sink_guard.dropped

    @property
    def hears_tones(self) -> bool:
        """Whether keys are listened for in the sound."""
        return self._tones is not None

    def incoming(self, pcm: bytes) -> None:
        """One received frame. Media thread."""
        now_s = time.monotonic()
        self.frames += 1
        if self._tick_s and now_s - self._tick_s > LATE_S:
            self.late += 1
        self._tick_s = now_s
        self._record(pcm)
        tones = self._tones
        if tones is not None and len(pcm) == FRAME_BYTES:
            with self._tone_guard:
                for key in tones.feed(pcm):
                    self._on_tone(key)
        sink = self.sink
        if sink is not None and len(pcm) == FRAME_BYTES:
            with self._sink_guard:
                sink(pcm)

    def hear_tones(self, on_key: Callable[[str], None] | None) -> None:
        """Listen for keypad tones and tell `on_key` of each, on the media thread; None: no longer."""
        if on_key is None:
            self._tones = None
        elif self._tones is None:
            self._on_tone = on_key
            self._tones = ToneEar()

    def gap(self) -> None:
        """A tick without sound from the far side. Media thread."""
        self._tick_s = 0.0
        self._record(None)

    def outgoing(self) -> bytes:
        """The next frame to send; silence when nothing plays, so that RTP never pauses. Media thread."""
        tap = self.tap
        frame = self._next()
        if tap is not None:
            tap.sent(frame)
        return frame

    def _record(self, pcm: bytes | None) -> None:
        tap, overheard = self.tap, self.overheard
        if tap is not None:
            tap.caller(pcm)
        if overheard is not None:
            overheard(pcm)

    def _next(self) -> bytes:
        playback = self.playback
        if playback is None:
            return SILENCE_FRAME
        frame = playback.next_frame()
        sent = self.sent
        if sent is not None and frame is not SILENCE_FRAME:  # silence has no echo
            with self._sink_guard:
                sent(frame)
        if playback.over:
            self.starved += playback.starved
            playback.starved = 0
        return frame

    def close(self) -> None:
        """The leg is over: release who waits for the playback. Event loop."""
        self.sink = self.sent = self.overheard = None
        self.tap = None
        if self.playback is not None:
            self.playback.stop()


def share(sounds: Sequence[LegSound]) -> None:
    """These legs are in one bridge: what comes from the others is in what is recorded of each. Event loop."""
    for sound in sounds:
        sound.overheard = None
    for recorded in sounds:
        if (tap := recorded.tap) is not None:
            others = [one for one in sounds if one is not recorded]
            for other, hear in zip(others, (tap.beside, tap.third), strict=False):
                other.overheard = hear
