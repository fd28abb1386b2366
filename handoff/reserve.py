"""A little disk put by for bad times: given up piece by piece when the disk is full, so that a promise can be kept."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

SIZE = 512 << 10
PIECE = 64 << 10
"""Room for some fifteen handoffs, or some two hundred turns of the journal."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class Reserve:
    """One file of so many bytes that really take up the disk; blocking, for one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fill(self) -> None:
        """Put by what is missing; nothing where the disk has no room for it."""
        try:
            if self._path.exists() and self._path.stat().st_size == SIZE:
                return
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.posix_fallocate(handle, 0, SIZE)
            finally:
                os.close(handle)
        except OSError:
            return

    def spend[T](self, write: Callable[[], T]) -> T:
        """What `write` returns; while the disk is full, one piece is given up and it is tried again. Raises OSError."""
        while True:
            try:
                return write()
            except OSError as error:
                if error.errno not in FULL or not self._give_up_piece():
                    raise

    def _give_up_piece(self) -> bool:
        try:
            size = self._path.stat().st_size
            if size:
                os.truncate(self._path, max(0, size - PIECE))
        except OSError:
            return False
        return size > 0
