"""The record of what was fetched."""

import hashlib
from pathlib import Path

import pytest

from voice.models.published.errors import ManifestBroken
from voice.models.published.manifest import NAME, describe, differences, read_manifest, sha256_of


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "am").mkdir()
    (tmp_path / "am/final.mdl").write_bytes(b"network")
    (tmp_path / "README").write_text("words")
    describe(tmp_path, "tiny", "https://models.test/tiny.zip", {"tiny.zip": "ab"}).write(tmp_path)
    return tmp_path


def test_written_and_read_are_the_same(model: Path) -> None:
    manifest = read_manifest(model)
    assert (manifest.name, manifest.source, manifest.fetched) == (
        "tiny",
        "https://models.test/tiny.zip",
        {"tiny.zip": "ab"},
    )
    assert manifest.files["am/final.mdl"] == hashlib.sha256(b"network").hexdigest() == sha256_of(model / "am/final.mdl")
    assert set(manifest.files) == {"am/final.mdl", "README"}
    assert manifest.made_at.endswith("+00:00")


def test_what_is_as_it_was_differs_in_nothing(model: Path) -> None:
    assert differences(model, read_manifest(model)) == []


def test_every_difference_is_named(model: Path) -> None:
    manifest = read_manifest(model)
    (model / "am/final.mdl").write_bytes(b"netwark")
    (model / "README").unlink()
    (model / "am/more").write_text("x")
    assert differences(model, manifest) == [
        "README is missing",
        "am/more was not there when it was fetched",
        "am/final.mdl has changed",
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": 1}', "\x00"])
def test_a_damaged_record_is_told(model: Path, text: str) -> None:
    (model / NAME).write_text(text)
    with pytest.raises(ManifestBroken, match="cannot be read"):
        read_manifest(model)


def test_a_missing_record_is_told(tmp_path: Path) -> None:
    with pytest.raises(ManifestBroken, match="is missing"):
        read_manifest(tmp_path)
