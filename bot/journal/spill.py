"""Where journal entries wait while the database is away: lines of JSON, appended, in files by the time they began."""

import fcntl
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.journal.entries import Entry, pack_entry, parse_entry
from handoff.reserve import Reserve

SUFFIX = ".jsonl"
BAD = ".bad"
BYTES_MOST = 64 << 20
"""The most that one outage may fill of the disk; about 200,000 turns."""


class JournalSpill:
    """Blocking; belongs to one thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reserve = Reserve(folder / "reserve")
        self._current: Path | None = None

    def files(self) -> list[Path]:
        """What waits, oldest first."""
        return sorted(self.folder.glob(f"*{SUFFIX}"))

    def append(self, entries: Iterable[Entry]) -> None:
        """Keep `entries`, readable by our user only; OSError where the disk does not take them, or too many wait."""
        text = "".join(f"{pack_entry(entry)}\n" for entry in entries).encode("ascii")
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self._current or self.folder / f"{time.time_ns()}{SUFFIX}"
        self._current = target
        self.reserve.spend(lambda: self._append(target, text))

    def _append(self, target: Path, text: bytes) -> None:
        with hold(target) as handle:
            before = os.fstat(handle).st_size
            if before + len(text) > BYTES_MOST:
                raise OSError(f"{target} is full")
            self._append_whole(handle, text, before)

    def read(self, path: Path) -> tuple[list[Entry], int]:
        """The entries of a file, and how many of its lines are none: cut, foreign, of a newer version."""
        entries, bad = [], 0
        for line in path.read_bytes().splitlines():
            try:
                entries.append(parse_entry(line))
            except ValueError:
                bad += 1
        return entries, bad

    def drop(self, path: Path) -> None:
        """It is in the database."""
        path.unlink(missing_ok=True)
        self._current = None

    def set_aside(self, path: Path) -> Path:
        """Rename a file with lines that could not be read; its new path."""
        self._current = None
        return path.replace(path.with_name(path.name + BAD))

    def _append_whole(self, handle: int, text: bytes, before: int) -> None:
        rest: Sequence[int] | memoryview = memoryview(text)
        try:
            while rest:
                rest = rest[os.write(handle, bytes(rest)) :]
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, before)  # no half line before the next one
            raise


@contextmanager
def hold(path: Path) -> Iterator[int]:
    """A handle for appending to the file, which is made where it lacks; until its end nobody else writes it.

    Who takes lines out of such a file puts another in its place (`bot.erasing.files`): then that one is held.
    """
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if _is_at(handle, path):
                yield handle
                return
        finally:
            os.close(handle)


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False
