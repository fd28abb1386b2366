"""The catalogue of published models."""

from itertools import product
from pathlib import Path

import pytest

from voice.models.published.catalogue import load_catalogue
from voice.models.published.errors import CatalogueBroken, ModelUnknown

ENTRY = """
models:
  tiny:
    kind: recogniser
    language: fa
    size_mb: 1
    licence: CC0
    address: https://models.test/a/tiny.zip
"""


def test_what_ships_is_whole() -> None:
    catalogue = load_catalogue()
    kinds = {(model.kind, model.language) for model in catalogue.models}
    assert kinds == {*product(("recogniser", "voice"), ("fa", "ar")), ("encoder", "any")}
    for model in catalogue.models:
        assert model.licence and model.size_mb > 10
        assert all(address.startswith("https://") for address in model.addresses)
        assert model.parts or model.by_hand or model.files[0] in (f"{model.name}.zip", f"{model.name}.onnx")
        assert bool(model.word_error) == (model.kind == "recogniser") or (model.is_sherpa and model.language == "ar")


def test_parts_lie_below_the_address() -> None:
    encoder = load_catalogue().find("encoder")
    assert encoder.files == ("config.json", "model.bin", "tokenizer.json", "vocabulary.txt")
    assert encoder.addresses[1] == "https://huggingface.co/Systran/faster-whisper-base/resolve/main/model.bin"
    assert encoder.addresses_at("http://pbx/m")[1] == "http://pbx/m/model.bin"


def test_a_voice_has_two_files() -> None:
    voice = load_catalogue().find("fa_IR-amir-medium")
    assert voice.files == ("fa_IR-amir-medium.onnx", "fa_IR-amir-medium.onnx.json")
    assert voice.addresses[1].endswith("/fa/fa_IR/amir/medium/fa_IR-amir-medium.onnx.json")


@pytest.mark.parametrize(
    ("mirror", "address"),
    [
        ("http://pbx/m", "http://pbx/m/ar_JO-kareem-low.onnx"),
        ("http://pbx/m/", "http://pbx/m/ar_JO-kareem-low.onnx"),
        ("http://pbx/{file}?x=1", "http://pbx/ar_JO-kareem-low.onnx?x=1"),
        (
            "https://hf.test/{path}",
            "https://hf.test/rhasspy/piper-voices/resolve/v1.0.0/ar/ar_JO/kareem/low/ar_JO-kareem-low.onnx",
        ),
    ],
)
def test_a_mirror_takes_the_publishers_place(mirror: str, address: str) -> None:
    voice = load_catalogue().find("ar_JO-kareem-low")
    assert voice.addresses_at(mirror)[0] == address
    assert voice.addresses_at("") == voice.addresses


def test_a_wrong_name_is_told_with_the_nearest() -> None:
    with pytest.raises(ModelUnknown, match=r"did you mean .*vosk-model-small-fa-0\.42"):
        load_catalogue().find("vosk-small-fa-0.42")
    with pytest.raises(ModelUnknown, match="hatef models list"):
        load_catalogue().find("xyz")


def test_the_old_persian_model_is_left_out_with_the_reason() -> None:
    with pytest.raises(ModelUnknown, match="left out on purpose: older and worse"):
        load_catalogue().find("vosk-model-fa-0.5")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("kind: recogniser", "kind: ear", "kind must be one of recogniser, voice"),
        ("licence: CC0", "", "missing 1 required positional argument: 'licence'"),
        ("licence: CC0", "licence: CC0\n    colour: red", "unexpected keyword argument 'colour'"),
        ("tiny.zip", "tiny.tar", "must end in .zip"),
        ("kind: recogniser", "kind: recogniser\n    engine: kaldi", "engine must be one of vosk, sherpa-onnx"),
        ("kind: recogniser", "kind: recogniser\n    engine: sherpa-onnx", "the names of its files are missing"),
        ("kind: recogniser", "kind: encoder", "the names of its files are missing"),
        ("licence: CC0", "licence: CC0\n    parts: [model.bin]", "or / where there are parts"),
        ("  tiny:", "  ../tiny:", "a name is letters"),
        ("licence: CC0", "licence: CC0\n    sha256: {tiny.zip: abc}", "64 hexadecimal digits"),
        ("licence: CC0", f"licence: CC0\n    sha256: {{big.zip: {'0' * 64}}}", "must be a file of the model"),
        ("models:", "model:", "cannot be read"),
        ("    kind", "   - kind", "cannot be read"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, old: str, new: str, why: str) -> None:
    path = tmp_path / "catalogue.yml"
    path.write_text(ENTRY.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueBroken) as told:
        load_catalogue(path)
    assert why in str(told.value)
    assert str(path) in str(told.value)
