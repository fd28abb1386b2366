"""What Hatef keeps is for its own user alone: files 0600, folders 0700; wrong ones are found and mended.

Callers' numbers and sentences are in the databases, logs and packets, secrets in `secret` and `rasa/`.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.settings.settings import Settings

OTHERS = 0o077
"""The rights of the group and of everybody."""
BESIDE = ("", "-wal", "-shm", "-journal", ".lock")
"""A SQLite database and what stands beside it."""
SET_UP = "setup"
"""What `hatef setup` makes there: packages by the ten thousand, nobody's data, behind the closed state folder."""


def for_this_user_only() -> None:
    """Make every file and folder of this process and its children from now on private."""
    os.umask(OTHERS)


def open_to_others(settings: Settings) -> tuple[Path, ...]:
    """Our files and folders that somebody else has a right to."""
    return tuple(path for path in _ours(settings) if _mode(path) & OTHERS)


def readable_by_others(settings: Settings) -> tuple[Path, ...]:
    """Those of them that somebody else can really reach: a closed folder above protects what is in it."""
    return tuple(
        path
        for path in open_to_others(settings)
        if path.is_file() and _mode(path) & 0o044 and all(_mode(above) & 0o011 for above in path.parents)
    )


def mend(settings: Settings) -> int:
    """Take the rights of others from our files and folders; how many there were. What is not ours is left alone."""
    mended = 0
    for path in open_to_others(settings):
        try:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)
        except OSError:  # another user's; `hatef doctor` tells it
            continue
        mended += 1
    return mended


def whose(path: Path) -> str:
    """« (it belongs to root)», "" where it is this user's."""
    owner = path.stat().st_uid
    if owner == os.geteuid():
        return ""
    try:
        return f" (it belongs to {path.owner()})"
    except (KeyError, OSError):
        return f" (it belongs to user {owner})"


def _ours(settings: Settings) -> Iterator[Path]:
    state = settings.state.resolve()
    if _is_state_folder(state, settings.home.resolve()):
        yield state
        for folder, folders, files in os.walk(state):
            if Path(folder) == state and SET_UP in folders:
                folders.remove(SET_UP)
            yield from (path for name in (*folders, *files) if _is_only_here(path := Path(folder, name)))
    journal = _sqlite_file(settings.database_url(settings.journal.url))
    for ending in BESIDE if journal is not None else ():
        path = Path(f"{journal}{ending}")
        if path.is_file() and not path.is_relative_to(state):
            yield path


def _is_only_here(path: Path) -> bool:
    """Not so of a link, nor of a file with a name elsewhere too: graphs share the network of the installation, which
    other users are to read."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return not stat.S_ISLNK(found.st_mode) and (stat.S_ISDIR(found.st_mode) or found.st_nlink == 1)


def _is_state_folder(state: Path, home: Path) -> bool:
    """Whether the folder is for our state alone: nobody's rights to /tmp or to a whole home are taken."""
    if not state.is_dir() or home.is_relative_to(state) or Path.home().resolve().is_relative_to(state):
        return False
    return not state.stat().st_mode & stat.S_ISVTX


def _sqlite_file(url: str) -> Path | None:
    prefix = "sqlite:///"
    return Path(url.removeprefix(prefix).partition("?")[0]) if url.startswith(prefix) else None


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0
