"""Any audio becomes 8 kHz mono; what is no audio is told in one line."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from bot.errors import DataFileError
from bot.lab.evaluation.sound_file import LONGEST_S, read_sound
from voice.audio import duration_ms, level_dbfs, to_samples


def tone(path: Path, rate_hz: int, channels: int, seconds: float = 1.0) -> Path:
    wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(int(rate_hz * seconds)) / rate_hz)
    soundfile.write(path, np.stack([wave] * channels, axis=1), rate_hz)
    return path


@pytest.mark.parametrize(
    ("name", "rate_hz", "channels"),
    [("a.wav", 8000, 1), ("b.wav", 44100, 2), ("c.flac", 16000, 1), ("d.ogg", 44100, 2), ("e.mp3", 44100, 2)],
)
def test_every_rate_and_channel_count_becomes_telephone_sound(
    tmp_path: Path, name: str, rate_hz: int, channels: int
) -> None:
    pcm = read_sound(tone(tmp_path / name, rate_hz, channels))
    assert abs(duration_ms(pcm) - 1000) <= 1
    assert abs(level_dbfs(pcm) - -9.03) < 0.2


@pytest.mark.parametrize("subtype", ["ULAW", "ALAW", "GSM610", "PCM_24", "FLOAT"])
def test_the_codings_of_telephone_recorders_are_read(tmp_path: Path, subtype: str) -> None:
    wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(8000) / 8000)
    soundfile.write(tmp_path / "a.wav", wave, 8000, subtype=subtype)
    assert abs(duration_ms(read_sound(tmp_path / "a.wav")) - 1000) <= 40  # GSM comes in blocks of 40 ms


def test_numbers_that_are_none_are_silence(tmp_path: Path) -> None:
    wave = np.array([0.5, np.nan, np.inf, -np.inf] * 1000)
    soundfile.write(tmp_path / "a.wav", wave, 8000, subtype="FLOAT")
    assert len(to_samples(read_sound(tmp_path / "a.wav"))) == 4000


def test_text_named_wav_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_text("hello, this is not sound")
    with pytest.raises(DataFileError, match="this is not audio"):
        read_sound(path)


@pytest.mark.parametrize("name", ["a.flac", "b.ogg", "c.mp3", "d.wav"])
def test_a_file_that_is_cut_off_is_refused_or_read_as_far_as_it_goes(tmp_path: Path, name: str) -> None:
    whole = tone(tmp_path / name, 44100, 2, seconds=2.0)
    cut = tmp_path / f"cut-{name}"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    try:
        assert duration_ms(read_sound(cut)) < 1200
    except DataFileError as error:
        assert "this is not audio that can be read" in error.problem or "holds no sound" in error.problem


def test_an_empty_file_an_empty_sound_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").touch()
    (tmp_path / "folder.wav").mkdir()
    tone(tmp_path / "nothing.wav", 8000, 1, seconds=0)
    for name, told in (("empty", "empty"), ("folder", "folder"), ("nothing", "holds no sound"), ("none", "no such")):
        with pytest.raises(DataFileError, match=told):
            read_sound(tmp_path / f"{name}.wav")


def test_three_hours_are_refused_at_once_and_their_length_told(tmp_path: Path) -> None:
    with soundfile.SoundFile(tmp_path / "a.wav", "w", 100, 1, "PCM_U8") as file:
        file.write(np.zeros(3 * 3600 * 100, np.int16))
    with pytest.raises(DataFileError, match=rf"3\.0 hours long, more than {LONGEST_S // 60} minutes; cut it"):
        read_sound(tmp_path / "a.wav")
