"""What can be said of Piper without a voice file: no registry package of ours carries one. See docs/voices.md."""

from pathlib import Path

import pytest

from tests.voice.models.published.piper_voice import break_at, write_voice
from voice.errors import VoiceBroken
from voice.speak.piper_engine import PiperSynthesiser
from voice.speak.synthesiser import VoiceChoice

CONFIG = """{"num_symbols": 2, "num_speakers": 1, "audio": {"sample_rate": 22050},
"espeak": {"voice": "fa"}, "phoneme_id_map": {}}"""


def test_a_missing_voice_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceBroken, match="fa.onnx is missing"):
        PiperSynthesiser(VoiceChoice("piper", str(tmp_path / "fa.onnx")))


def test_a_missing_config_is_told(tmp_path: Path) -> None:
    (tmp_path / "fa.onnx").write_bytes(b"")
    with pytest.raises(VoiceBroken, match=r"fa\.onnx\.json is missing"):
        PiperSynthesiser(VoiceChoice("piper", str(tmp_path / "fa.onnx")))


def test_a_config_that_is_no_json_is_told(tmp_path: Path) -> None:
    (tmp_path / "fa.onnx").write_bytes(b"")
    (tmp_path / "fa.onnx.json").write_text("voice: fa")
    with pytest.raises(VoiceBroken, match="is no JSON"):
        PiperSynthesiser(VoiceChoice("piper", str(tmp_path / "fa.onnx")))


def test_a_config_without_its_facts_is_told(tmp_path: Path) -> None:
    (tmp_path / "fa.onnx").write_bytes(b"")
    (tmp_path / "fa.onnx.json").write_text("{}")
    with pytest.raises(VoiceBroken, match="lacks 'num_symbols'"):
        PiperSynthesiser(VoiceChoice("piper", str(tmp_path / "fa.onnx")))


def test_a_file_that_is_no_network_is_told(tmp_path: Path) -> None:
    (tmp_path / "fa.onnx").write_bytes(b"no network")
    (tmp_path / "fa.onnx.json").write_text(CONFIG)
    with pytest.raises(VoiceBroken, match="onnxruntime cannot read"):
        PiperSynthesiser(VoiceChoice("piper", str(tmp_path / "fa.onnx")))


def test_a_sentence_that_breaks_it_is_told_without_its_words(tmp_path: Path) -> None:
    voice = PiperSynthesiser(VoiceChoice("piper", str(break_at(write_voice(tmp_path, "fa"), "x"))))
    pieces: list[bytes] = []
    voice.synthesise("سلام", pieces.append)
    assert len(pieces) == 2  # the tone and the pause
    with pytest.raises(VoiceBroken, match=r"fa\.onnx.*it broke at a sentence \(ValueError\)") as told:
        voice.synthesise("خدا", pieces.append)
    assert "خدا" not in str(told.value)
    assert len(pieces) == 2


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ("[1, 2]", "'list' object"),
        (CONFIG.replace('{"sample_rate": 22050}', "5"), "'int' object"),
        (CONFIG.replace("22050", '"fast"'), "invalid literal"),
        (CONFIG.replace('"espeak":', '"phoneme_type": "runes", "espeak":'), "runes"),
        (CONFIG.replace('"espeak":', '"inference": {"length_scale": "long"}, "espeak":'), "could not convert"),
    ],
)
def test_a_config_of_another_kind_is_told(tmp_path: Path, facts: str, told: str) -> None:
    write_voice(tmp_path, "fa")
    (tmp_path / "fa.onnx.json").write_text(facts)
    with pytest.raises(VoiceBroken, match=rf"fa\.onnx\.json does not describe a Piper voice \(.*{told}"):
        PiperSynthesiser(VoiceChoice("piper", str(tmp_path / "fa.onnx")))


def test_a_folder_instead_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceBroken, match=r"it is a folder; give the \.onnx file"):
        PiperSynthesiser(VoiceChoice("piper", str(tmp_path)))
