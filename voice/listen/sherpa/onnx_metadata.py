"""What an ONNX file tells of itself, read without loading its network.

An ONNX file is one protocol buffer, ModelProto of onnx.proto3: fields one after the other, each a key (number << 3 |
wire type) and its value. Field 14 holds one pair of texts each time; the others, gigabytes perhaps, are stepped over.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from voice.errors import ModelBroken

METADATA_PROPS = 14
KEY, VALUE = 1, 2
VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
_NO_ONNX = "it is no ONNX file, or is cut off"


class _Malformed(ValueError):
    """The bytes are no protocol buffer."""


def read_metadata(path: Path) -> dict[str, str]:
    """The file's metadata, key -> value. Raises ModelBroken where it is no ONNX file or cannot be read."""
    found: dict[str, str] = {}
    try:
        with path.open("rb") as file:
            for number, content in _fields(file, path.stat().st_size, wanted=METADATA_PROPS):
                if number == METADATA_PROPS:
                    pair = dict(_fields(BytesIO(content), len(content)))
                    found[pair.get(KEY, b"").decode()] = pair.get(VALUE, b"").decode()
    except OSError as error:
        raise ModelBroken(str(path), error.strerror or str(error)) from error
    except ValueError as error:  # UnicodeDecodeError too
        raise ModelBroken(str(path), _NO_ONNX) from error
    return found


def _fields(file: BinaryIO, size: int, wanted: int = 0) -> Iterator[tuple[int, bytes]]:
    """Number and content of each field of bytes; of `wanted` ones only, where it is not 0."""
    if not size:
        raise _Malformed
    while file.tell() < size:
        key = _varint(file)
        number, kind = key >> 3, key & 7
        if not number:
            raise _Malformed
        if kind == VARINT:
            _varint(file)
            continue
        length = {FIXED64: 8, FIXED32: 4}.get(kind) or _length(file, kind)
        if file.tell() + length > size:
            raise _Malformed
        if kind == LENGTH and number == (wanted or number):
            yield number, file.read(length)
        else:
            file.seek(length, os.SEEK_CUR)


def _length(file: BinaryIO, kind: int) -> int:
    if kind != LENGTH:
        raise _Malformed
    return _varint(file)


def _varint(file: BinaryIO) -> int:
    value = shift = 0
    while shift < 64:
        byte = file.read(1)
        if not byte:
            raise _Malformed
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
        shift += 7
    raise _Malformed
