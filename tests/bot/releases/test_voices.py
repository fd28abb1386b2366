"""Which voice speaks, and which one when that breaks."""

from pathlib import Path

from bot.releases.voices import embedded_voice, names, piper_voice, voice_choice, worded
from bot.service.speech import speaker_of
from bot.settings.sections import Speech
from bot.settings.settings import Settings
from voice.speak.synthesiser import VoiceChoice

ROOT = Path(__file__).resolve().parents[3]


def test_a_named_piper_voice_lies_below_the_home(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, speech=Speech(voices={"fa": Path("amir.onnx")}))
    assert piper_voice(settings, "fa") == tmp_path / "amir.onnx"
    assert piper_voice(settings, "ar") is None


def test_the_second_choice_is_as_loud_as_the_first(tmp_path: Path) -> None:
    speech = Speech(voices={"fa": Path("amir.onnx")}, loudness_lufs=-20)
    settings = Settings(home=tmp_path, speech=speech)
    assert voice_choice(settings, "fa").target_lufs == embedded_voice(settings, "fa").target_lufs == -20
    assert voice_choice(settings, "ar") == embedded_voice(settings, "ar") == VoiceChoice("espeak", "ar", 1, 50, 0, -20)


def test_calls_have_espeak_behind_a_piper_voice_only(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, speech=Speech(voices={"fa": Path("amir.onnx")}))
    speaker = speaker_of(settings, {}, lambda text, language: text, "1")
    assert set(speaker._recoveries) == {"fa"}
    assert set(speaker._renderers) == {"espeak", "piper"}


def test_names_come_before_numbers() -> None:
    spoken = worded(names(Settings(home=ROOT)))("کد ATM شما ۲۵ است", "fa")
    assert "خودپرداز" in spoken and not any(char.isdigit() for char in spoken)
