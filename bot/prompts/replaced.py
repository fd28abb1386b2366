"""Prompts as they lay until Hatef 0.1: call.yml and actions.yml, each with all languages; told of, and rewritten.

call.yml     fa: ar: ─┐
                      ├─▶ fa.yml, ar.yml: sections call and skills as they were, handoff and agent as Hatef ships them
actions.yml  fa: ar: ─┘
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.errors import StartError
from bot.settings.paths import SHARE
from nlu.errors import DataProblem
from nlu.text.languages import CODES
from nlu.training.data_check.read import read
from nlu.training.data_shape import ANY_KEY

OLD: Mapping[str, str] = {"call.yml": "call", "actions.yml": "skills"}
"""The old files, and the section that each became."""
NEW = tuple(f"{code}.yml" for code in CODES)
CONVERT = "hatef data convert-prompts"
_NEWER = f"this file was replaced by {' and '.join(NEW)}, one for each language, and is not read"
_SECTION = re.compile(r"(\w+):\s*(#.*)?$")
_ENTRY = re.compile(r"(?P<indent> +)(?P<name>\w+):(?P<text> \".*\")?\s*(#.*)?$")


def replaced(folder: Path) -> DataProblem | None:
    """What to say of an old file: it stops everything where no new one is there."""
    there = [folder / name for name in OLD if (folder / name).is_file()]
    if not there:
        return None
    if any((folder / name).exists() for name in NEW):
        return DataProblem(there[0], 0, _NEWER, "Delete it once the new ones say what you want.", stops=False)
    return DataProblem(there[0], 0, _NEWER, f"Run: {CONVERT} (it keeps your words).")


def convert(data: Path, shipped: Path = SHARE / "data") -> tuple[Path, ...]:
    """Write a file for each language out of the old ones, which get the ending .old; the new files.

    Raises:
        StartError: there is no old file, or a new one is there. DataProblem: an old one is no YAML of that kind.
    """
    folder = data / "prompts"
    old = {name: folder / name for name in OLD if (folder / name).is_file()}
    if not old:
        raise StartError(f"there is no {' and no '.join(OLD)} in {folder}: nothing to convert")
    if there := [name for name in NEW if (folder / name).exists()]:
        raise StartError(f"{folder} holds {there[0]} already; move it away, or delete {' and '.join(old)}")
    trees = {OLD[name]: read(path, {ANY_KEY: {}}).tree for name, path in old.items()}
    for code in CODES:
        lines = (shipped / "prompts" / f"{code}.yml").read_text(encoding="utf-8").splitlines()
        own = {section: tree[code] for section, tree in trees.items() if code in tree}
        (folder / f"{code}.yml").write_text("\n".join(_rewritten(lines, own)) + "\n", encoding="utf-8")
    for path in old.values():
        path.rename(path.with_name(f"{path.name}.old"))
    return tuple(folder / name for name in NEW)


def _rewritten(lines: list[str], own: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The shipped lines with one's own sentences in their places; a table is one's own as a whole."""
    section, table = "", ""
    for line in lines:
        if found := _SECTION.match(line):
            section = found[1]
        entry = _ENTRY.match(line)
        if entry is None or section not in own:
            yield line
            continue
        name, deep = entry["name"], len(entry["indent"]) > len("  ")
        if deep:
            if not table:  # the shipped table stays where the old file had none
                yield line
            continue
        held = own[section].get(name)
        table = name if isinstance(held, Mapping) else ""
        yield f"  {name}: {_quoted(held)}" if isinstance(held, str) else line
        for key, text in held.items() if isinstance(held, Mapping) else ():
            yield f"    {key}: {_quoted(text)}"


def _quoted(text: object) -> str:
    """In double quotes, as YAML and JSON have in common."""
    return json.dumps(text, ensure_ascii=False)
