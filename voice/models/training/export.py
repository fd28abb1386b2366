"""The trained network as Kaldi layers: input levelling, batch norms and priors are folded into the affine layers.

A residual stream is kept without its constant part: what a batch norm adds is carried in `offset` and folded into
the bias of every layer that reads the stream.
"""

import numpy as np
from torch import nn

from voice.graphs.nnet3 import AcousticModel, Affine, Component, Floats, Rectifier, Scaler, Through, normalised
from voice.models.training.net import Net
from voice.models.training.shards import BINS, CENTRE, FLOOR, SPREAD

BLANK_PENALTY = 3.0
"""Natural logarithm taken off the blank. On voices unlike those of training the net hesitates, which is to say blank:
without this, unheard people lose half their sounds (docs/recogniser.md has the figures)."""


class Builder:
    """Components and config lines in order; every method returns the name of the node it made."""

    def __init__(self) -> None:
        self.components: list[Component] = []
        self.nodes = [f"input-node name=input dim={BINS}"]

    def add(self, component: Component, source: str) -> str:
        self.components.append(component)
        self.nodes.append(f"component-node name={component.name} component={component.name} input={source}")
        return component.name

    def affine(self, name: str, weight: Floats, bias: Floats, source: str) -> str:
        return self.add(Affine(name, weight.astype(np.float32), bias.astype(np.float32)), source)

    def rectified(self, name: str, weight: Floats, bias: Floats, source: str) -> str:
        return self.add(Rectifier(f"{name}.relu", len(bias)), self.affine(name, weight, bias, source))


def appended(source: str, offsets: tuple[int, ...]) -> str:
    """Kaldi's descriptor of several frames side by side, oldest first."""
    return f"Append({', '.join(source if not at else f'Offset({source}, {at})' for at in offsets)})"


def folded(conv: nn.Conv1d, scale: Floats, offset: Floats) -> tuple[Floats, Floats]:
    """Weight (outputs, kernel x inputs) and bias of a convolution of `scale` x + `offset`."""
    weight = conv.weight.detach().float().cpu().numpy().transpose(0, 2, 1)
    bias = np.zeros(len(weight)) if conv.bias is None else conv.bias.detach().float().cpu().numpy()
    return (weight * scale).reshape(len(weight), -1), bias + (weight @ offset).sum(axis=1)


def norm_parts(norm: nn.BatchNorm1d) -> tuple[Floats, Floats]:
    """Scale and offset of a batch norm in use."""
    parts = (norm.weight, norm.bias, norm.running_mean, norm.running_var)
    weight, bias, mean, variance = (part.detach().float().cpu().numpy() for part in parts)
    scale = weight / np.sqrt(variance + norm.eps)
    return scale, bias - scale * mean


def export(net: Net, language: str, blank_penalty: float = BLANK_PENALTY) -> AcousticModel:
    """One head of the network, its blank made `blank_penalty` less likely."""
    trunk, shape, build = net.eval().trunk, net.shape, Builder()
    ones = np.ones(shape.width)
    source = build.rectified("level", np.eye(BINS), np.full(BINS, -FLOOR), "input")
    weight, bias = folded(trunk.first, np.full(BINS, 1 / SPREAD), np.full(BINS, -CENTRE / SPREAD))
    source = build.rectified("first", weight, bias, appended(source, (-2, -1, 0, 1, 2)))
    weight, bias = folded(trunk.second, *norm_parts(trunk.first_norm))
    source = build.rectified("second", weight, bias, appended(source, (-1, 0, 1)))
    scale, offset = norm_parts(trunk.second_norm)
    stream = build.add(Scaler("stream", scale.astype(np.float32)), source)
    for number, (block, (narrow, wide)) in enumerate(zip(trunk.blocks, shape.blocks, strict=True)):
        weight, bias = folded(block.narrow, ones, offset)
        waist = build.affine(f"narrow{number}", weight, bias, appended(stream, (narrow, 0)))
        weight, bias = folded(block.wide, np.ones(shape.waist), np.zeros(shape.waist))
        spread = build.rectified(f"wide{number}", weight, bias, appended(waist, (0, wide)))
        scale, shift = norm_parts(block.norm)
        update = build.add(Scaler(f"norm{number}", scale.astype(np.float32)), spread)
        stream = build.add(Through(f"sum{number}", shape.width), f"Sum({stream}, {update})")
        offset = offset + shift
    weight, bias = folded(net.heads[language], ones, offset)
    bias[0] -= blank_penalty
    build.affine("head", weight, bias, stream)
    build.nodes.append("output-node name=output input=head objective=linear")
    return normalised(AcousticModel(len(bias), tuple(build.nodes), tuple(build.components), shape.left, shape.right))
