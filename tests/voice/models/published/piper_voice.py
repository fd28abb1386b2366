"""The smallest Piper voice: an ONNX network that says a tone as long as the phonemes are many. Written by hand.

Protocol buffers: a field is its number and wire type, then a varint (0) or a length and bytes (2); the field numbers
are those of onnx.proto3.
"""

import json
from pathlib import Path

import numpy as np

SAMPLES = 512  # a phoneme
RATE_HZ = 22050
FLOAT, INT64 = 1, 7


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
    nodes = (
        _node("Shape", ["input"], ["shape"]),
        _node("Expand", ["one", "shape"], ["ones"]),
        _node("Reshape", ["ones", "column"], ["rows"]),
        _node("Mul", ["rows", "tone"], ["tones"]),
        _node("Reshape", ["tones", "line"], ["output"]),
    )
    constants = (
        _tensor("one", FLOAT, [1], np.ones(1, "<f4").tobytes()),
        _tensor("column", INT64, [3], np.array([1, -1, 1], "<i8").tobytes()),
        _tensor("line", INT64, [4], np.array([1, 1, 1, -1], "<i8").tobytes()),
        _tensor("tone", FLOAT, [SAMPLES], tone.tobytes()),
    )
    inputs = (_value("input", INT64, 2), _value("input_lengths", INT64, 1), _value("scales", FLOAT, 1))
    graph = b"".join(_field(1, node) for node in nodes) + _field(2, b"tone")
    graph += b"".join(_field(5, constant) for constant in constants)
    graph += b"".join(_field(11, value) for value in inputs) + _field(12, _value("output", FLOAT, 4))
    return _number(1, 8) + _field(7, graph) + _field(8, _field(1, b"") + _number(2, 13))


def _varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _field(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _node(kind: str, inputs: list[str], outputs: list[str]) -> bytes:
    names = [_field(1, name.encode()) for name in inputs] + [_field(2, name.encode()) for name in outputs]
    return b"".join(names) + _field(4, kind.encode())


def _tensor(name: str, kind: int, shape: list[int], raw: bytes) -> bytes:
    return b"".join(_number(1, size) for size in shape) + _number(2, kind) + _field(8, name.encode()) + _field(9, raw)


def _value(name: str, kind: int, rank: int) -> bytes:
    shape = b"".join(_field(1, _field(2, f"d{axis}".encode())) for axis in range(rank))
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, kind) + _field(2, shape)))
