"""Prompts spoken by a human: WAV files that take the place of the synthetic voice."""

import hashlib
from pathlib import Path

import numpy as np
import soundfile
import soxr

from voice.audio import SAMPLE_RATE_HZ, whole_frames
from voice.errors import RecordingBroken
from voice.speak.line_sound import LineSound, gain_to_target

LONGEST_S = 120.0


def recording_key(text: str) -> str:
    """The name (without .wav) of the recording of `text`: 16 hexadecimal digits; spacing does not matter."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


class Recordings:
    """`folder`/LANGUAGE/KEY.wav. Blocking: call it from a thread."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, text: str, language: str) -> bytes | None:
        """The recording of `text` as 8 kHz PCM in whole frames; None where there is none. Raises RecordingBroken."""
        if self._folder is None:
            return None
        path = self._folder / language / f"{recording_key(text)}.wav"
        return read_recording(path) if path.is_file() else None


def read_recording(path: Path) -> bytes:
    """A WAV file of any rate, mono or stereo, at the line's rate and the common loudness. Raises RecordingBroken."""
    try:
        sound, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.SoundFileError as trouble:
        raise RecordingBroken(str(path), "it is no sound file that can be read") from trouble
    if not len(sound) or len(sound) > LONGEST_S * rate_hz:
        raise RecordingBroken(str(path), f"it is empty or longer than {LONGEST_S:g} s")
    mono = np.mean(sound, axis=1)
    at_line = soxr.resample(mono, rate_hz, SAMPLE_RATE_HZ)
    line = LineSound(rate_hz, gain_to_target(at_line))
    pcm = (np.clip(mono, -1, 1) * 32767).astype("<i2").tobytes()
    return whole_frames(line.feed(pcm) + line.finish())
