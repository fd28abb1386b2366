"""The smallest Piper voice: an ONNX network that says a tone as long as the phonemes are many. Written by hand."""

import json
from pathlib import Path

import numpy as np

from tests.voice.onnx_writer import FLOAT, INT64, Network

SAMPLES = 512  # a phoneme
RATE_HZ = 22050


def write_voice(folder: Path, name: str, language: str = "fa") -> Path:
    """Write NAME.onnx and NAME.onnx.json; returns the .onnx."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    path.write_bytes(network())
    letters = "_^$ 1aɑbcdeɡhijklmnopqrstuvwxyzæʃʒʔħðθʕːˈˌ.,ʲɪɐɹəɛɔ"
    facts = {
        "audio": {"sample_rate": RATE_HZ},
        "espeak": {"voice": language},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "num_symbols": 256,
        "num_speakers": 1,
        "speaker_id_map": {},
        "phoneme_id_map": {letter: [number] for number, letter in enumerate(letters)},
    }
    path.with_name(path.name + ".json").write_text(json.dumps(facts), encoding="utf-8")
    return path


def break_at(voice: Path, phoneme: str) -> Path:
    """Let the engine raise at a sentence with `phoneme`: its number in the settings is none."""
    settings = voice.with_name(voice.name + ".json")
    facts = json.loads(settings.read_text(encoding="utf-8"))
    facts["phoneme_id_map"][phoneme] = ["damaged"]
    settings.write_text(json.dumps(facts), encoding="utf-8")
    return voice


def network() -> bytes:
    """ids (1, n) -> as many ones -> each times a tone of SAMPLES -> (1, 1, 1, n x SAMPLES)."""
    tone = (0.3 * np.sin(2 * np.pi * 8 * np.arange(SAMPLES) / SAMPLES)).astype("<f4")
    net = Network()
    net.input("input", INT64, ("d0", "d1"))
    net.input("input_lengths", INT64, ("d0",))
    net.input("scales", FLOAT, ("d0",))
    ones = net.add("Expand", net.floats([1.0]), net.add("Shape", "input"))
    rows = net.add("Reshape", ones, net.numbers(1, -1, 1))
    tones = net.add("Reshape", net.add("Mul", rows, net.floats(tone)), net.numbers(1, 1, 1, -1))
    net.output("output", FLOAT, ("d0", "d1", "d2", "d3"), tones)
    return net.pack({})
