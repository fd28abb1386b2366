"""A SQLite file that is deleted, moved away or replaced under a running Hatef.

SQLite itself goes on writing into the old one, which no other program sees: a promise in there is in no list.
"""

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError, OperationalError

from bot.errors import DatabaseError

log = logging.getLogger(__name__)

Identity = tuple[int, int] | None


def follow_file(engine: Engine, file: Path, make: Callable[[], None]) -> None:
    """Before each use look whether the file is still the same; where not, let go of it and `make` what is missing.

    Raises, at that use, OperationalError where `make` raises DatabaseError.
    """
    engine.dispose()  # connections of before are not marked
    follower = _Follower(file, make)
    event.listen(engine, "do_connect", follower.connecting)
    event.listen(engine, "connect", follower.connected)
    event.listen(engine, "checkout", follower.taken)


class _Follower:
    """What SQLAlchemy tells of connections; from any thread."""

    def __init__(self, file: Path, make: Callable[[], None]) -> None:
        self._file = file
        self._make = make
        self._known = identity(file)
        self._told = False  # of the change that is under way
        self._lock = threading.Lock()

    def connecting(self, *_: Any) -> None:
        with self._lock:
            present = identity(self._file)
            if present != self._known:
                self._tell("gone" if present is None else "another one")
                self._make_anew()
                self._known, self._told = identity(self._file), False

    def connected(self, _connection: Any, record: Any) -> None:
        record.info["file"] = self._known

    def taken(self, _connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get("file") != identity(self._file):
            raise DisconnectionError(f"{self._file} is another file than before")

    def _tell(self, what: str) -> None:
        if not self._told:
            self._told = True
            log.error("%s is %s while Hatef runs: it is made where it lacks. Stop Hatef first", self._file, what)

    def _make_anew(self) -> None:
        try:
            self._make()
        except DatabaseError as error:
            raise OperationalError("making the tables", None, error) from error


def identity(file: Path) -> Identity:
    """Device and inode; None where there is no such file."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino
