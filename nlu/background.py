"""The usual words of a language, for what callers say outside the bot's subjects: `data/background/<language>.txt`.

Lines are `word count`; # starts a comment. The recogniser's graph hears these words at a price, so that speech about
something else does not collapse onto a phrase of the bot's.
"""

from __future__ import annotations

import math
from pathlib import Path

from nlu.errors import DataProblem


def load(data_dir: Path, language: str) -> dict[str, float]:
    """Word -> count; nothing where there is no file.

    Raises:
        DataProblem: a line is not a word and a count above 0, or it is no UTF-8 text.
    """
    path = data_dir / "background" / f"{language}.txt"
    found: dict[str, float] = {}
    if not path.is_file():
        return found
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DataProblem(path, 0, "this is no text in UTF-8", "Save the file with the encoding UTF-8.") from error
    except OSError as error:
        raise DataProblem(path, 0, f"the file cannot be read ({error.strerror})", "Restore it.") from error
    for number, line in enumerate(lines, 1):
        parts = line.partition("#")[0].split()
        if not parts:
            continue
        count = _count(parts[1]) if len(parts) == 2 else 0.0
        if not 0 < count < math.inf:
            raise DataProblem(path, number, f"'{line.strip()}' is not `word count`", "Write a word, a blank, a number.")
        found[parts[0]] = count
    return found


def _count(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
