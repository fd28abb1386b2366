"""A locked file that grows part by part and can be read as far as it came.

"HATEFREC" | version | key id | salt | part | part | ... | last part        part: length | AES-256-GCM of kind and body

Each file has a key of its own (HKDF-SHA256 of the key and the salt, RFC 5869). A part's nonce is its number and whether
it is the last one, so that parts can be neither changed, moved, left out nor taken from another file without being
noticed; the head is bound to each (associated data). A file without its last part was cut.
"""

import fcntl
import os
import secrets
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, get_args

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.recordings.errors import KeyUnknown, RecordingBroken
from bot.recordings.keys import ID_BYTES, Key, Keyring

MAGIC = b"HATEFREC\x01"
SALT_BYTES = 16
HEAD_BYTES = len(MAGIC) + ID_BYTES + SALT_BYTES
LENGTH = struct.Struct(">I")
NONCE = struct.Struct(">IQ")
MOST_PART_BYTES = 4 << 20

Kind = Literal["sound", "facts"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a file: sound, or facts about it (JSON)."""

    kind: Kind
    body: bytes
    last: bool = False


class VaultWriter:
    """A new file; belongs to one thread. While it is open, it is held: nobody takes it for one that was left behind.

    Raises:
        OSError: it cannot be made or written; what was written before can be read.
    """

    def __init__(self, path: Path, key: Key) -> None:
        self.path = path
        salt = secrets.token_bytes(SALT_BYTES)
        self._head = MAGIC + bytes.fromhex(key.key_id) + salt
        self._cipher = _cipher(key, salt)
        self._count = 0
        self.size = 0  # bytes
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._write(self._head)
        except OSError:
            self.close()
            path.unlink(missing_ok=True)
            raise

    def add(self, part: Part) -> None:
        """Write one part, whole or not at all. Raises OSError."""
        plain = bytes([KINDS.index(part.kind)]) + part.body
        locked = self._cipher.encrypt(NONCE.pack(int(part.last), self._count), plain, self._head)
        self._write(LENGTH.pack(len(locked)) + locked)
        self._count += 1
        if part.last:
            os.fsync(self._handle)

    def close(self) -> None:
        """Let go of the file."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._handle, rest) :]
        except OSError:
            os.ftruncate(self._handle, self.size)
            os.lseek(self._handle, self.size, os.SEEK_SET)
            raise
        self.size += len(data)


class VaultReader:
    """The parts of a file in their order, as far as they can be trusted; `whole` and `flaw` say how far that was."""

    def __init__(self, path: Path, keys: Keyring) -> None:
        self.path = path
        self._keys = keys
        self.whole = False
        """The last part was read, and nothing stands behind it."""
        self.flaw = ""
        """Why reading ended before it."""

    def parts(self) -> Iterator[Part]:
        """Raises RecordingBroken: it is no such file. KeyUnknown. OSError."""
        with self.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            if len(head) < HEAD_BYTES or not head.startswith(MAGIC):
                raise RecordingBroken(self.path, "it does not begin as one")
            key_id = head[len(MAGIC) : len(MAGIC) + ID_BYTES].hex()
            key = self._keys.find(key_id)
            if key is None:
                raise KeyUnknown(self.path, key_id)
            cipher = _cipher(key, head[-SALT_BYTES:])
            count = 0
            while (locked := self._next(file.read)) is not None:
                part = self._opened(cipher, count, locked, head)
                if part is None:
                    return
                yield part
                count += 1
                if part.last:
                    self.whole = not file.read(1)
                    self.flaw = "" if self.whole else "something stands behind its end"
                    return

    def _next(self, read: Callable[[int], bytes]) -> bytes | None:
        prefix = read(LENGTH.size)
        length = LENGTH.unpack(prefix)[0] if len(prefix) == LENGTH.size else 0
        locked = read(length) if length <= MOST_PART_BYTES else b""
        if not length or len(locked) != length:
            self.flaw = "it was cut"
            return None
        return locked

    def _opened(self, cipher: AESGCM, count: int, locked: bytes, head: bytes) -> Part | None:
        for last in (False, True):
            try:
                plain = cipher.decrypt(NONCE.pack(int(last), count), locked, head)
            except InvalidTag:
                continue
            return Part(KINDS[plain[0]], plain[1:], last)
        self.flaw = f"part {count + 1} was changed"
        return None


class Hold:
    """A file that nobody writes any more, held while it is looked at; `False` as a condition where somebody does."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = -1

    def __enter__(self) -> Self:
        handle = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._handle = handle
        except OSError:
            os.close(handle)
        return self

    def __bool__(self) -> bool:
        return self._handle >= 0

    def __exit__(self, *_: object) -> None:
        if self._handle >= 0:
            os.close(self._handle)


def _cipher(key: Key, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, b"hatef recording 1").derive(key.secret))
