"""WAV files whose header does not know their length."""

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice.streamed_wav import sound_source

PCM = (np.sin(np.arange(16_000) / 10) * 8_000).astype("<i2").tobytes()
FORMAT = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 16_000, 32_000, 2, 16)
NOTE = b"LIST" + struct.pack("<I", 4) + b"INFO"


def wav(riff: int, data: int, pcm: bytes = PCM, *, before: bytes = b"", after: bytes = b"") -> bytes:
    head = struct.pack("<4sI4s", b"RIFF", riff, b"WAVE") + FORMAT + before
    return head + struct.pack("<4sI", b"data", data) + pcm + after


def frames(folder: Path, content: bytes) -> int:
    path = folder / "a.wav"
    path.write_bytes(content)
    with soundfile.SoundFile(sound_source(path)) as file:
        return len(file.read())


@pytest.mark.parametrize(
    ("riff", "data"),
    [
        (36 + len(PCM), len(PCM)),
        (0, 0),
        (36, 0),
        (0xFFFFFFFF, 0),
        (0xFFFFFFFF, 0xFFFFFFFF),
        (0x7FFFFFFF, 0x7FFFFFDB),
        (0x80000024, 0x80000000),
        (36 + 2 * len(PCM), 2 * len(PCM)),
    ],
)
@pytest.mark.parametrize("before", [b"", NOTE])
def test_a_streamed_file_is_read_to_its_end(tmp_path: Path, riff: int, data: int, before: bytes) -> None:
    assert frames(tmp_path, wav(riff, data, before=before)) == 16_000


def test_a_file_without_sound_stays_empty(tmp_path: Path) -> None:
    assert frames(tmp_path, wav(36, 0, b"")) == 0
    assert frames(tmp_path, wav(48, 0, b"", after=NOTE)) == 0


def test_what_is_no_wav_is_left_to_the_library(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    for content in (b"", b"fLaC", b"RIFF", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0AVI data\0\0\0\0xxxx"):
        path.write_bytes(content)
        assert sound_source(path) == str(path)
