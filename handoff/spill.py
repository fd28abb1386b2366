"""The folder behind the database: one small file a handoff, whole or not there at all.

write aside ─▶ fsync ─▶ rename ─▶ fsync of the folder          what cannot be read: renamed to *.bad, and left there
"""

import contextlib
import os
import threading
from pathlib import Path

from handoff.reserve import Reserve

SUFFIX = ".json"
ASIDE = ".new"
BAD = ".bad"


class Spill:
    """Texts by name; blocking. What is overwritten meanwhile is not dropped (`drop`).

    `reserve` is the folder's own unless it is given.
    """

    def __init__(self, folder: Path, reserve: Reserve | None = None) -> None:
        self._folder = folder
        self.reserve = reserve or Reserve(folder / "reserve")
        self._lock = threading.Lock()

    def path(self, name: str) -> Path:
        """Where the text of that name is, or would be."""
        return self._folder / f"{name}{SUFFIX}"

    def names(self, start: str = "") -> list[str]:
        """What is there and begins with `start` (no pattern), in order; nothing where the folder cannot be read."""
        return sorted(path.name.removesuffix(SUFFIX) for path in self._folder.glob(f"{start}*{SUFFIX}"))

    def write(self, name: str, text: str) -> None:
        """Keep `text`, readable by our user only; it survives a power cut when this returns. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self.path(name)
        aside = target.with_name(target.name + ASIDE)
        with self._lock:
            self.reserve.spend(lambda: self._replace(target, aside, text))

    def read(self, name: str) -> bytes | None:
        """The text's bytes, or None where there is none. Raises OSError."""
        try:
            return self.path(name).read_bytes()
        except FileNotFoundError:
            return None

    def drop(self, name: str, read: bytes) -> bool:
        """Delete the text if it is still what was `read`; whether it is gone now."""
        with self._lock:
            if self.read(name) not in (read, None):
                return False
            self.path(name).unlink(missing_ok=True)
            return True

    def sweep(self) -> None:
        """Delete what a killed writer left half written; only before anything is written. Raises OSError."""
        for path in self._folder.glob(f"*{SUFFIX}{ASIDE}"):
            path.unlink(missing_ok=True)

    def set_aside(self, name: str) -> Path:
        """Rename a text that is of no use, so that nobody stumbles over it again; its new path."""
        target = self.path(name)
        bad = target.with_name(target.name + BAD)
        with self._lock, contextlib.suppress(FileNotFoundError):
            target.replace(bad)
        return bad

    def _replace(self, target: Path, aside: Path, text: str) -> None:
        try:
            self._write_aside(aside, text)
            aside.replace(target)
            self._sync_folder()
        except OSError:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            raise

    def _write_aside(self, aside: Path, text: str) -> None:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())

    def _sync_folder(self) -> None:
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
