"""The phone's mouth and ear, without a phone: files, recordings, and the frames between two threads."""

import ctypes
import struct
import wave
from pathlib import Path

import numpy as np
import pjsua2 as pj
import pytest

from voice.audio import write_wav
from voice.softphone.sound import FRAME_BYTES, SILENCE, PhoneSound, Recorder, WavProblem, _begin, read_wav


def frame(value: int) -> bytes:
    return struct.pack("<h", value) * (FRAME_BYTES // 2)


# --- files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 2, FRAME_BYTES, 1001 * 2])
def test_a_file_is_read_as_it_was_written(tmp_path: Path, size: int) -> None:
    pcm = bytes(range(256)) * 8
    write_wav(tmp_path / "a.wav", pcm[:size])
    assert read_wav(tmp_path / "a.wav") == pcm[:size]


def shaped(path: Path, rate_hz: int, channels: int, width: int) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setframerate(rate_hz)
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.writeframes(bytes(channels * width * 10))
    return path


@pytest.mark.parametrize(
    ("rate_hz", "channels", "width", "said"),
    [
        (16000, 1, 2, "is 16000 Hz, 1 channels, 16 bit"),
        (8000, 2, 2, "is 8000 Hz, 2 channels, 16 bit"),
        (8000, 1, 1, "is 8000 Hz, 1 channels, 8 bit"),
    ],
)
def test_another_shape_is_refused_and_the_right_one_named(
    tmp_path: Path, rate_hz: int, channels: int, width: int, said: str
) -> None:
    with pytest.raises(WavProblem) as raised:
        read_wav(shaped(tmp_path / "odd.wav", rate_hz, channels, width))
    assert said in str(raised.value)
    assert str(raised.value).endswith("give 8000 Hz mono 16 bit")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound at all, but a text"])
def test_what_is_no_wav_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.wav").write_bytes(content)
    with pytest.raises(WavProblem, match=r"odd\.wav cannot be read as WAV"):
        read_wav(tmp_path / "odd.wav")


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.wav", tmp_path):
        with pytest.raises(WavProblem, match="cannot be read as WAV"):
            read_wav(path)


def test_a_recording_has_the_far_side_left_and_us_right(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "r.wav")
    recorder.write(frame(100), frame(-7))
    recorder.write(frame(200), SILENCE)
    recorder.close()
    with wave.open(str(tmp_path / "r.wav")) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, 8000, 2)
        pairs = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, 2)
    assert pairs[:160].tolist() == [[100, -7]] * 160
    assert pairs[160:].tolist() == [[200, 0]] * 160


def test_a_recording_of_nothing_is_a_file_of_nothing(tmp_path: Path) -> None:
    Recorder(tmp_path / "r.wav").close()
    with wave.open(str(tmp_path / "r.wav")) as file:
        assert file.getnframes() == 0


# --- frames -------------------------------------------------------------------------------------------------------


def test_what_is_to_be_said_is_said_in_order_and_then_silence() -> None:
    sound = PhoneSound()
    sound.to_say.extend([frame(1), frame(2)])
    assert [sound.say() for _ in range(3)] == [frame(1), frame(2), SILENCE]
    assert [(pcm, of_file) for _, pcm, of_file in sound.said] == [
        (frame(1), True),
        (frame(2), True),
        (SILENCE, False),
    ]


def test_what_is_heard_is_kept_with_its_time() -> None:
    sound = PhoneSound()
    for value in range(5):
        sound.hear(frame(value))
    assert [pcm for _, pcm in sound.heard] == [frame(value) for value in range(5)]
    times = [at_s for at_s, _ in sound.heard]
    assert times == sorted(times)
    assert sound.frames == 5


@pytest.mark.parametrize("size", [0, 2, FRAME_BYTES - 2, FRAME_BYTES + 2])
def test_a_frame_of_another_size_is_heard_as_silence(size: int) -> None:
    sound = PhoneSound()
    sound.hear(bytes([7]) * size)
    assert sound.heard[0][1] == SILENCE
    assert sound.frames == 1


def test_a_frame_that_comes_long_after_the_last_one_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([10.000, 10.020, 10.059, 10.100, 10.200])
    monkeypatch.setattr("voice.softphone.sound.time.monotonic", lambda: next(times))
    sound = PhoneSound()
    late = []
    for _ in range(5):
        sound.hear(SILENCE)
        late.append(sound.late)
    assert late == [0, 0, 0, 1, 2]


@pytest.mark.parametrize("size", [1, 16, FRAME_BYTES])
def test_the_bytes_of_a_vector_are_found_where_it_keeps_them(size: int) -> None:
    vector = pj.ByteVector()
    for value in range(size):
        vector.append(value % 251)
    assert ctypes.string_at(_begin(vector), size) == bytes(value % 251 for value in range(size))


def test_bytes_written_there_are_what_the_library_sees() -> None:
    vector = pj.ByteVector()
    vector.resize(4)
    ctypes.memmove(_begin(vector), b"\x01\x02\x03\x04", 4)
    assert list(vector) == [1, 2, 3, 4]
