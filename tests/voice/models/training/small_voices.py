"""The smallest synthesisers of the training: networks written by hand that say a tone as long as their text."""

import json
from functools import cache
from pathlib import Path

import numpy as np

from tests.voice.onnx_writer import FLOAT, INT64, Network
from voice.models.training.synth import HELD_OUT_KOKORO, Espeak, Kokoro, Piper

SAMPLES = 600
"""Of a token, at KOKORO_HZ."""
PACKS = ("am_adam", "bf_emma", "ef_dora", "ff_siwis", "hf_alpha")
LETTERS = "abcdefghijklmnopqrstuvwxyzɑæʃʒʔħðθʕːˈˌ.,?! ɡɾɣxɒ"


@cache
def espeak() -> Espeak:
    """One a process: the library keeps one callback."""
    import espeakng_loader

    return Espeak(str(espeakng_loader.get_library_path()), str(espeakng_loader.get_data_path()))


def styles(names: tuple[str, ...] = (*PACKS, *sorted(HELD_OUT_KOKORO))) -> dict[str, np.ndarray]:
    """Pack number n is n everywhere."""
    return {name: np.full((510, 256), at, np.float32) for at, name in enumerate(names)}


def kokoro_network(level: float = 0.3) -> bytes:
    """tokens (1, n) -> n tones; `style` and `speed` are taken and change nothing."""
    tone = (level * np.sin(2 * np.pi * 12 * np.arange(SAMPLES) / SAMPLES)).astype("<f4")
    net = Network()
    net.input("tokens", INT64, ("d0", "d1"))
    net.input("style", FLOAT, ("d0", 256))
    net.input("speed", FLOAT, ("d0",))
    ones = net.add("Expand", net.floats([1.0]), net.add("Shape", "tokens"))
    rows = net.add("Reshape", ones, net.numbers(1, -1, 1))
    net.output("audio", FLOAT, ("d0",), net.add("Reshape", net.add("Mul", rows, net.floats(tone)), net.numbers(-1)))
    return net.pack({})


def vocabulary() -> str:
    return json.dumps({"vocab": {letter: at + 1 for at, letter in enumerate(LETTERS)}}, ensure_ascii=False)


def kokoro(folder: Path, level: float = 0.3) -> Kokoro:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kokoro.onnx").write_bytes(kokoro_network(level))
    (folder / "vocab.json").write_text(vocabulary(), encoding="utf-8")
    return Kokoro(folder / "kokoro.onnx", styles(), folder / "vocab.json")


def piper(folder: Path) -> Piper:
    from tests.voice.models.published.piper_voice import write_voice

    model = write_voice(folder, "en_US-joe-medium")
    return Piper(model, model.with_name(model.name + ".json"))
