"""Any audio file as what a telephone line carries: 8 kHz mono s16."""

from pathlib import Path

import numpy as np
import soundfile
import soxr

from bot.errors import DataFileError
from voice.audio import SAMPLE_RATE_HZ

LONGEST_S = 4 * 3600
BLOCK_S = 10


def read_sound(path: Path) -> bytes:
    """PCM of `path`, mixed down to mono and resampled to 8 kHz, read in blocks so that length costs little.

    Raises:
        DataFileError: missing, not audio, empty, or longer than four hours.
    """
    try:
        with soundfile.SoundFile(str(path)) as source:
            if source.frames / source.samplerate > LONGEST_S:
                raise DataFileError(path, f"longer than {LONGEST_S // 3600} hours; cut it into calls")
            pcm = _resampled(source)
    except FileNotFoundError as error:
        raise DataFileError(path, "no such file") from error
    except soundfile.LibsndfileError as error:
        raise DataFileError(path, f"this is not audio that can be read ({error.error_string.strip()})") from error
    if not pcm:
        raise DataFileError(path, "the file holds no sound")
    return pcm


def _resampled(source: soundfile.SoundFile) -> bytes:
    resampler = soxr.ResampleStream(source.samplerate, SAMPLE_RATE_HZ, 1, dtype="float32")
    pieces = []
    for block in source.blocks(blocksize=source.samplerate * BLOCK_S, dtype="float32", always_2d=True):
        pieces.append(resampler.resample_chunk(np.ascontiguousarray(block.mean(axis=1))))
    pieces.append(resampler.resample_chunk(np.zeros(0, dtype=np.float32), last=True))
    samples = np.clip(np.concatenate(pieces) * 32768.0, -32768, 32767)
    return samples.astype("<i2").tobytes()
