"""final.mdl: a TransitionModel followed by an nnet3 network, in Kaldi's binary form.

Only what a compact CTC network needs: fixed affine layers (stored as 16-bit CompressedMatrix, "CM2") and rectifiers.
Formats: kaldi/src/hmm/transition-model.cc, hmm-topology.cc, nnet3/nnet-nnet.cc, matrix/compressed-matrix.cc.
"""

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
BLANK_ID = 1
"""Transition id of the silence phone's self-loop: one frame of blank."""


@dataclass(frozen=True)
class Affine:
    """FixedAffineComponent: y = weight x + bias; weight is (outputs, inputs)."""

    name: str
    weight: Floats
    bias: Floats


@dataclass(frozen=True)
class Rectifier:
    """RectifiedLinearComponent on `dim` values."""

    name: str
    dim: int


@dataclass(frozen=True)
class Scaler:
    """FixedScaleComponent: each value times its own constant."""

    name: str
    scales: Floats


@dataclass(frozen=True)
class Through:
    """NoOpComponent: a name for a sum of `dim` values."""

    name: str
    dim: int


@dataclass(frozen=True)
class LogSoftmax:
    """LogSoftmaxComponent: `dim` values less the logarithm of the sum of their exponentials."""

    name: str
    dim: int


Component = Affine | Rectifier | Scaler | Through | LogSoftmax


@dataclass(frozen=True)
class AcousticModel:
    """A CTC network: output 0 is the blank, output n the n-th phone, which is Kaldi's phone n + 1."""

    outputs: int
    nodes: tuple[str, ...]
    """Config lines of the nnet3 graph: input-node, component-node, output-node."""
    components: tuple[Component, ...]
    left_context: int
    right_context: int


def normalised(model: AcousticModel) -> AcousticModel:
    """The same network with logarithms of probabilities as outputs.

    Readings and their order stay as they are; but what a sound costs in one language then compares with another's.
    """
    if any(isinstance(component, LogSoftmax) for component in model.components):
        return model
    *nodes, output = model.nodes
    source = output.partition("input=")[2].split()[0]
    nodes += ["component-node name=normal component=normal input=" + source, output.replace(source, "normal", 1)]
    components = (*model.components, LogSoftmax("normal", model.outputs))
    return replace(model, nodes=tuple(nodes), components=components)


class FormatError(ValueError):
    """The bytes are not a model of this kind."""


def emission_id(label: int) -> int:
    """Transition id of the first frame of output `label` (1 is the first phone)."""
    return 2 * label + 2


def repetition_id(emission: int) -> int:
    """Transition id of every further frame. As a self-loop it does not count as one more phone in lattices."""
    return emission - 1


def unknown_id(label: int, outputs: int) -> int:
    """Like emission_id, but of the one "unknown" phone, which may emit any output: lattices stay small."""
    return 2 * (outputs + label)


def pack_model(model: AcousticModel) -> bytes:
    """Serialise to the bytes of final.mdl."""
    out = io.BytesIO()
    out.write(b"\0B")
    _pack_transitions(out, model.outputs)
    out.write(b"<Nnet3> \n" + "\n".join(model.nodes).encode() + b"\n\n")
    out.write(b"<NumComponents> " + _int(len(model.components)))
    for component in model.components:
        out.write(f"<ComponentName> {component.name} ".encode())
        _pack_component(out, component)
    out.write(b"</Nnet3> ")
    out.write(b"<LeftContext> " + _int(model.left_context) + b"<RightContext> " + _int(model.right_context))
    out.write(b"<Priors> " + _vector(np.zeros(0, np.float32)))
    return out.getvalue()


def unpack_model(data: bytes) -> AcousticModel:
    """Parse what pack_model wrote; raises FormatError on anything else."""
    reader = _Reader(data)
    reader.expect(b"\0B<TransitionModel> ")
    outputs = _unpack_transitions(reader)
    reader.expect(b"<Nnet3> \n")
    nodes = reader.until(b"\n\n").decode().split("\n")
    reader.expect(b"<NumComponents> ")
    components = tuple(_unpack_component(reader) for _ in range(reader.integer()))
    reader.expect(b"</Nnet3> <LeftContext> ")
    left = reader.integer()
    reader.expect(b"<RightContext> ")
    return AcousticModel(outputs, tuple(nodes), components, left, reader.integer())


def _int(value: int) -> bytes:
    return struct.pack("<bi", 4, value)


def _float(value: float) -> bytes:
    return struct.pack("<bf", 4, value)


def _integers(values: Sequence[int]) -> bytes:
    return struct.pack(f"<bi{len(values)}i", 4, len(values), *values)


def _vector(values: Floats) -> bytes:
    return b"FV " + _int(len(values)) + values.astype("<f4").tobytes()


def _matrix(values: Floats) -> bytes:
    """CM2: value = low + span * u16 / 65535, row by row."""
    low, high = float(values.min()), float(values.max())
    span = max(high - low, 1e-6)
    levels = np.clip(np.round((values.astype(np.float64) - low) / span * 65535), 0, 65535)
    return b"CM2 " + struct.pack("<ffii", low, span, *values.shape) + levels.astype("<u2").tobytes()


def _pack_transitions(out: io.BytesIO, outputs: int) -> None:
    """Phone 1 is silence, which emits the blank; phone n + 1 emits output n; the last one emits any but the blank."""
    phones = range(1, outputs + 2)
    tuples = [(phone, phone - 1) for phone in phones[:-1]] + [(outputs + 1, output) for output in range(1, outputs)]
    out.write(b"<TransitionModel> <Topology> ")
    out.write(_integers(list(phones)) + _integers([-1] + [0] * len(phones)))
    out.write(_int(-1) + _int(1) + _int(2))
    out.write(_int(0) + _int(1) + _int(2) + _int(0) + _float(0.5) + _int(1) + _float(0.5))
    out.write(_int(-1) + _int(-1) + _int(0))
    out.write(b"</Topology> <Tuples> " + _int(len(tuples)))
    for phone, output in tuples:
        out.write(_int(phone) + _int(0) + _int(output) + _int(output))
    log_probs = np.full(2 * len(tuples) + 1, np.log(0.5), np.float32)
    log_probs[0] = 0
    out.write(b"</Tuples> <LogProbs> " + _vector(log_probs) + b"</LogProbs> </TransitionModel> ")


def _unpack_transitions(reader: "_Reader") -> int:
    head = reader.until(b"<Tuples> ")
    if not head.startswith(b"<Topology> "):
        raise FormatError("no topology")
    outputs = (reader.integer() + 1) // 2
    reader.until(b"</TransitionModel> ")
    return outputs


def _pack_component(out: io.BytesIO, component: Component) -> None:
    empty = _vector(np.zeros(0, np.float32))
    match component:
        case Affine():
            out.write(b"<FixedAffineComponent> <LinearParams> " + _matrix(component.weight))
            out.write(b"<BiasParams> " + _vector(component.bias) + b"</FixedAffineComponent> ")
        case Scaler():
            out.write(b"<FixedScaleComponent> <Scales> " + _vector(component.scales) + b"</FixedScaleComponent> ")
        case Through():
            out.write(b"<NoOpComponent> <Dim> " + _int(component.dim) + b"<BackpropScale> " + _float(1.0))
            out.write(b"</NoOpComponent> ")
        case Rectifier() | LogSoftmax():
            kind = b"RectifiedLinearComponent" if isinstance(component, Rectifier) else b"LogSoftmaxComponent"
            out.write(b"<" + kind + b"> <Dim> " + _int(component.dim) + b"<ValueAvg> " + empty)
            out.write(b"<DerivAvg> " + empty + b"<Count> " + _float(0.0) + b"</" + kind + b"> ")


def _unpack_component(reader: "_Reader") -> Component:
    reader.expect(b"<ComponentName> ")
    name = reader.until(b" ").decode()
    kind = reader.until(b" ").decode(errors="replace")
    component: Component
    match kind:
        case "<FixedAffineComponent>":
            reader.expect(b"<LinearParams> ")
            weight = reader.matrix()
            reader.expect(b"<BiasParams> ")
            component = Affine(name, weight, reader.vector())
        case "<FixedScaleComponent>":
            reader.expect(b"<Scales> ")
            component = Scaler(name, reader.vector())
        case "<NoOpComponent>" | "<RectifiedLinearComponent>" | "<LogSoftmaxComponent>":
            reader.expect(b"<Dim> ")
            dim = reader.integer()
            if kind == "<NoOpComponent>":
                component = Through(name, dim)
            else:
                component = Rectifier(name, dim) if "Rectified" in kind else LogSoftmax(name, dim)
        case _:
            raise FormatError(f"unknown component {kind}")
    reader.until(f"</{kind[1:]} ".encode())
    return component


class _Reader:
    """A place in the bytes of a model."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        taken = self._data[self._at : self._at + size]
        if len(taken) < size:
            raise FormatError("the model ends too early")
        self._at += size
        return taken

    def expect(self, token: bytes) -> None:
        if self._data[self._at : self._at + len(token)] != token:
            raise FormatError(f"expected {token!r} at byte {self._at}")
        self._at += len(token)

    def until(self, token: bytes) -> bytes:
        """Everything before the next `token`, which is skipped."""
        found = self._data.find(token, self._at)
        if found < 0:
            raise FormatError(f"no {token!r} after byte {self._at}")
        taken = self._data[self._at : found]
        self._at = found + len(token)
        return taken

    def integer(self) -> int:
        size, value = struct.unpack("<bi", self.take(5))
        if size != 4:
            raise FormatError("expected a 32-bit number")
        return int(value)

    def vector(self) -> Floats:
        self.expect(b"FV ")
        return np.frombuffer(self.take(4 * self.integer()), "<f4").astype(np.float32)

    def matrix(self) -> Floats:
        self.expect(b"CM2 ")
        low, span, rows, columns = struct.unpack("<ffii", self.take(16))
        levels = np.frombuffer(self.take(2 * rows * columns), "<u2").reshape(rows, columns)
        values: Floats = (low + span * levels.astype(np.float64) / 65535).astype(np.float32)
        return values
