"""`hatef say`: real voices, in their own processes."""

import wave
from pathlib import Path

import pytest

from bot.cli.say import Said, choose, say, show, wording
from bot.errors import StartError
from bot.settings.sections import Speech
from bot.settings.settings import Settings
from tests.voice.models.published.piper_voice import RATE_HZ, write_voice
from voice.errors import RecordingBroken, VoiceBroken
from voice.speak.line_sound import TARGET_LUFS
from voice.speak.phonemes import ipa
from voice.speak.recordings import recording_key

ROOT = Path(__file__).resolve().parents[3]
HOME = Settings(home=ROOT)


@pytest.mark.parametrize(("language", "text"), [("fa", "سلام، وقت بخیر"), ("ar", "مَرْحَبًا بِكَ")])
async def test_a_sentence_is_a_wav_of_the_line(tmp_path: Path, language: str, text: str) -> None:
    out = tmp_path / "out.wav"
    said = await say(HOME, text, language, out, choose(language, None, None))
    with wave.open(str(out)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
        assert sound.getnframes() * 1000 // 8000 == said.duration_ms
    assert 500 < said.duration_ms < 4000
    assert said.loudness_lufs == pytest.approx(TARGET_LUFS, abs=1)
    assert said.true_peak_dbtp < -1
    assert 0 < said.first_ms < 5000
    assert (said.voice, said.recorded) == (language, False)


async def test_a_piper_voice_by_its_file(tmp_path: Path) -> None:
    voice = write_voice(tmp_path, "tone")
    said = await say(HOME, "سلام", "fa", tmp_path / "out.wav", choose("fa", voice, None))
    assert said.voice == str(voice) and said.duration_ms > 100
    assert RATE_HZ != 8000  # it went through the resampler


async def test_a_recording_goes_before_the_voice(tmp_path: Path) -> None:
    spoken = wording(HOME, "سلام", "fa")
    (tmp_path / "fa").mkdir()
    await say(HOME, "سلام و درود", "fa", tmp_path / "fa" / f"{recording_key(spoken)}.wav", choose("fa", None, None))
    settings = Settings(home=ROOT, speech=Speech(recordings=tmp_path))
    assert (await say(settings, "سلام", "fa", tmp_path / "out.wav", choose("fa", None, None))).recorded


def test_names_and_numbers_are_worded() -> None:
    spoken = wording(HOME, "کد ATM شما ۲۵ است", "fa")
    assert "خودپرداز" in spoken and not any(char.isdigit() for char in spoken)


@pytest.mark.parametrize("text", ["", " ،.!", "\n"])
async def test_nothing_to_say_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(StartError, match="nothing to say"):
        await say(HOME, text, "fa", tmp_path / "out.wav", choose("fa", None, None))


async def test_a_voice_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceBroken, match=r"none\.onnx is missing"):
        await say(HOME, "سلام", "fa", tmp_path / "out.wav", choose("fa", tmp_path / "none.onnx", None))


async def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="cannot be written: there is no folder"):
        await say(HOME, "سلام", "fa", tmp_path / "none" / "out.wav", choose("fa", None, None))


async def test_a_name_of_another_kind_of_sound_is_told(tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"ends in \.wav"):
        await say(HOME, "سلام", "fa", tmp_path / "out.mp3", choose("fa", None, None))


async def test_a_book_is_told(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="at most 10000"):
        await say(HOME, "کلمه " * 3000, "fa", tmp_path / "out.wav", choose("fa", None, None))


async def test_a_broken_recording_is_told(tmp_path: Path) -> None:
    (tmp_path / "fa").mkdir()
    (tmp_path / "fa" / f"{recording_key(wording(HOME, 'سلام', 'fa'))}.wav").write_text("no sound")
    with pytest.raises(RecordingBroken, match="no sound file"):
        await say(
            Settings(home=ROOT, speech=Speech(recordings=tmp_path)),
            "سلام",
            "fa",
            tmp_path / "out.wav",
            choose("fa", None, None),
        )


async def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "out.wav").mkdir()
    with pytest.raises(StartError, match="cannot be written: Is a directory"):
        await say(HOME, "سلام", "fa", tmp_path / "out.wav", choose("fa", None, None))


def test_the_voice_asked_for_goes_before_the_one_of_calls() -> None:
    assert choose("fa", Path("a.onnx"), Path("b.onnx")).voice == "a.onnx"
    assert choose("fa", None, Path("b.onnx")).engine == "piper"
    assert choose("ar", None, None).engine == "espeak"
    with pytest.raises(StartError, match="fa and ar only"):
        choose("en", None, None)


def test_everything_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    show(Said("سلام", "fa", 1500, -23.04, -4.2, 12, False), Path("out.wav"), ipa("سلام", "fa"))
    told = capsys.readouterr().out
    for part in ("out.wav", "سلام", "1.50 s", "-23.0 LUFS", "-4.2 dBTP", "12 ms", "sal"):
        assert part in told
