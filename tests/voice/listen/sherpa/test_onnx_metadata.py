"""Metadata read out of the file's bytes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.voice.onnx_writer import Network, bytes_field, number_field
from voice.errors import ModelBroken
from voice.listen.sherpa.onnx_metadata import read_metadata


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("onnx") / "model.onnx"


@given(some.dictionaries(some.text(max_size=200), some.text(max_size=200), max_size=5))
def test_what_is_written_is_read(path: Path, facts: dict[str, str]) -> None:
    path.write_bytes(Network().pack(facts))
    assert read_metadata(path) == facts


def test_other_fields_are_stepped_over(path: Path) -> None:
    fixed = bytes([9 << 3 | 1]) + bytes(8) + bytes([10 << 3 | 5]) + bytes(4)
    path.write_bytes(number_field(1, 1 << 40) + fixed + bytes_field(7, bytes(1000)) + Network().pack({"T": 45})[2:])
    assert read_metadata(path) == {"T": "45"}


@pytest.mark.parametrize("content", [b"", b"<html>", b"version https://git-lfs.github.com/spec/v1\n", b"\xff" * 20])
def test_what_is_no_onnx_is_told(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(ModelBroken, match="no ONNX file, or is cut off"):
        read_metadata(path)


@given(some.integers(min_value=1))
def test_a_file_that_was_cut_off_is_told(path: Path, cut: int) -> None:
    whole = Network().pack({"window_size": 65})
    path.write_bytes(whole[: -1 - cut % (len(whole) - 1)])
    try:
        assert "window_size" not in read_metadata(path)  # cut between two fields
    except ModelBroken as told:
        assert "cut off" in str(told)


@given(some.binary(max_size=60))
def test_any_bytes_are_read_or_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        read_metadata(path)
    except ModelBroken:
        pass


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="No such file"):
        read_metadata(tmp_path / "none.onnx")
