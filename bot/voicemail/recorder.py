"""Records one caller's message after the other, or many at once: `handoff.voicemail.mailbox.MessageRecorder`.

media thread ─ frames ─▶ tap ─▶ the recorder's thread ─▶ locked file
                    └──▶ queue ─▶ event loop: is it speech? ─▶ over by silence, or at the limit
                                             # ─▶ over         hung up ─▶ over, and kept
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable

from bot.recordings.recorder import Recorder
from bot.recordings.recording import Recording
from bot.voicemail.ending import MessageEnding, NewEar, SpeechEar
from handoff.acd.company import cancelled
from handoff.acd.port import CallerLeg
from handoff.errors import CallerGone
from handoff.voicemail.message import Fate, Taken
from handoff.voicemail.options import VoicemailRules

END = "#"
LOOK_S = 0.1
"""So often the frames that came are judged: three pieces of sound, a millisecond of work."""
MOST_FRAMES = 500
"""Ten seconds: so late may the event loop be."""
WRITE_S = 15.0
"""The disk takes its end within that, or it counts as not taken."""


class _Sound:
    """What the media thread brings, for the disk and for the ear."""

    def __init__(self, recording: Recording) -> None:
        self._tap = recording.tap
        self.frames: deque[bytes] = deque(maxlen=MOST_FRAMES)

    def __call__(self, frame: bytes) -> None:
        self._tap.caller(frame)
        self.frames.append(frame)


class MessageTaker:
    """Every message goes through `recorder`, which has a folder of its own.

    Args:
        new_ear: for each message. clock: s, never goes back.
    """

    def __init__(
        self,
        recorder: Recorder,
        new_ear: NewEar,
        rules: VoicemailRules,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._recorder = recorder
        self._new_ear = new_ear
        self._rules = rules
        self._clock = clock

    async def take(self, packet_id: str, caller: CallerLeg) -> Taken:
        """See `MessageRecorder.take`."""
        recording = self._recorder.open(packet_id)
        if recording is None:
            return Taken(Fate.UNABLE)
        ending = MessageEnding(self._rules, self._clock())
        try:
            gone = await self._record(recording, caller, ending)
        finally:
            caller.listen(None)
            if ending.says_something:
                recording.end(handed=False)
            else:
                recording.opt_out()
        fate = await self._fate(recording, says_something=ending.says_something)
        return Taken(fate) if gone is None else Taken(fate, gone=True, lost=gone)

    async def _record(self, recording: Recording, caller: CallerLeg, ending: MessageEnding) -> str | None:
        """Until it is over; how the caller was lost where that ended it ("" by hanging up), else None."""
        sound, ear = _Sound(recording), self._new_ear()
        caller.listen(sound)
        listening = asyncio.ensure_future(self._listen(sound, ear, ending))
        pressing = asyncio.ensure_future(_pressed(caller))
        leaving = asyncio.ensure_future(caller.left())
        try:
            await asyncio.wait({listening, pressing, leaving}, return_when=asyncio.FIRST_COMPLETED)
            self._judge(sound, ear, ending)
            return leaving.result() if leaving.done() else None
        finally:
            await cancelled(listening, pressing, leaving)

    async def _listen(self, sound: _Sound, ear: SpeechEar, ending: MessageEnding) -> None:
        """Returns when it is over by what is heard, or when the disk takes no more."""
        while ending.over(self._clock()) is None and not self._recorder.stopped:
            await asyncio.sleep(LOOK_S)
            self._judge(sound, ear, ending)

    def _judge(self, sound: _Sound, ear: SpeechEar, ending: MessageEnding) -> None:
        now_s = self._clock()
        while sound.frames:
            for piece in ear.feed(sound.frames.popleft(), now_s):
                ending.heard(piece.probability, piece.duration_ms / 1000, now_s)

    async def _fate(self, recording: Recording, *, says_something: bool) -> Fate:
        try:
            async with asyncio.timeout(WRITE_S):
                kept = await asyncio.wrap_future(recording.settled)
        except TimeoutError:
            return Fate.UNABLE
        if not says_something:
            return Fate.UNABLE if self._recorder.stopped else Fate.EMPTY
        if kept is None:
            return Fate.UNABLE
        return Fate.KEPT if kept.whole else Fate.CUT


async def _pressed(caller: CallerLeg) -> None:
    """Returns at the key that ends a message; `left` tells of who goes."""
    with contextlib.suppress(CallerGone):
        while await caller.key() != END:
            pass
        return
    await asyncio.get_running_loop().create_future()
