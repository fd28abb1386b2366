"""Who has something in its hands: one Hatef, the same at every start, and one run of it. Blocking.

What another run of the same Hatef has in its hands was left behind by it: one Hatef runs at a time.
"""

import contextlib
import hashlib
import platform
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Owner:
    """As it stands in the database: `house-run`."""

    house: str
    run: str

    def __str__(self) -> str:
        return f"{self.house}-{self.run}"


def new_owner(folder: Path) -> Owner:
    """A new run of the Hatef whose folder this is; another for each Hatef that shares a database."""
    return Owner(_house(folder), secrets.token_hex(4))


def _house(folder: Path) -> str:
    """By machine and place of the folder at its first start, so that it is known where nothing can be written."""
    path = folder / "house"
    by_place = hashlib.sha256(f"{platform.node()} {folder.absolute()}".encode()).hexdigest()[:8]
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError), path.open("x", encoding="ascii") as out:
            out.write(by_place)
        known = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        known = ""
    return known or by_place
