"""The sound of recordings as bytes: FLAC (RFC 9639), two channels, 8 kHz, each piece a whole file of its own.

Lossless, and 50 times as cheap as Opus (`hatef bench recording` has the figures); a piece needs no other to be heard.
"""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import soundfile

from bot.recordings.errors import RecordingError
from voice.audio import SAMPLE_RATE_HZ
from voice.gateway.tap import Stereo

FORMATS = {
    ".flac": ("FLAC", "PCM_16"),
    ".ogg": ("OGG", "OPUS"),
    ".opus": ("OGG", "OPUS"),
    ".wav": ("WAV", "PCM_16"),
}
"""By the ending of an exported file's name."""


class SoundRefused(RecordingError):
    """A piece of a recording is no sound."""

    def __str__(self) -> str:
        return "a piece of the recording cannot be read as FLAC"


def pack_sound(sound: Stereo) -> bytes:
    """A piece of sound, shape (n, 2)."""
    packed = io.BytesIO()
    soundfile.write(packed, sound, SAMPLE_RATE_HZ, format="FLAC", subtype="PCM_16", compression_level=0.0)
    return packed.getvalue()


def parse_sound(packed: bytes) -> Stereo:
    """What `pack_sound` made. Raises SoundRefused."""
    try:
        sound, _ = soundfile.read(io.BytesIO(packed), dtype="int16", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise SoundRefused from error
    return sound  # type: ignore[no-any-return]


def write_file(path: Path, pieces: Iterable[Stereo]) -> int:
    """All pieces as one file in the format of its ending; how many samples a channel. Raises KeyError, OSError."""
    with path.open("wb") as file:
        return write_sound(file, path.suffix.lower(), pieces)


def write_sound(file: BinaryIO, ending: str, pieces: Iterable[Stereo], channels: int = 2) -> int:
    """All pieces in the format of an ending of `FORMATS`; how many samples a channel. Raises KeyError, OSError."""
    kind, subtype = FORMATS[ending]
    length = 0
    with soundfile.SoundFile(file, "w", SAMPLE_RATE_HZ, channels, subtype, format=kind) as out:
        for piece in pieces:
            out.write(piece)
            length += len(piece)
    return length
