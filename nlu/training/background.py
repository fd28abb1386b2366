"""What callers say beside the bot's subjects, for the recogniser's graph: `data/background/`.

LANG.txt           usual words of the language, `word count`
LANG_text.txt      sentences about anything, one a line; {name}, {surname} and {city} stand for all lines of
LANG_names.txt, LANG_surnames.txt, LANG_cities.txt

In all of them # starts a comment. The graph hears all this at a price, so that speech about something else does not
collapse onto a phrase of the bot's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nlu.errors import DataProblem

CLASSES: Mapping[str, str] = {"{name}": "names", "{surname}": "surnames", "{city}": "cities"}
"""What stands in a sentence -> the list that it stands for."""
FILES = ("", "_text", *(f"_{name}" for name in CLASSES.values()))
"""Behind the language in the names of the files."""
_BRACES = re.compile(r"[^\s{}]*[{}]\S*")


@dataclass(frozen=True)
class Background:
    """All that a language has there; nothing of a file that is missing."""

    words: Mapping[str, float] = field(default_factory=dict)
    """Usual word -> count."""
    lines: tuple[str, ...] = ()
    """Sentences, with the names of classes in them."""
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Those that the sentences name -> all that may stand there."""


def load(data_dir: Path, language: str) -> Background:
    """Read the files of one language.

    Raises:
        DataProblem: a line is not a word and a count above 0; a sentence names a class that there is not, or whose list
        is empty or missing; or a file is no UTF-8 text.
    """
    folder = data_dir / "background"
    words = dict(_word_count(folder / f"{language}.txt", *line) for line in _lines(folder / f"{language}.txt"))
    text = folder / f"{language}_text.txt"
    lines = list(_lines(text))
    classes: dict[str, tuple[str, ...]] = {}
    for number, line in lines:
        for token in line.split():
            if _BRACES.fullmatch(token) and token not in classes:
                classes[token] = _members(folder, language, token, DataProblem(text, number, *_unknown(token)))
    return Background(words, tuple(line for _, line in lines), classes)


def _members(folder: Path, language: str, token: str, problem: DataProblem) -> tuple[str, ...]:
    """What may stand for a class; `problem` where there is nothing."""
    path = folder / f"{language}_{CLASSES.get(token, '')}.txt"
    found = tuple(dict.fromkeys(line for _, line in _lines(path))) if token in CLASSES else ()
    if not found:
        raise problem
    return found


def _unknown(token: str) -> tuple[str, str]:
    if token in CLASSES:
        return f"{token} stands for a list that is empty or missing", "Fill the list, or write words in its place."
    return f"'{token}' stands for nothing", f"Known are {', '.join(CLASSES)}, with spaces around."


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number and text of the lines that say something; none where there is no file."""
    if not path.is_file():
        return
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DataProblem(path, 0, "this is no text in UTF-8", "Save the file with the encoding UTF-8.") from error
    except OSError as error:
        raise DataProblem(path, 0, f"the file cannot be read ({error.strerror})", "Restore it.") from error
    for number, line in enumerate(lines, 1):
        if text := " ".join(line.partition("#")[0].split()):
            yield number, text


def _word_count(path: Path, number: int, line: str) -> tuple[str, float]:
    word, _, count = line.partition(" ")
    if not 0 < _number(count) < math.inf:
        raise DataProblem(path, number, f"'{line}' is not `word count`", "Write a word, a blank, a number.")
    return word, _number(count)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
