"""What can be said of Piper without a voice file: no registry package of ours carries one. See docs/voices.md."""

from pathlib import Path

import pytest

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
