"""Human recordings of any format."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice.audio import FRAME_BYTES, duration_ms, to_samples
from voice.errors import RecordingBroken
from voice.speak.line_sound import TARGET_DBFS, speech_level_dbfs
from voice.speak.recordings import Recordings, recording_key

TEXT = "سلام، خوش آمدید."


def record(folder: Path, rate_hz: int = 44100, channels: int = 1, amplitude: float = 0.05) -> Path:
    path = folder / "fa" / f"{recording_key(TEXT)}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    times = np.arange(rate_hz) / rate_hz
    sound = amplitude * np.sin(2 * np.pi * 500 * times)
    soundfile.write(path, np.column_stack([sound] * channels), rate_hz)
    return path


@pytest.mark.parametrize(("rate_hz", "channels"), [(8000, 1), (16000, 1), (44100, 2), (48000, 1)])
def test_a_recording_comes_at_the_line_s_rate_and_loudness(tmp_path: Path, rate_hz: int, channels: int) -> None:
    record(tmp_path, rate_hz, channels)
    pcm = Recordings(tmp_path).get(TEXT, "fa")
    assert pcm is not None
    assert len(pcm) % FRAME_BYTES == 0
    assert duration_ms(pcm) == pytest.approx(1000, abs=30)
    assert speech_level_dbfs((to_samples(pcm) / 32768).astype(np.float32)) == pytest.approx(TARGET_DBFS, abs=0.5)


def test_spacing_does_not_matter_for_the_name() -> None:
    assert recording_key(" سلام،  خوش آمدید.\n") == recording_key(TEXT)
    assert len(recording_key(TEXT)) == 16


def test_no_recording_is_none(tmp_path: Path) -> None:
    assert Recordings(None).get(TEXT, "fa") is None
    assert Recordings(tmp_path).get(TEXT, "fa") is None
    record(tmp_path)
    assert Recordings(tmp_path).get(TEXT, "ar") is None


def test_what_is_no_sound_is_told_by_its_path(tmp_path: Path) -> None:
    path = record(tmp_path)
    path.write_bytes(b"this is no sound")
    with pytest.raises(RecordingBroken) as told:
        Recordings(tmp_path).get(TEXT, "fa")
    assert str(path) in str(told.value)


def test_an_empty_recording_is_told(tmp_path: Path) -> None:
    soundfile.write(record(tmp_path), np.zeros(0), 8000)
    with pytest.raises(RecordingBroken, match="empty"):
        Recordings(tmp_path).get(TEXT, "fa")
