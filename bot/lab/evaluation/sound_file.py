"""Any audio file as what a telephone line carries: 8 kHz mono s16."""

from pathlib import Path

import numpy as np
import soundfile
import soxr

from bot.errors import DataFileError
from voice.audio import SAMPLE_RATE_HZ
from voice.streamed_wav import sound_source

LONGEST_S = 600
"""An utterance is seconds long; a longer file is a whole call or a mistake, and would be decoded for minutes."""
BLOCK_S = 10
UNKNOWN_FRAMES = 2**62
"""libsndfile's length of an OGG file whose last page is missing (2^63 - 1)."""


def read_sound(path: Path) -> bytes:
    """PCM of `path`, mixed down to mono and resampled to 8 kHz. WAV, FLAC, OGG, MP3, AIFF, AU of any rate.

    Raises:
        DataFileError: missing, empty, not audio, damaged, without sound, or longer than LONGEST_S.
    """
    if not path.is_file():
        raise DataFileError(path, "this is a folder, no file" if path.is_dir() else "there is no such file")
    if not path.stat().st_size:
        raise DataFileError(path, "the file is empty (0 bytes); record or copy it again")
    try:
        with soundfile.SoundFile(sound_source(path)) as source:
            if source.seekable():  # or the length is not known before all is read
                _check_length(path, source.frames, source.samplerate)
            pcm = _resampled(path, source)
    except (soundfile.SoundFileRuntimeError, OSError) as error:
        detail = getattr(error, "error_string", str(error)).strip().rstrip(".")
        raise DataFileError(
            path, f"this is not audio that can be read ({detail}); give WAV, FLAC, OGG or MP3"
        ) from error
    if not pcm:
        raise DataFileError(path, "the file holds no sound; record or copy it again")
    return pcm


def _check_length(path: Path, frames: int, rate_hz: int) -> None:
    if frames >= UNKNOWN_FRAMES:
        raise DataFileError(path, "this is not audio that can be read (its end is missing); record or copy it again")
    seconds = frames / rate_hz
    if seconds > LONGEST_S:
        length = f"{seconds / 3600:.1f} hours" if seconds >= 3600 else f"{seconds / 60:.0f} minutes"
        raise DataFileError(path, f"{length} long, more than {LONGEST_S // 60} minutes; cut it into utterances")


def _resampled(path: Path, source: soundfile.SoundFile) -> bytes:
    resampler = soxr.ResampleStream(source.samplerate, SAMPLE_RATE_HZ, 1, dtype="float32")
    pieces, read = [], 0
    while len(block := source.read(source.samplerate * BLOCK_S, dtype="float32", always_2d=True)):
        read += len(block)
        _check_length(path, read, source.samplerate)
        mono = np.nan_to_num(block.mean(axis=1), posinf=1.0, neginf=-1.0)  # a file of floats may hold anything
        pieces.append(resampler.resample_chunk(np.ascontiguousarray(mono)))
    pieces.append(resampler.resample_chunk(np.zeros(0, dtype=np.float32), last=True))
    samples = np.clip(np.concatenate(pieces) * 32768.0, -32768, 32767)
    return samples.astype("<i2").tobytes()
