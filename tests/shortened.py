"""The shipped data with fewer examples and words, for tests that spoil a copy of it and must stay fast."""

import shutil
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
KEPT = 20
"""Examples of each entry, and lines of each word list, that are kept."""


def shortened(folder: Path) -> Path:
    """A short copy of data/ in `folder`, which must not exist."""
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("tests", "sets", "*.gz"))
    for path in (folder / "nlu").glob("*.yml"):
        path.write_text(_fewer_examples(path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in (*(folder / "lexicons").glob("*.txt"), *(folder / "background").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[:KEPT]), encoding="utf-8")
    return folder


def _fewer_examples(text: str) -> str:
    kept, count = [], 0
    for line in text.splitlines(keepends=True):
        count = count + 1 if line.startswith("      - ") else 0
        if count <= KEPT:
            kept.append(line)
    return "".join(kept)
