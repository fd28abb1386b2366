"""The encoder's weights: found, joined, and nothing else taken for them."""

from pathlib import Path

import pytest

from voice.errors import ModelBroken
from voice.listen.second_pass import weights
from voice.models.published.catalogue import load_catalogue


def folder_with(tmp_path: Path, model: bytes) -> Path:
    for name in weights.SIDES:
        (tmp_path / name).write_text("{}")
    (tmp_path / "model.bin").write_bytes(model)
    return tmp_path


def test_a_folder_without_them_has_none(tmp_path: Path) -> None:
    assert not weights.available(tmp_path)
    with pytest.raises(ModelBroken, match="weights are missing"):
        weights.read(tmp_path)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="not the encoder that the heads were trained on"):
        weights.read(folder_with(tmp_path, b"another model"))


def test_a_file_beside_them_that_is_missing_is_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, b"")
    (folder / "config.json").unlink()
    with pytest.raises(ModelBroken, match=r"config\.json"):
        weights.read(folder)


def test_the_installed_packages_hold_what_was_pinned() -> None:
    if not weights.available():
        pytest.skip("the packages with the encoder's weights are not installed")
    files = weights.read()
    assert len(files["model.bin"]) == weights.MODEL_BYTES
    assert set(files) == {"model.bin", *weights.SIDES}


def test_the_catalogue_pins_the_same_bytes() -> None:
    entry = load_catalogue().find("encoder")
    assert entry.sha256["model.bin"] == weights.MODEL_SHA256
    assert set(entry.files) == {"model.bin", *weights.SIDES}
    assert weights.MODEL_BYTES < entry.size_mb * 1e6 < 1.05 * weights.MODEL_BYTES
