"""Files of data/ that nothing reads, or that only Rasa reads: what a designer wrote in them would be missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from nlu.errors import DataProblem
from nlu.text.languages import CODES
from nlu.training.background import FILES
from nlu.training.data_check.names import meant

_YAML = frozenset({".yml", ".yaml", ".json"})
_LEFT = re.compile(r"^[.~#]|[~#]$|\.(?:bak|orig|rej|sw[a-z]|tmp|old)$|^README|^LICEN[CS]E|\.LICENSE$", re.IGNORECASE)
"""What editors leave, and what is for people."""
_TOP = frozenset({
    "nlu", "domain", "domain.yml", "rules.yml", "stories.yml", "prompts", "pages", "lexicons", "pronunciation",
    "background", "flows", "services", "sets", "tests", "sample_crm.yml", "faq.csv",
    "holidays.csv", "directory.csv",
})  # fmt: skip
_WHERE = (
    ("rule", "Name it data/rules_NAME.yml, or put what it holds into data/rules.yml."),
    ("stor", "Put what it holds into data/stories.yml."),
    ("domain", "Put it into data/domain/."),
    ("response", "Put it into data/domain/."),
    ("nlu", f"Put it into data/nlu/, with a name that begins with {' or '.join(CODES)}."),
)
_FOLDERS = {
    "prompts": tuple(f"{code}.yml" for code in CODES),
    "pages": tuple(f"{code}.yml" for code in CODES),
    "lexicons": tuple(f"{code}{end}" for code in CODES for end in (".txt", ".extra.txt", ".txt.gz")),
    "pronunciation": tuple(f"{code}.txt" for code in CODES),
    "background": tuple(f"{code}{end}.txt" for code in CODES for end in FILES),
}
_REPLACED = frozenset({"prompts/call.yml", "prompts/actions.yml"})
"""Told of by who reads what replaced them (`bot.prompts.replaced`)."""
_NOTHING = "nothing reads this file"


def rule_paths(data: Path) -> list[Path]:
    """The files that hold the conversation: rules.yml, which must be there, and each rules_NAME.yml beside it."""
    return [data / "rules.yml", *sorted(data.glob("rules_*.yml"))]


def check_files(data: Path) -> Iterator[DataProblem]:
    """Every file whose place or name keeps it out of the bot."""
    for folder in (data / "nlu", data / "domain"):
        for path in _files(folder):
            yield from _training_file(folder, path)
    for path in sorted(data.iterdir()) if data.is_dir() else ():
        if path.name not in _TOP and path not in rule_paths(data) and not _LEFT.search(path.name):
            yield from _stray(path)
        elif path.name == "domain.yml" and (data / "domain").is_dir():
            yield DataProblem(path, 0, f"{_NOTHING}: the folder domain/ stands beside it", "Move it into data/domain/.")
    for name, known in _FOLDERS.items():
        for path in _files(data / name):
            if path.name not in known and f"{name}/{path.name}" not in _REPLACED:
                yield DataProblem(path, 0, _NOTHING, meant(path.name, known, f"Known are: {', '.join(known)}."), False)


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if not path.is_dir() and not _LEFT.search(path.name)]


def _training_file(folder: Path, path: Path) -> Iterator[DataProblem]:
    if path.parent != folder and path.suffix in _YAML:
        what = "Rasa reads this file in a folder of its own, and the recogniser does not"
        yield DataProblem(path, 0, what, f"Move it into data/{folder.name}/.")
    elif path.suffix == ".json":
        yield DataProblem(path, 0, "the recogniser does not read this file", "Write what it holds into a .yml file.")
    elif path.suffix.lower() in _YAML and path.suffix not in _YAML:
        yield DataProblem(path, 0, _NOTHING, f"Name it {path.stem}.yml.")
    elif path.suffix not in _YAML:
        yield DataProblem(path, 0, _NOTHING, "Name it .yml if it is YAML, or move it out of data/.", False)


def _stray(path: Path) -> Iterator[DataProblem]:
    """A file or folder beside those that are known."""
    remedy = next((remedy for start, remedy in _WHERE if path.name.lower().startswith(start)), "")
    inside = [one for one in _files(path) if one.suffix.lower() in _YAML] if path.is_dir() else []
    if remedy and (inside or path.suffix.lower() in _YAML):
        yield DataProblem(inside[0] if inside else path, 0, _NOTHING, remedy)
    elif inside or not path.is_dir():
        yield DataProblem(inside[0] if inside else path, 0, _NOTHING, "Move it out of data/.", False)
