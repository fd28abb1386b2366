"""Whether a folder holds a model of its kind, by its files and by loading it for real."""

import json
import shutil
from pathlib import Path

import pytest

from tests.voice.models.published.conftest import EAR, VOICE
from voice.models.published.catalogue import Catalogue
from voice.models.published.errors import ModelTooHeavy, ModelUnfit
from voice.models.published.shape import check_load, check_shape


@pytest.fixture
def ear_copy(ear: Path, tmp_path: Path) -> Path:
    return shutil.copytree(ear, tmp_path / "ear")


@pytest.fixture
def voice_copy(voice: Path, tmp_path: Path) -> Path:
    return shutil.copytree(voice.parent, tmp_path / "voice")


def test_whole_models_fit_and_load(catalogue: Catalogue, ear: Path, voice: Path) -> None:
    check_shape(catalogue.find(EAR), ear)
    check_shape(catalogue.find(VOICE), voice.parent)
    assert "8000 Hz" in check_load(catalogue.find(EAR), ear)
    told = check_load(catalogue.find(VOICE), voice.parent)
    assert "22050 Hz" in told and "s of sound" in told


@pytest.mark.parametrize("name", ["am/final.mdl", "conf/model.conf", "conf/fbank.conf", "graph/HCLG.fst"])
def test_a_missing_file_is_named(catalogue: Catalogue, ear_copy: Path, name: str) -> None:
    (ear_copy / name).unlink()
    with pytest.raises(ModelUnfit, match=Path(name).name):
        check_shape(catalogue.find(EAR), ear_copy)


@pytest.mark.parametrize("name", ["am/final.mdl", "graph/words.txt"])
def test_an_empty_file_is_named(catalogue: Catalogue, ear_copy: Path, name: str) -> None:
    (ear_copy / name).write_bytes(b"")
    with pytest.raises(ModelUnfit, match="missing or empty"):
        check_shape(catalogue.find(EAR), ear_copy)


def test_a_dynamic_graph_needs_both_its_halves(catalogue: Catalogue, ear_copy: Path) -> None:
    (ear_copy / "graph/HCLG.fst").rename(ear_copy / "graph/Gr.fst")
    with pytest.raises(ModelUnfit, match=r"HCLr\.fst"):
        check_shape(catalogue.find(EAR), ear_copy)


def test_the_layout_of_old_vosk_is_told(catalogue: Catalogue, ear_copy: Path) -> None:
    (ear_copy / "am/final.mdl").rename(ear_copy / "final.mdl")
    with pytest.raises(ModelUnfit, match="flat layout of vosk before 2020"):
        check_shape(catalogue.find(EAR), ear_copy)


@pytest.mark.parametrize("name", ["am/final.mdl", "graph/HCLG.fst"])
def test_a_truncated_recogniser_does_not_load(catalogue: Catalogue, ear_copy: Path, name: str) -> None:
    path = ear_copy / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    check_shape(catalogue.find(EAR), ear_copy)
    with pytest.raises(ModelUnfit, match=f"{EAR}: it does not load: .*; fetch it again"):
        check_load(catalogue.find(EAR), ear_copy)


def test_a_truncated_voice_does_not_load(catalogue: Catalogue, voice_copy: Path) -> None:
    path = voice_copy / f"{VOICE}.onnx"
    path.write_bytes(path.read_bytes()[:1000])
    check_shape(catalogue.find(VOICE), voice_copy)
    with pytest.raises(ModelUnfit, match="it does not load: onnxruntime cannot read the file"):
        check_load(catalogue.find(VOICE), voice_copy)


def test_loading_is_not_waited_for_without_end(catalogue: Catalogue, ear: Path) -> None:
    with pytest.raises(ModelTooHeavy, match=r"did not load within 0\.01 s.*--no-load"):
        check_load(catalogue.find(EAR), ear, patience_s=0.01)


@pytest.mark.parametrize("name", [f"{VOICE}.onnx", f"{VOICE}.onnx.json"])
def test_a_voice_needs_both_its_files(catalogue: Catalogue, voice_copy: Path, name: str) -> None:
    (voice_copy / name).unlink()
    with pytest.raises(ModelUnfit, match=f"{name} is missing"):
        check_shape(catalogue.find(VOICE), voice_copy)


@pytest.mark.parametrize("content", [b"", b"version https://git-lfs.github.com/spec/v1\n", b"<html>"])
def test_what_is_no_onnx_is_told(catalogue: Catalogue, voice_copy: Path, content: bytes) -> None:
    (voice_copy / f"{VOICE}.onnx").write_bytes(content)
    with pytest.raises(ModelUnfit, match="is no ONNX file"):
        check_shape(catalogue.find(VOICE), voice_copy)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"audio": {"sample_rate": "x"}}', "\ud800"])
def test_settings_that_are_no_voices_are_told(catalogue: Catalogue, voice_copy: Path, text: str) -> None:
    (voice_copy / f"{VOICE}.onnx.json").write_bytes(text.encode(errors="surrogatepass"))
    with pytest.raises(ModelUnfit, match="does not describe a Piper voice"):
        check_shape(catalogue.find(VOICE), voice_copy)


def test_a_voice_of_another_language_is_told(catalogue: Catalogue, voice_copy: Path) -> None:
    path = voice_copy / f"{VOICE}.onnx.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**facts, "espeak": {"voice": "en-us"}}), encoding="utf-8")
    with pytest.raises(ModelUnfit, match="a voice for 'en-us', not 'fa'"):
        check_shape(catalogue.find(VOICE), voice_copy)
