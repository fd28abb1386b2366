"""Any audio becomes 8 kHz mono; what is no audio is told in one line."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from bot.errors import DataFileError
from bot.evaluation.sound_file import read_sound
from voice.audio import duration_ms, level_dbfs


def tone(path: Path, rate_hz: int, channels: int, seconds: float = 1.0) -> Path:
    wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(int(rate_hz * seconds)) / rate_hz)
    soundfile.write(path, np.stack([wave] * channels, axis=1), rate_hz)
    return path


@pytest.mark.parametrize(
    ("name", "rate_hz", "channels"), [("a.wav", 8000, 1), ("b.wav", 44100, 2), ("c.flac", 16000, 1)]
)
def test_every_rate_and_channel_count_becomes_telephone_sound(
    tmp_path: Path, name: str, rate_hz: int, channels: int
) -> None:
    pcm = read_sound(tone(tmp_path / name, rate_hz, channels))
    assert abs(duration_ms(pcm) - 1000) <= 1
    assert abs(level_dbfs(pcm) - -9.03) < 0.2


def test_text_named_wav_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_text("hello, this is not sound")
    with pytest.raises(DataFileError, match="this is not audio"):
        read_sound(path)


def test_an_empty_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="holds no sound"):
        read_sound(tone(tmp_path / "a.wav", 8000, 1, seconds=0))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError):
        read_sound(tmp_path / "none.wav")
