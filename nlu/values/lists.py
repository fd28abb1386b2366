"""Cities and people's names as `data/background` lists them, which designers may lengthen."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from nlu.text.letters import fold

_ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = (_ROOT / "data" / "background", _ROOT / "bot" / "share" / "data" / "background")
"""In a clone, and in an installed package (`bot/settings/paths.py`)."""


@lru_cache(maxsize=32)
def listed(name: str, language: str, data: Path | None = None) -> tuple[str, ...]:
    """The lines of `LANGUAGE_NAME.txt` («cities», «names», «surnames») as they are written; () where there is none.

    `data` is a folder of the designer's own; without it those that come with Hatef are read.
    """
    folders = (data / "background",) if data else FOLDERS
    path = next((one for folder in folders if (one := folder / f"{language}_{name}.txt").is_file()), None)
    lines = path.read_text(encoding="utf-8").splitlines() if path else []
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=32)
def by_key(name: str, language: str, data: Path | None = None) -> dict[str, str]:
    """What is listed, by its letters without spaces, so that «بندرعباس» and «بندر عباس» are one."""
    found: dict[str, str] = {}
    for line in listed(name, language, data):
        found.setdefault(bare(line), line)
    return found


def bare(text: str) -> str:
    """Folded letters without spaces; one letter for sounds that are written in several ways."""
    return "".join(fold(text).split())
