"""`hatef init DIR`: a bot of one's own: its configuration and its data/, copied from what Hatef ships; no code."""

import shutil
from pathlib import Path

from bot.errors import StartError
from bot.settings.paths import SHARE

CONTENTS = ("config.yml", "data")
FOR_MEASURING = Path("data") / "sets"
"""Clips that show what Hatef hears: megabytes that no bot is made of."""


def make_folder(target: Path, share: Path = SHARE) -> Path:
    """Copy the shipped configuration and data into `target`, made where it does not exist; its configuration.

    Raises:
        StartError: it holds one of these already (nothing is overwritten), or cannot be written.
    """
    try:
        if there := [name for name in CONTENTS if (target / name).exists()]:
            raise StartError(f"{target} has a {there[0]} already; take another folder, or move it away")
        for name in CONTENTS:
            _copy(share / name, target / name, share / FOR_MEASURING)
    except OSError as error:
        place = error.filename or target
        raise StartError(f"{place} cannot be written: {error.strerror}; name another folder") from error
    return (target / "config.yml").resolve()


def _copy(source: Path, target: Path, without: Path) -> None:
    """Contents alone: a read-only installation must not make a read-only folder."""
    files = [source] if source.is_file() else sorted(file for file in source.rglob("*") if file.is_file())
    for file in (file for file in files if not file.is_relative_to(without)):
        place = target / file.relative_to(source) if file != source else target
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
