"""A folder with a published streaming model for sherpa-onnx: which files it holds, of which family, and are they whole?

sherpa-onnx ends its process where it misses something in a file; so everything it misses is looked for here first.

encoder*.onnx decoder*.onnx joiner*.onnx    a transducer: Zipformer, Conformer, LSTM of icefall, FastConformer of NeMo
model*.onnx                                 CTC: FastConformer of NeMo, Zipformer of icefall, T-one
tokens.txt                                  a line for each output: symbol, space, number
"""

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from voice.errors import ModelBroken
from voice.listen.sherpa.onnx_metadata import read_metadata

Family = Literal["transducer", "nemo_ctc", "zipformer2_ctc", "t_one_ctc"]

TOKENS = "tokens.txt"
BLANKS = frozenset({"<blk>", "<eps>", "<blank>"})
FRAME_MS = 10
RATE_HZ = 16000
SHERPA_SUBSAMPLING = 4
"""sherpa-onnx tells the times of a CTC network as if each of its frames was so many of sound, NeMo's too."""
_CTC: Mapping[Family, tuple[str, ...]] = {
    "nemo_ctc": ("window_size", "chunk_shift", "subsampling_factor", "vocab_size", "cache_last_channel_dim1"),
    "zipformer2_ctc": ("decode_chunk_len", "T", "encoder_dims", "num_encoder_layers", "left_context_len"),
    "t_one_ctc": ("state_dim", "frame_length_ms", "sample_rate"),
}
"""What the metadata of each family must hold; by the first of them it is told."""
ICEFALL = ("conformer", "ebranchformer", "lstm", "zipformer", "zipformer2")
"""What model_type of an encoder of icefall may be."""
MEND = "bring it here anew (hatef models pull NAME --again)"
INSTALL = "pip install 'hatef[sherpa]' (in a clone: make setup)"
NO_PACKAGE = f"the package sherpa-onnx, which reads it, is not installed: {INSTALL}"


@dataclass(frozen=True, slots=True)
class SherpaFiles:
    """What sherpa-onnx is given. `networks`: its name for a file -> the file."""

    folder: Path
    family: Family
    networks: Mapping[str, Path]
    rate_hz: int
    chunk_ms: int
    """So much sound the network takes at once: the last words come out when so much has come after them."""
    time_scale: float
    """Times of sherpa-onnx to real ones."""

    @property
    def tokens(self) -> Path:
        """The list of its outputs."""
        return self.folder / TOKENS


def is_sherpa(folder: Path) -> bool:
    """Whether it looks like a model for sherpa-onnx, whole or not, rather than one for vosk."""
    if not folder.is_dir() or (folder / "am").exists():
        return False
    return (folder / TOKENS).exists() or any(folder.glob("*.onnx"))


def check_folder(folder: Path) -> None:
    """Raise ModelBroken unless it can be loaded, as far as its files tell, and the package is there."""
    read_folder(folder)
    if importlib.util.find_spec("sherpa_onnx") is None:
        raise ModelBroken(str(folder), NO_PACKAGE)


def read_folder(folder: Path) -> SherpaFiles:
    """The files of a model. Raises ModelBroken, which names what is missing or wrong."""
    if not folder.is_dir():
        raise ModelBroken(str(folder), "there is no such folder")
    outputs = check_tokens(folder)
    parts = {part: _network(folder, part) for part in ("encoder", "decoder", "joiner")}
    if any(parts.values()):
        return _transducer(folder, parts, outputs)
    model = _network(folder, "model") or _network(folder, "ctc")
    if model is None:
        raise ModelBroken(str(folder), "there is neither model.onnx nor encoder.onnx with decoder.onnx and joiner.onnx")
    return _ctc(folder, model, outputs)


def check_tokens(folder: Path) -> int:
    """How many outputs tokens.txt names. Raises ModelBroken unless it is a list of outputs with a blank."""
    path = folder / TOKENS
    try:
        lines = [line.rpartition(" ") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except FileNotFoundError as error:
        raise ModelBroken(str(folder), f"{TOKENS} is missing; {MEND}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ModelBroken(str(folder), f"{TOKENS} cannot be read ({error}); {MEND}") from error
    if not lines or not all(number.isdecimal() for _, _, number in lines):
        raise ModelBroken(str(folder), f"{TOKENS} is no list of outputs (a symbol and its number a line); {MEND}")
    if BLANKS.isdisjoint(symbol for symbol, _, _ in lines):
        raise ModelBroken(str(folder), f"{TOKENS} names no blank ({' or '.join(sorted(BLANKS))})")
    return len(lines)


def _check_outputs(folder: Path, named: int, wanted: int) -> None:
    if named < wanted:
        told = f"{TOKENS} names {named} outputs where the network has {wanted}: it is another model's; {MEND}"
        raise ModelBroken(str(folder), told)


def _network(folder: Path, part: str) -> Path | None:
    """Its .onnx; of two the one in int8, which is as good and half the work."""
    found = sorted(path for path in folder.glob(f"{part}*.onnx") if path.is_file())
    return next((path for path in found if ".int8." in path.name), found[0] if found else None)


def _transducer(folder: Path, parts: Mapping[str, Path | None], outputs: int) -> SherpaFiles:
    if lacking := [f"{part}.onnx" for part, path in parts.items() if path is None]:
        raise ModelBroken(str(folder), f"{' and '.join(lacking)} is missing; {MEND}")
    networks = {part: path for part, path in parts.items() if path is not None}
    facts = {part: read_metadata(path) for part, path in networks.items()}
    encoder = facts["encoder"]
    window = encoder.get("window_size") or (encoder.get("decode_chunk_len") and encoder.get("T"))
    if not window:
        raise ModelBroken(str(folder), _not_streaming(networks["encoder"], ("window_size", "decode_chunk_len")))
    if "window_size" not in encoder:
        if (kind := encoder.get("model_type", "")) not in ICEFALL:
            told = (
                f"model_type in the metadata of {networks['encoder'].name} is '{kind}', not one of {', '.join(ICEFALL)}"
            )
            raise ModelBroken(str(folder), told)
        _check_outputs(folder, outputs, _number(folder, facts["decoder"].get("vocab_size", "")))
    return SherpaFiles(folder, "transducer", networks, RATE_HZ, FRAME_MS * _number(folder, window), 1.0)


def _ctc(folder: Path, model: Path, outputs: int) -> SherpaFiles:
    facts = read_metadata(model)
    for family, keys in _CTC.items():
        if keys[0] in facts:
            if lacking := [key for key in keys if key not in facts]:
                raise ModelBroken(str(folder), f"the metadata of {model.name} lack {', '.join(lacking)}; {MEND}")
            if family == "nemo_ctc":  # its vocabulary is told without the blank
                _check_outputs(folder, outputs, _number(folder, facts["vocab_size"]) + 1)
            return _ctc_files(folder, family, model, facts)
    raise ModelBroken(str(folder), _not_streaming(model, [keys[0] for keys in _CTC.values()]))


def _ctc_files(folder: Path, family: Family, model: Path, facts: Mapping[str, str]) -> SherpaFiles:
    rate_hz, scale = RATE_HZ, 1.0
    if family == "nemo_ctc":
        chunk_ms = FRAME_MS * _number(folder, facts["window_size"])
        scale = _number(folder, facts["subsampling_factor"]) / SHERPA_SUBSAMPLING
    elif family == "zipformer2_ctc":
        chunk_ms = FRAME_MS * _number(folder, facts["T"])
    else:
        chunk_ms, rate_hz = _number(folder, facts["frame_length_ms"]), _number(folder, facts["sample_rate"])
    return SherpaFiles(folder, family, {"model": model}, rate_hz, chunk_ms, scale)


def _number(folder: Path, value: str) -> int:
    if not value.isdecimal() or not int(value):
        raise ModelBroken(str(folder), f"its metadata hold '{value}' where a number is due; {MEND}")
    return int(value)


def _not_streaming(model: Path, marks: tuple[str, ...] | list[str]) -> str:
    return (
        f"{model.name} is no streaming model of sherpa-onnx: its metadata hold none of {', '.join(marks)} "
        "(it hears whole recordings only, or was exported for another program)"
    )
