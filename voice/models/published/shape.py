"""Does a folder hold a model of its kind? By its files, and by loading it in a process of its own."""

import importlib.util
import json
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

from voice import processes
from voice.errors import ModelBroken
from voice.listen.second_pass import weights
from voice.listen.sherpa.folder import INSTALL as SHERPA_INSTALL
from voice.listen.sherpa.folder import read_folder
from voice.listen.vosk_recogniser import check_folder
from voice.models.published.catalogue import PublishedModel
from voice.models.published.errors import EngineMissing, ModelTooHeavy, ModelUnfit

LOAD_S = 300.0
ONNX_FIRST_BYTE = b"\x08"  # field 1, ir_version: every writer puts it first
KILLED = -9
INSTALL = {"sherpa-onnx": SHERPA_INSTALL}


def check_shape(model: PublishedModel, folder: Path) -> None:
    """Raise ModelUnfit unless the files of `model` are there and are of their kind."""
    if model.kind == "encoder":
        _check_encoder(model, folder)
    elif model.is_sherpa:
        _check_sherpa(model, folder)
    elif model.kind == "recogniser":
        _check_vosk(model, folder)
    else:
        _check_piper(model, folder)


def check_engine(model: PublishedModel) -> None:
    """Raise EngineMissing unless what loads `model` is installed."""
    package = "ctranslate2" if model.kind == "encoder" else "sherpa-onnx" if model.is_sherpa else ""
    if package and importlib.util.find_spec(package.replace("-", "_")) is None:
        raise EngineMissing(model.name, package, INSTALL.get(package, "make setup, or pip install hatef"))


def check_load(model: PublishedModel, folder: Path, patience_s: float = LOAD_S) -> str:
    """Load `model` in a process of its own (vosk may end it) and try it; returns what it tells of itself.

    Raises ModelUnfit with the library's own last word; ModelTooHeavy where it was killed or took too long.
    """
    place = folder / model.files[0] if model.kind == "voice" else folder
    asked = (model.kind, str(place), model.language)
    try:
        done = processes.run("voice.models.published.load_child", *asked, patience_s=patience_s)
    except TimeoutExpired as error:
        raise ModelTooHeavy(model.name, f"it did not load within {patience_s:g} s") from error
    if done.returncode == 0:
        return done.stdout.strip()
    if done.returncode == KILLED:
        raise ModelTooHeavy(model.name, "loading it was killed, most likely for want of memory")
    raise ModelUnfit(model.name, f"it does not load: {_last_word(done.stderr, done.returncode)}")


def _check_vosk(model: PublishedModel, folder: Path) -> None:
    if (folder / "final.mdl").is_file():
        raise ModelUnfit(model.name, "it has the flat layout of vosk before 2020 (final.mdl beside HCLG.fst)")
    try:
        check_folder(folder)
    except ModelBroken as error:
        raise ModelUnfit(model.name, error.why) from error
    dynamic = (folder / "graph/Gr.fst").is_file()
    wanted = ("graph/HCLr.fst",) if dynamic else ("graph/words.txt",)
    for name in ("am/final.mdl", *wanted):
        if not (folder / name).is_file() or (folder / name).stat().st_size == 0:
            raise ModelUnfit(model.name, f"{name} is missing or empty")


def _check_sherpa(model: PublishedModel, folder: Path) -> None:
    try:
        read_folder(folder)
    except ModelBroken as error:
        raise ModelUnfit(model.name, error.why.partition(";")[0]) from error


def _check_encoder(model: PublishedModel, folder: Path) -> None:
    try:
        weights.read(folder)
    except ModelBroken as error:
        raise ModelUnfit(model.name, error.why.partition(";")[0]) from error


def _check_piper(model: PublishedModel, folder: Path) -> None:
    voice, config = (folder / name for name in model.files)
    for path in (voice, config):
        if not path.is_file():
            raise ModelUnfit(model.name, f"{path.name} is missing; a Piper voice needs .onnx and .onnx.json")
    with voice.open("rb") as file:
        if file.read(1) != ONNX_FIRST_BYTE:
            raise ModelUnfit(model.name, f"{voice.name} is no ONNX file")
    try:
        facts: dict[str, Any] = json.loads(config.read_text(encoding="utf-8"))
        spoken = str(facts["espeak"]["voice"])
        int(facts["audio"]["sample_rate"])
        facts["phoneme_id_map"].items()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelUnfit(model.name, f"{config.name} does not describe a Piper voice") from error
    if spoken.split("-")[0] != model.language:
        raise ModelUnfit(model.name, f"{config.name} is of a voice for '{spoken}', not '{model.language}'")


def _last_word(told: str, code: int) -> str:
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or [f"its process ended with code {code}"])[-1]
