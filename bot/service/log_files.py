"""Log files of the child processes stay small: the children write on, the old part is moved away (copy and truncate).

rasa.log ──▶ rasa.log.1 ──▶ rasa.log.2 ──▶ rasa.log.3 ──▶ gone
"""

import asyncio
import logging
import os
import shutil
from pathlib import Path

log = logging.getLogger(__name__)

MOST_BYTES = 10 * 1024 * 1024
KEPT = 3
"""Old parts of each file."""
LOOK_S = 60.0


def rotate(path: Path, most_bytes: int = MOST_BYTES, kept: int = KEPT) -> bool:
    """Move what is in `path` to `path`.1 where it is more than `most_bytes`, and older parts on; whether it was.

    Who has the file open for appending goes on at its new beginning; a line written in that moment may be lost.
    """
    if path.stat().st_size <= most_bytes:
        return False
    for number in range(kept - 1, 0, -1):
        older = _part(path, number)
        if older.exists():
            older.replace(_part(path, number + 1))
    shutil.copy2(path, _part(path, 1))
    os.truncate(path, 0)
    return True


def rotate_all(folder: Path, most_bytes: int = MOST_BYTES, kept: int = KEPT) -> None:
    """Rotate every log file of `folder`; one that cannot be is told and left."""
    for path in sorted(folder.glob("*.log")):
        try:
            rotate(path, most_bytes, kept)
        except OSError as error:
            log.warning("the log file %s grows on: %s", path, error)


async def keep_small(folder: Path, look_s: float = LOOK_S) -> None:
    """Rotate for as long as we run."""
    while True:
        await asyncio.to_thread(rotate_all, folder)
        await asyncio.sleep(look_s)


def _part(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")
