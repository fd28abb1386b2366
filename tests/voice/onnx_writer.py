"""Writes small ONNX networks by hand, so that the tests need no library for it.

Protocol buffers: a field is its number and wire type, then a varint (0) or a length and bytes (2); the field numbers
are those of onnx.proto3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32] | npt.NDArray[np.float16] | npt.NDArray[np.int64]
FLOAT, INT32, INT64, FLOAT16 = 1, 6, 7, 10
KINDS = {"float32": FLOAT, "int32": INT32, "int64": INT64, "float16": FLOAT16}
Shape = tuple[int, ...]


def varint(value: int) -> bytes:
    """A number in groups of seven bits; a negative one as 64 bits."""
    value &= (1 << 64) - 1
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def number_field(number: int, value: int) -> bytes:
    """A field that holds a number."""
    return varint(number << 3) + varint(value)


def bytes_field(number: int, content: bytes) -> bytes:
    """A field that holds bytes: a text or a message."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def metadata(facts: Mapping[str, object]) -> bytes:
    """The metadata_props of a model."""
    pairs = (bytes_field(1, key.encode()) + bytes_field(2, str(value).encode()) for key, value in facts.items())
    return b"".join(bytes_field(14, pair) for pair in pairs)


def value_info(name: str, kind: int, shape: Sequence[int | str]) -> bytes:
    """An input or output; a text among the sizes leaves that one open."""
    sizes = b"".join(
        bytes_field(1, number_field(1, size) if isinstance(size, int) else bytes_field(2, size.encode()))
        for size in shape
    )
    return bytes_field(1, name.encode()) + bytes_field(2, bytes_field(1, number_field(1, kind) + bytes_field(2, sizes)))


def tensor(name: str, values: Array) -> bytes:
    """A constant."""
    sizes = b"".join(number_field(1, size) for size in values.shape)
    kind = number_field(2, KINDS[values.dtype.name])
    return sizes + kind + bytes_field(8, name.encode()) + bytes_field(9, np.ascontiguousarray(values).tobytes())


@dataclass
class Network:
    """A graph that grows: every method returns the name of what it made."""

    nodes: list[bytes] = field(default_factory=list)
    constants: list[bytes] = field(default_factory=list)
    inputs: list[bytes] = field(default_factory=list)
    outputs: list[bytes] = field(default_factory=list)

    def input(self, name: str, kind: int, shape: Sequence[int | str]) -> str:
        self.inputs.append(value_info(name, kind, shape))
        return name

    def output(self, name: str, kind: int, shape: Sequence[int | str], source: str) -> None:
        self.nodes.append(_node("Identity", (source,), name, {}))
        self.outputs.append(value_info(name, kind, shape))

    def constant(self, values: Array) -> str:
        name = f"constant{len(self.constants)}"
        self.constants.append(tensor(name, values))
        return name

    def numbers(self, *values: int) -> str:
        return self.constant(np.array(values, np.int64))

    def floats(self, values: object) -> str:
        return self.constant(np.asarray(values, np.float32))

    def add(self, kind: str, *inputs: str, **attributes: int | Sequence[int]) -> str:
        name = f"{kind}{len(self.nodes)}"
        self.nodes.append(_node(kind, inputs, name, attributes))
        return name

    def slice(self, source: str, begin: int, end: int, axis: int, step: int = 1) -> str:
        return self.add("Slice", source, *map(self.numbers, (begin, end, axis, step)))

    def pack(self, facts: Mapping[str, object]) -> bytes:
        """The bytes of the .onnx file with `facts` as its metadata."""
        graph = b"".join(bytes_field(1, node) for node in self.nodes) + bytes_field(2, b"g")
        graph += b"".join(bytes_field(5, constant) for constant in self.constants)
        graph += b"".join(bytes_field(11, one) for one in self.inputs)
        graph += b"".join(bytes_field(12, one) for one in self.outputs)
        opset = bytes_field(8, bytes_field(1, b"") + number_field(2, 13))
        return number_field(1, 8) + bytes_field(7, graph) + opset + metadata(facts)


def _node(kind: str, inputs: Sequence[str], output: str, attributes: Mapping[str, int | Sequence[int]]) -> bytes:
    names = b"".join(bytes_field(1, name.encode()) for name in inputs) + bytes_field(2, output.encode())
    return (
        names
        + bytes_field(4, kind.encode())
        + b"".join(bytes_field(5, _attribute(name, value)) for name, value in attributes.items())
    )


def _attribute(name: str, value: int | Sequence[int]) -> bytes:
    told = bytes_field(1, name.encode())
    if isinstance(value, int):
        return told + number_field(3, value) + number_field(20, 2)
    return told + b"".join(number_field(8, one) for one in value) + number_field(20, 7)
