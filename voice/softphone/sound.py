"""The phone's mouth and ear: one conference port a call, a queue of files to say, a stereo recording."""

import ctypes
import time
import wave
from collections import deque
from pathlib import Path
from typing import Any

import numpy as np
import pjsua2 as pj

RATE_HZ = 8000
FRAME_BYTES = 320
SILENCE = bytes(FRAME_BYTES)
LATE_S = 0.040


class WavProblem(Exception):
    """A file that cannot be played."""


def read_wav(path: Path) -> bytes:
    """8 kHz mono 16-bit PCM of a WAV file; raises WavProblem."""
    try:
        with wave.open(str(path), "rb") as source:
            shape = (source.getframerate(), source.getnchannels(), source.getsampwidth())
            pcm = source.readframes(source.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise WavProblem(f"{path} cannot be read as WAV: {error}") from error
    if shape != (RATE_HZ, 1, 2):
        raise WavProblem(f"{path} is {shape[0]} Hz, {shape[1]} channels, {8 * shape[2]} bit; give 8000 Hz mono 16 bit")
    return pcm


class Recorder:
    """Writes what is heard (left) and said (right) as they pair up."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = wave.open(str(path), "wb")  # open as long as the call
        self._file.setnchannels(2)
        self._file.setsampwidth(2)
        self._file.setframerate(RATE_HZ)

    def write(self, heard: bytes, said: bytes) -> None:
        """One frame of both."""
        pair = np.empty((FRAME_BYTES // 2, 2), dtype="<i2")
        pair[:, 0] = np.frombuffer(heard, dtype="<i2")
        pair[:, 1] = np.frombuffer(said, dtype="<i2")
        self._file.writeframes(pair.tobytes())

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


class PhoneSound:
    """Frames between the media thread and the main thread."""

    def __init__(self) -> None:
        self.heard: deque[tuple[float, bytes]] = deque()  # time and frame; media thread appends
        self.said: deque[tuple[float, bytes, bool]] = deque()  # time, frame, whether it is of a file
        self.to_say: deque[bytes] = deque()  # media thread pops
        self.frames = 0
        self.late = 0
        self._last_s = 0.0

    def hear(self, pcm: bytes) -> None:
        """A frame came, or silence when there was none. Media thread."""
        now_s = time.monotonic()
        self.frames += 1
        if self._last_s and now_s - self._last_s > LATE_S:
            self.late += 1
        self._last_s = now_s
        self.heard.append((now_s, pcm if len(pcm) == FRAME_BYTES else SILENCE))

    def say(self) -> bytes:
        """The next frame for the far side. Media thread."""
        of_file = bool(self.to_say)
        pcm = self.to_say.popleft() if of_file else SILENCE
        self.said.append((time.monotonic(), pcm, of_file))
        return pcm


class PhonePort(pj.AudioMediaPort):  # type: ignore[misc]  # pjsua2 has no type information
    """Carries frames between pjsua2's clock and PhoneSound."""

    def __init__(self, sound: PhoneSound) -> None:
        super().__init__()
        self._sound = sound
        self._bulk = hasattr(pj.ByteVector, "assign_from_bytes")
        shape = pj.MediaFormatAudio()
        shape.init(pj.PJMEDIA_FORMAT_PCM, RATE_HZ, 1, 20000, 16)
        self.createPort("phone", shape)

    def onFrameReceived(self, frame: Any) -> None:
        """From the far side."""
        vector, size = frame.buf, frame.size
        if frame.type != pj.PJMEDIA_FRAME_TYPE_AUDIO or not size:
            self._sound.hear(SILENCE)
        else:
            self._sound.hear(ctypes.string_at(_begin(vector), size))

    def onFrameRequested(self, frame: Any) -> None:
        """For the far side."""
        pcm = self._sound.say()
        frame.type = pj.PJMEDIA_FRAME_TYPE_AUDIO
        vector = frame.buf
        if self._bulk:
            vector.assign_from_bytes(pcm)
        else:
            vector.resize(len(pcm))
            ctypes.memmove(_begin(vector), pcm, len(pcm))
        frame.size = len(pcm)


def _begin(vector: Any) -> int:
    # libstdc++: a std::vector starts with the pointer to its first element
    return ctypes.c_void_p.from_address(int(vector.this)).value or 0
