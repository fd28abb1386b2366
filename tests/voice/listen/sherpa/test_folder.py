"""What a folder holds, and what is told where something is missing or wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.voice.listen.loudness_model import write_model
from tests.voice.listen.sherpa.loud_models import write_nemo, write_transducer
from tests.voice.onnx_writer import Network
from voice.errors import ModelBroken
from voice.listen.sherpa.folder import check_tokens, is_sherpa, read_folder


def onnx(folder: Path, name: str, facts: dict[str, object]) -> None:
    (folder / name).write_bytes(Network().pack(facts))


def test_the_family_is_told_by_files_and_metadata(tmp_path: Path) -> None:
    nemo, transducer = read_folder(write_nemo(tmp_path / "n")), read_folder(write_transducer(tmp_path / "t"))
    assert (nemo.family, nemo.chunk_ms, nemo.time_scale, nemo.rate_hz) == ("nemo_ctc", 650, 2.0, 16000)
    assert (transducer.family, transducer.chunk_ms, transducer.time_scale) == ("transducer", 360, 1.0)
    assert set(transducer.networks) == {"encoder", "decoder", "joiner"}


def test_zipformer_and_t_one(tmp_path: Path) -> None:
    (tmp_path / "tokens.txt").write_text("<blk> 0\n")
    names = ("decode_chunk_len", "encoder_dims", "num_encoder_layers", "left_context_len")
    onnx(tmp_path, "ctc-epoch-20.onnx", {**dict.fromkeys(names, "2"), "T": 45})
    assert (read_folder(tmp_path).family, read_folder(tmp_path).chunk_ms) == ("zipformer2_ctc", 450)
    onnx(tmp_path, "model.onnx", {"state_dim": 1, "frame_length_ms": 300, "sample_rate": 8000})
    assert (read_folder(tmp_path).family, read_folder(tmp_path).rate_hz) == ("t_one_ctc", 8000)


def test_of_two_the_one_in_int8_is_taken(tmp_path: Path) -> None:
    folder = write_transducer(tmp_path / "t")
    encoder = folder / "encoder.onnx"
    (folder / "encoder-epoch-75.int8.onnx").write_bytes(encoder.read_bytes())
    assert read_folder(folder).networks["encoder"].name == "encoder-epoch-75.int8.onnx"
    assert read_folder(folder).networks["decoder"].name == "decoder.onnx"


def test_whose_folder_it_is(tmp_path: Path) -> None:
    assert is_sherpa(write_nemo(tmp_path / "n"))
    assert not is_sherpa(write_model(tmp_path / "vosk"))
    assert not is_sherpa(tmp_path) and not is_sherpa(tmp_path / "none")


def _drop(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _tokens(text: str) -> Callable[[Path], None]:
    return lambda folder: None if (folder / "tokens.txt").write_text(text) else None


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_drop("tokens.txt"), "tokens.txt is missing"),
        (_drop("joiner.onnx"), "joiner.onnx is missing"),
        (_tokens("nothing\n"), "is no list of outputs"),
        (_tokens("\n"), "is no list of outputs"),
        (_tokens("a 0\nb 1\n"), "names no blank"),
        (_tokens("<blk> 0\n"), "names 1 outputs where the network has 2"),
        (lambda f: onnx(f, "encoder.onnx", {}), "no streaming model.*window_size, decode_chunk_len"),
        (lambda f: onnx(f, "encoder.onnx", {"T": 9, "decode_chunk_len": 8, "model_type": "x"}), "model_type.*'x'"),
        (lambda f: onnx(f, "encoder.onnx", {"window_size": "many"}), "hold 'many' where a number is due"),
        (lambda f: onnx(f, "decoder.onnx", {}), "hold '' where a number is due"),
    ],
)
def test_what_is_wrong_with_a_transducer_is_named(tmp_path: Path, spoil: Callable[[Path], None], why: str) -> None:
    folder = write_transducer(tmp_path / "t")
    spoil(folder)
    with pytest.raises(ModelBroken, match=why):
        read_folder(folder)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"subsampling_factor": 8, "vocab_size": 1024}, "no streaming model.*hears whole recordings only"),
        ({"window_size": 65, "chunk_shift": 56}, "lack subsampling_factor, vocab_size, cache_last_channel_dim1"),
        ({}, "hold none of window_size, decode_chunk_len, state_dim"),
    ],
)
def test_what_is_wrong_with_ctc_is_named(tmp_path: Path, facts: dict[str, object], why: str) -> None:
    folder = write_nemo(tmp_path / "n")
    onnx(folder, "model.onnx", facts)
    with pytest.raises(ModelBroken, match=why):
        read_folder(folder)


def test_the_tokens_of_another_model_are_told(tmp_path: Path) -> None:
    folder = write_nemo(tmp_path / "n")
    (folder / "tokens.txt").write_text("<blk> 0\n")
    with pytest.raises(ModelBroken, match="names 1 outputs where the network has 2: it is another model's"):
        read_folder(folder)


def test_a_space_may_be_an_output(tmp_path: Path) -> None:
    (tmp_path / "tokens.txt").write_text("<blk> 0\n  1\nب 2\n", encoding="utf-8")
    assert check_tokens(tmp_path) == 3


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="there is no such folder"):
        read_folder(tmp_path / "none")
