"""Rendered prompts on disk: found by what was said and by whom, checked on reading, bounded in size."""

import contextlib
import hashlib
import os
import tempfile
import threading
import time
import zlib
from pathlib import Path

MAGIC = b"HATEFPC1"
HEAD_BYTES = len(MAGIC) + 4
DEFAULT_BYTES = 256 * 1024 * 1024
NEW = ".new"
LEFT_OVER_S = 60.0
"""No prompt is written for so long."""


def prompt_key(voice: str, text: str, lexicon_version: str) -> str:
    """The name of a rendered prompt; any change of voice, settings, text or lexicon gives another."""
    return hashlib.sha256("\0".join((voice, text, lexicon_version)).encode()).hexdigest()


class PromptCache:
    """PCM files of one folder. Blocking: call it from a thread."""

    def __init__(self, folder: Path, max_bytes: int = DEFAULT_BYTES) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        self._clear_left_over()
        self._bytes = sum(path.stat().st_size for path in self._files())

    def get(self, key: str) -> bytes | None:
        """The prompt's PCM; None where there is none, or a damaged one (which is removed)."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        pcm = data[HEAD_BYTES:]
        if data[:HEAD_BYTES] != _head(pcm) or len(pcm) % 2:
            self._remove(path)
            return None
        os.utime(path)  # the least recently used go first
        return pcm

    def put(self, key: str, pcm: bytes) -> None:
        """Keep `pcm`; readers see the whole file or none."""
        path = self._path(key)
        path.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=NEW, delete=False) as file:
            new = Path(file.name)
            try:
                file.write(_head(pcm) + pcm)
                file.flush()
            except OSError:
                new.unlink()
                raise
        with self._lock:
            self._bytes += HEAD_BYTES + len(pcm) - (path.stat().st_size if path.exists() else 0)
            new.replace(path)
        if self._bytes > self._max_bytes:
            self._shrink()

    def _clear_left_over(self) -> None:
        """Remove what was never finished: its writer was killed. What is young may still be another process's."""
        for path in self._folder.glob(f"*{NEW}"):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > LEFT_OVER_S:
                    path.unlink()

    def _shrink(self) -> None:
        """Remove the oldest until a tenth is free, so that this does not happen at every prompt."""
        for path in sorted(self._files(), key=lambda path: path.stat().st_mtime_ns):
            if self._bytes <= self._max_bytes * 9 // 10:
                return
            self._remove(path)

    def _remove(self, path: Path) -> None:
        with self._lock:
            if path.exists():
                self._bytes -= path.stat().st_size
                path.unlink()

    def _files(self) -> list[Path]:
        return list(self._folder.glob("??/*.pcm"))

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.pcm"


def _head(pcm: bytes) -> bytes:
    return MAGIC + zlib.crc32(pcm).to_bytes(4, "little")
