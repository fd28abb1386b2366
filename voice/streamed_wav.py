"""WAV files of programs that write into a pipe: the length was not known, so the header says 0 (or far too much)."""

import io
import struct
from pathlib import Path
from typing import BinaryIO

HEADER_BYTES = 12
CHUNK_BYTES = 8
KNOWN_AFTER = frozenset({b"LIST", b"fact", b"cue ", b"bext", b"id3 ", b"ID3 ", b"smpl", b"PEAK", b"JUNK", b"afsp"})
"""Chunks that may follow an empty `data` in a file that really holds no sound."""


def sound_source(path: Path) -> str | BinaryIO:
    """What libsndfile is to open: the file, or its bytes with the length that it has. It reads too large ones itself.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(1 << 16)
        at = _unfinished_data(start)
        if at is None:
            return str(path)
        file.seek(0)
        return io.BytesIO(with_length(file.read(), at))


def with_length(content: bytes, at: int) -> bytes:
    """The file with the lengths of its `data` chunk, whose header is at `at`, and of the whole set to what is there."""
    length = len(content) - at - CHUNK_BYTES
    whole = struct.pack("<I", min(len(content) - CHUNK_BYTES, 0xFFFFFFFF))
    data = struct.pack("<I", min(length, 0xFFFFFFFF))
    return content[:4] + whole + content[8 : at + 4] + data + content[at + CHUNK_BYTES :]


def _unfinished_data(start: bytes) -> int | None:
    """Where the header of a `data` chunk of length 0 with sound behind it stands; None where there is none."""
    if start[:4] not in (b"RIFF", b"RF64") or start[8:12] != b"WAVE":
        return None
    at = HEADER_BYTES
    while at + CHUNK_BYTES <= len(start):
        name, length = struct.unpack_from("<4sI", start, at)
        if name == b"data":
            behind = start[at + CHUNK_BYTES :]
            return at if length == 0 and len(behind) > 1 and behind[:4] not in KNOWN_AFTER else None
        at += CHUNK_BYTES + length + length % 2  # chunks begin at even places
    return None
