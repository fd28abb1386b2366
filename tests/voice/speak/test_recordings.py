"""Human recordings of any format."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice.audio import FRAME_BYTES, duration_ms, to_samples
from voice.errors import RecordingBroken
from voice.speak.line_sound import TARGET_LUFS
from voice.speak.loudness import integrated_lufs
from voice.speak.recordings import Recordings, read_recording, recording_key

TEXT = "سلام، خوش آمدید."


def record(folder: Path, rate_hz: int = 44100, channels: int = 1, amplitude: float = 0.05) -> Path:
    path = folder / "fa" / f"{recording_key(TEXT)}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    times = np.arange(rate_hz) / rate_hz
    sound = amplitude * np.sin(2 * np.pi * 500 * times)
    soundfile.write(path, np.column_stack([sound] * channels), rate_hz)
    return path


def lufs(pcm: bytes) -> float:
    return integrated_lufs((to_samples(pcm) / 32768).astype(np.float32), 8000)


@pytest.mark.parametrize(("rate_hz", "channels"), [(8000, 1), (16000, 1), (44100, 2), (48000, 1)])
def test_a_recording_comes_at_the_line_s_rate_and_loudness(tmp_path: Path, rate_hz: int, channels: int) -> None:
    record(tmp_path, rate_hz, channels)
    pcm = Recordings(tmp_path).get(TEXT, "fa")
    assert pcm is not None
    assert len(pcm) % FRAME_BYTES == 0
    assert duration_ms(pcm) == pytest.approx(1000, abs=30)
    assert lufs(pcm) == pytest.approx(TARGET_LUFS, abs=0.3)


def spoken(rate_hz: int, offset: float | np.ndarray, amplitude: float = 0.1) -> np.ndarray:
    """Half a second of a tone, half of silence, a tone again, all of it beside zero."""
    times = np.arange(2 * rate_hz) / rate_hz
    loud = (times < 0.5) | (times > 1.0)
    return np.asarray(amplitude * np.sin(2 * np.pi * 300 * times) * loud + offset)


@pytest.mark.parametrize("rate_hz", [8000, 44100])
@pytest.mark.parametrize("offset", [0.05, -0.3, np.linspace(-0.1, 0.1, 16000), np.repeat([0.0, 0.05], 8000)])
def test_an_offset_is_gone_before_the_gain(tmp_path: Path, offset: float | np.ndarray, rate_hz: int) -> None:
    path = record(tmp_path)
    moved = (
        offset
        if isinstance(offset, float)
        else np.interp(np.arange(2 * rate_hz), np.arange(16000) * rate_hz / 8000, offset)
    )
    soundfile.write(path, spoken(rate_hz, moved), rate_hz)
    samples = to_samples(read_recording(path)) / 32768
    soundfile.write(path, spoken(rate_hz, 0.0), rate_hz)
    plain = to_samples(read_recording(path)) / 32768
    pause = samples[int(0.65 * 8000) : int(0.85 * 8000)]
    assert np.max(np.abs(pause)) < 0.001
    assert abs(float(np.mean(samples))) < 0.001
    assert float(np.sqrt(np.mean(samples**2))) == pytest.approx(float(np.sqrt(np.mean(plain**2))), rel=0.05)


def test_a_voice_in_one_channel_is_found_beside_an_offset_in_the_other(tmp_path: Path) -> None:
    path = record(tmp_path)
    voice = spoken(16000, 0.0, 0.05)
    soundfile.write(path, np.column_stack([-voice, voice + 0.0, np.full_like(voice, 0.4)]), 16000)
    assert np.max(np.abs(to_samples(read_recording(path)))) > 1000


def test_an_offset_alone_is_no_voice(tmp_path: Path) -> None:
    path = record(tmp_path)
    soundfile.write(path, np.full(16000, 0.2), 16000)
    with pytest.raises(RecordingBroken, match="no voice"):
        Recordings(tmp_path).get(TEXT, "fa")


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


@pytest.mark.parametrize("amplitude", [0.02, 0.99])
def test_a_faint_and_a_loud_one_are_equally_loud(tmp_path: Path, amplitude: float) -> None:
    record(tmp_path, amplitude=amplitude)
    pcm = Recordings(tmp_path).get(TEXT, "fa", -23.0)
    assert pcm is not None
    assert lufs(pcm) == pytest.approx(-23.0, abs=0.3)


def test_one_that_was_recorded_too_loud_is_told(tmp_path: Path) -> None:
    path = record(tmp_path)
    soundfile.write(path, np.clip(3 * np.sin(np.arange(44100) / 9), -1, 1), 44100)
    with pytest.raises(RecordingBroken, match="too loud"):
        Recordings(tmp_path).get(TEXT, "fa")


def test_one_with_silence_only_is_told(tmp_path: Path) -> None:
    soundfile.write(record(tmp_path), 0.0001 * np.sin(np.arange(8000) / 9), 8000, subtype="FLOAT")
    with pytest.raises(RecordingBroken, match="only silence"):
        Recordings(tmp_path).get(TEXT, "fa")


def test_one_that_is_too_long_is_told_by_its_head(tmp_path: Path) -> None:
    soundfile.write(record(tmp_path), np.zeros(8000 * 121, np.int16), 8000)
    with pytest.raises(RecordingBroken, match="longer than 120 s"):
        Recordings(tmp_path).get(TEXT, "fa")


def test_stereo_whose_channels_cancel_each_other_is_heard(tmp_path: Path) -> None:
    path = record(tmp_path)
    sound = 0.1 * np.sin(np.arange(16000) / 6)
    soundfile.write(path, np.column_stack([sound, -sound]), 16000)
    pcm = Recordings(tmp_path).get(TEXT, "fa")
    assert pcm is not None
    assert lufs(pcm) == pytest.approx(TARGET_LUFS, abs=0.3)


def test_a_changed_file_is_read_anew_and_an_unchanged_one_is_not(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path)
    record(tmp_path, 8000)
    first = recordings.get(TEXT, "fa")
    assert recordings.get(TEXT, "fa") is first
    record(tmp_path, 16000, 2)
    assert recordings.get(TEXT, "fa") != first


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "fa" / f"{recording_key(TEXT)}.wav").mkdir(parents=True)
    with pytest.raises(RecordingBroken):
        Recordings(tmp_path).get(TEXT, "fa")
