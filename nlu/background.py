"""The usual words of a language, for what callers say outside the bot's subjects: `data/background/<language>.txt`.

Lines are `word count`; # starts a comment. The recogniser's graph hears these words at a price, so that speech about
something else does not collapse onto a phrase of the bot's.
"""

from __future__ import annotations

from pathlib import Path

from nlu.errors import DataProblem


def load(data_dir: Path, language: str) -> dict[str, float]:
    """Word -> count; nothing where there is no file.

    Raises:
        DataProblem: a line is not a word and a count above 0.
    """
    path = data_dir / "background" / f"{language}.txt"
    found: dict[str, float] = {}
    if not path.is_file():
        return found
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        parts = line.partition("#")[0].split()
        if not parts:
            continue
        count = _count(parts[1]) if len(parts) == 2 else 0.0
        if count <= 0:
            raise DataProblem(path, number, f"'{line.strip()}' is not `word count`", "Write a word, a blank, a number.")
        found[parts[0]] = count
    return found


def _count(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
