"""A SQLite file that is deleted, moved away or replaced under a running Hatef.

SQLite itself goes on writing into the old one, which no other program sees: a promise in there is in no list.
"""

import logging
import os
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
    known = identity(file)

    def connecting(*_: Any) -> None:
        nonlocal known
        if (present := identity(file)) == known:
            return
        what = "gone" if present is None else "another one"
        log.error("%s is %s while Hatef runs; what it held is lost unless you kept it. Stop Hatef first", file, what)
        try:
            make()
        except DatabaseError as error:
            raise OperationalError("making the tables", None, error) from error
        known = identity(file)

    def connected(_connection: Any, record: Any) -> None:
        record.info["file"] = known

    def taken(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get("file") != identity(file):
            raise DisconnectionError(f"{file} is another file than before")

    engine.dispose()  # connections of before are not marked
    event.listen(engine, "do_connect", connecting)
    event.listen(engine, "connect", connected)
    event.listen(engine, "checkout", taken)


def identity(file: Path) -> Identity:
    """Device and inode; None where there is no such file."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino
