"""The exported layers compute what the network computes. Runs where torch is installed."""

import re
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from voice.graphs.nnet3 import AcousticModel, Affine, Component, Rectifier, Scaler  # noqa: E402
from voice.models.training.export import export  # noqa: E402
from voice.models.training.net import Net, Shape  # noqa: E402
from voice.models.training.shards import BINS, levelled  # noqa: E402

TERM = re.compile(r"Offset\((\w[\w.]*), (-?\d+)\)|(\w[\w.]*)")


class Interpreter:
    """Works the config lines out frame by frame; frames outside are repeats of the first and the last one."""

    def __init__(self, model: AcousticModel, features: np.ndarray) -> None:
        self.parts = {part.name: part for part in model.components}
        line = re.compile(r"component-node name=(\S+) component=\S+ input=(.*)")
        self.sources = dict(found.groups() for node in model.nodes if (found := line.fullmatch(node)))
        self.features = features
        self.seen: dict[tuple[str, int], Any] = {}

    def value(self, node: str, frame: int) -> Any:
        if node == "input":
            return self.features[min(max(frame, 0), len(self.features) - 1)]
        if (node, frame) not in self.seen:
            self.seen[node, frame] = apply(self.parts[node], self.gather(self.sources[node], frame))
        return self.seen[node, frame]

    def gather(self, descriptor: str, frame: int) -> Any:
        kind, _, inside = descriptor.partition("(")
        terms = TERM.findall(inside[:-1] if kind in ("Sum", "Append") else descriptor)
        values = [self.value(shifted or plain, frame + int(offset or 0)) for shifted, offset, plain in terms]
        return sum(values) if kind == "Sum" else np.concatenate(values)


def apply(part: Component, given: Any) -> Any:
    match part:
        case Affine(_, weight, bias):
            return weight @ given + bias
        case Rectifier():
            return np.maximum(given, 0)
        case Scaler(_, scales):
            return given * scales
        case _:
            return given


def test_export_equals_the_network() -> None:
    torch.manual_seed(0)
    net = Net(Shape(front=8, width=12, waist=4, blocks=((-3, 3), (-6, 3))))
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm1d):
            module.weight.data.uniform_(-1, 1)
            module.bias.data.uniform_(-1, 1)
            module.running_mean.uniform_(-1, 1)
            module.running_var.uniform_(0.5, 2)
    net.eval()
    features = np.random.default_rng(0).uniform(0, 20, (30, BINS)).astype(np.float32)
    with torch.no_grad():
        wanted = net(net.padded(torch.from_numpy(levelled(features))[None]), "fa")[0].numpy()
    exported = Interpreter(export(net, "fa", blank_penalty=0.0), features)
    heard = np.stack([exported.value("head", frame) for frame in range(0, len(features), 3)])
    np.testing.assert_allclose(heard, wanted[: len(heard)], atol=1e-3)
