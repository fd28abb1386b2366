"""Our own network of voice/models/LANG as a streaming model for sherpa-onnx, so that real speech is really heard.

Of the family T-one, whose networks take 300 ms of sound at 8 kHz as it is and give ten outputs, one for 30 ms: just
the rate of ours. The log-mel energies of Kaldi become layers of the network; its state holds the last sound and the
last energies, and so the outputs come 0.42 s (its right context) late.
"""

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tests.voice.onnx_writer import FLOAT, FLOAT16, INT32, Network
from voice.graphs.nnet3 import AcousticModel, Affine, Scaler, unpack_model
from voice.lexicon.phones import phone_table

ROOT = Path(__file__).resolve().parents[4]
SAMPLES, WINDOW, SHIFT, FFT = 2400, 200, 80, 256
OVERLAP = WINDOW - SHIFT  # samples of the last frames before
FRAMES = SAMPLES // SHIFT
BINS, LOW_HZ, HIGH_HZ, RATE_HZ = 40, 80, 3800, 8000
SUBSAMPLING = 3
Span = tuple[str, int, int]
"""A tensor (1, frames, values), its first frame and the one after its last; frame 0 is the first of the outputs'."""


def write_own(folder: Path, language: str) -> Path:
    """The folder of a model that writes the sounds of `language`, one after the other."""
    folder.mkdir(parents=True)
    model = unpack_model((ROOT / "voice/models" / language / "final.mdl").read_bytes())
    (folder / "model.onnx").write_bytes(pack_own(model))
    phones = ("<blk>", *phone_table(language).phones)
    lines = "".join(f"{phone} {number}\n" for number, phone in enumerate(phones))
    (folder / "tokens.txt").write_text(lines, encoding="utf-8")
    return folder


def pack_own(model: AcousticModel) -> bytes:
    """The bytes of model.onnx."""
    net = Network()
    past = model.left_context + model.right_context
    state_dim = OVERLAP + past * BINS
    net.input("signal", INT32, (1, SAMPLES, 1))
    net.input("state", FLOAT16, (1, state_dim))
    state = net.add("Cast", "state", to=FLOAT)
    sound = net.add("Reshape", net.add("Cast", "signal", to=FLOAT), net.numbers(1, SAMPLES))
    sound = net.add("Concat", net.slice(state, 0, OVERLAP, axis=1), sound, axis=1)
    before = net.add("Reshape", net.slice(state, OVERLAP, state_dim, axis=1), net.numbers(1, past, BINS))
    features = net.add("Concat", before, _fbank(net, sound), axis=1)
    scores = _layers(net, model, (features, -model.left_context, FRAMES + model.right_context))
    net.output("logprobs", FLOAT, (1, FRAMES // SUBSAMPLING, model.outputs), scores)
    kept = net.add("Reshape", net.slice(features, FRAMES, FRAMES + past, axis=1), net.numbers(1, past * BINS))
    last = net.slice(sound, SAMPLES, SAMPLES + OVERLAP, axis=1)
    net.output(
        "state_next", FLOAT16, (1, state_dim), net.add("Cast", net.add("Concat", last, kept, axis=1), to=FLOAT16)
    )
    return net.pack({"frame_length_ms": 300, "state_dim": state_dim, "sample_rate": RATE_HZ})


def _fbank(net: Network, sound: str) -> str:
    """Kaldi's log-mel energies: frames without their mean, pre-emphasis, window, power spectrum, triangles."""
    places = SHIFT * np.arange(FRAMES)[:, None] + np.arange(WINDOW)
    frames = net.add("Gather", sound, net.constant(places.astype(np.int64)), axis=1)
    centred = np.eye(WINDOW) - 1 / WINDOW
    emphasis = np.eye(WINDOW) - 0.97 * np.eye(WINDOW, k=-1)
    emphasis[0, 0] = 1 - 0.97
    povey = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / (WINDOW - 1))) ** 0.85
    turns = np.exp(-2j * np.pi * np.outer(np.arange(WINDOW), np.arange(FFT // 2)) / FFT)
    spectrum = ((povey[:, None] * (emphasis @ centred)).T) @ turns
    both = net.add("MatMul", frames, net.floats(np.concatenate([spectrum.real, spectrum.imag], axis=1)))
    mels = _triangles()
    energies = net.add("MatMul", net.add("Mul", both, both), net.floats(np.concatenate([mels, mels])))
    return net.add("Log", net.add("Max", energies, net.floats(np.finfo(np.float32).eps)))


def _triangles() -> npt.NDArray[np.float64]:
    hz = np.concatenate([[LOW_HZ, HIGH_HZ], RATE_HZ / FFT * np.arange(FFT // 2)])
    low, high, *mels = 1127 * np.log(1 + hz / 700)
    edges, at = np.linspace(low, high, BINS + 2), np.array(mels)[:, None]
    rising = (at - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - at) / (edges[2:] - edges[1:-1])
    return np.asarray(np.maximum(0, np.minimum(rising, falling)))


def _layers(net: Network, model: AcousticModel, features: Span) -> str:
    """The config lines of nnet3, one after the other."""
    made: dict[str, Span] = {"input": features}
    components = {component.name: component for component in model.components}
    for line in model.nodes:
        kind, _, told = line.partition(" ")
        facts = dict(re.findall(r"(\w+)=(.*?)(?= \w+=|$)", told))
        if kind == "output-node":
            source, first, _ = made[facts["input"]]
            return net.slice(source, -first, FRAMES - first, axis=1, step=SUBSAMPLING)
        if kind == "component-node":
            source, first, end = _described(net, facts["input"], made)
            made[facts["name"]] = (_component(net, components[facts["component"]], source), first, end)
    raise AssertionError("the network has no output")


def _described(net: Network, descriptor: str, made: dict[str, Span]) -> Span:
    """A node's input: one node, some frames of one side by side, or a sum."""
    inner = re.sub(r"^(Append|Sum)\(|Offset\(|\)", "", descriptor)
    parts = [(made[name], int(at or 0)) for name, at in re.findall(r"([a-z][\w.]*)(?:, (-?\d+))?", inner)]
    first = max(span[1] - at for span, at in parts)
    end = min(span[2] - at for span, at in parts)
    pieces = [net.slice(name, first + at - begin, end + at - begin, axis=1) for (name, begin, _), at in parts]
    if descriptor.startswith("Append("):
        return net.add("Concat", *pieces, axis=2), first, end
    return net.add("Add", *pieces) if descriptor.startswith("Sum(") else pieces[0], first, end


def _component(net: Network, component: object, source: str) -> str:
    match component:
        case Affine(_, weight, bias):
            return net.add("Add", net.add("MatMul", source, net.floats(weight.T)), net.floats(bias))
        case Scaler(_, scales):
            return net.add("Mul", source, net.floats(scales))
    kind = {"Rectifier": "Relu", "LogSoftmax": "LogSoftmax", "Through": "Identity"}[type(component).__name__]
    return net.add(kind, source, axis=2) if kind == "LogSoftmax" else net.add(kind, source)
