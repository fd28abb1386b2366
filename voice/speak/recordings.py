"""Prompts spoken by a human: WAV files that take the place of the synthetic voice."""

import hashlib
import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from voice.audio import SAMPLE_RATE_HZ, whole_frames
from voice.errors import RecordingBroken
from voice.speak.line_sound import TARGET_LUFS, Floats, levelled, line_pcm
from voice.speak.loudness import integrated_lufs
from voice.streamed_wav import sound_source

LONGEST_S = 120.0
FAINTEST_LUFS = -60.0  # below it a file holds the noise of a room and no voice
CLIPPED_SHARE = 0.01  # of its samples at full scale: it was recorded too loud, and no gain mends that
FULL_SCALE = 0.999
OFFSET_WINDOW_S = 0.1  # what is slower than this is no sound: a sound card's offset, and its drift
MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of reading a file as it was at that time: its sound, or why there is none."""

    stamp: tuple[int, int, float]  # changed at, size, loudness wanted
    pcm: bytes = b""
    broken: RecordingBroken | None = None


def recording_key(text: str) -> str:
    """The name (without .wav) of the recording of `text`: 16 hexadecimal digits; spacing does not matter."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


class Recordings:
    """`folder`/LANGUAGE/KEY.wav, each read once as long as it does not change. Blocking: call it from a thread."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._read: OrderedDict[Path, _Read] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def any(self) -> bool:
        """Whether there is a folder to look into."""
        return self._folder is not None

    def get(self, text: str, language: str, target_lufs: float = TARGET_LUFS) -> bytes | None:
        """The recording of `text` as 8 kHz PCM in whole frames; None where there is none. Raises RecordingBroken."""
        if self._folder is None:
            return None
        path = self._folder / language / f"{recording_key(text)}.wav"
        try:
            facts = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise RecordingBroken(str(path), error.strerror or str(error)) from error
        stamp = (facts.st_mtime_ns, facts.st_size, target_lufs)
        with self._lock:
            found = self._read.get(path)
            if found is None or found.stamp != stamp:
                found = self._read[path] = _read(path, stamp)
                while len(self._read) > MOST_KEPT:
                    self._read.popitem(last=False)
        if found.broken is not None:
            raise found.broken
        return found.pcm


def read_recording(path: Path, target_lufs: float = TARGET_LUFS) -> bytes:
    """A WAV file of any rate, mono or stereo, at the line's rate and the common loudness. Raises RecordingBroken."""
    try:
        # The length first: an hour of sound is not loaded to be refused.
        with soundfile.SoundFile(sound_source(path)) as file:
            rate_hz, count = int(file.samplerate), int(file.frames)
            if not count or count > LONGEST_S * rate_hz:
                raise RecordingBroken(str(path), f"it is empty or longer than {LONGEST_S:g} s")
            sound = file.read(dtype="float32", always_2d=True)
    except soundfile.SoundFileError as error:
        raise RecordingBroken(str(path), "it is no sound file that can be read") from error
    except OSError as error:
        raise RecordingBroken(str(path), error.strerror or str(error)) from error
    if not np.all(np.isfinite(sound)):
        raise RecordingBroken(str(path), "it holds samples that are no numbers")
    if np.mean(np.abs(sound) >= FULL_SCALE) > CLIPPED_SHARE:
        raise RecordingBroken(str(path), "it was recorded too loud: its peaks are cut off")
    at_line = soxr.resample(_mono(without_offset(sound, rate_hz)), rate_hz, SAMPLE_RATE_HZ)
    lufs = integrated_lufs(at_line, SAMPLE_RATE_HZ)
    if math.isinf(lufs) or lufs < FAINTEST_LUFS:
        raise RecordingBroken(str(path), "there is no voice in it, only silence")
    return whole_frames(line_pcm(levelled(at_line, target_lufs)))


def without_offset(sound: Floats, rate_hz: int) -> Floats:
    """`sound` (n, channels) about zero: less its mean over OFFSET_WINDOW_S around each sample.

    The loudness does not count an offset, but a gain lifts it with the voice, and no pause is silent above it.
    """
    half = min(round(OFFSET_WINDOW_S * rate_hz / 2), len(sound) - 1)
    sums = np.vstack([np.zeros(sound.shape[1]), np.cumsum(sound, axis=0, dtype=np.float64)])
    places = np.arange(len(sound))
    first, last = np.maximum(places - half, 0), np.minimum(places + half + 1, len(sound))
    means = (sums[last] - sums[first]) / (last - first)[:, np.newaxis]
    centred: Floats = (sound - means).astype(np.float32)
    return centred


def _mono(sound: Floats) -> Floats:
    """One channel of (n, channels): their mean, but the louder one where the two cancel each other out."""
    mean: Floats = np.mean(sound, axis=1)
    powers = np.mean(sound.astype(np.float64) ** 2, axis=0)
    loudest = int(np.argmax(powers))
    alone: Floats = sound[:, loudest]
    return mean if np.mean(mean.astype(np.float64) ** 2) > powers[loudest] / 10 else alone


def _read(path: Path, stamp: tuple[int, int, float]) -> _Read:
    try:
        return _Read(stamp, read_recording(path, stamp[2]))
    except RecordingBroken as error:
        return _Read(stamp, broken=error)
