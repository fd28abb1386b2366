"""A mistake in `config.yml`, told in one line: what, where, how to mend it."""

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from bot.errors import BotError


class ConfigError(BotError):
    """`config.yml` cannot be used."""

    def __init__(self, path: Path, line: int, key: str, problem: str) -> None:
        super().__init__(path, line, key, problem)
        self.path = path
        self.line = line
        self.key = key
        self.problem = problem

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.path}:{self.line}: {key}{self.problem}"


def line_of(tree: yaml.Node | None, location: Sequence[int | str]) -> int:
    """The 1-based line of the deepest part of `location` that the file has."""
    node, line = tree, 1
    for step in location:
        found = _child(node, step)
        if found is None:
            return line
        line, node = found
    return line


def _child(node: yaml.Node | None, step: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    return None


def describe(error: Mapping[str, Any], root: type[BaseModel]) -> tuple[str, str]:
    """Key path and one-sentence problem of one pydantic error."""
    location = [str(part) for part in error["loc"]]
    key = ".".join(location)
    if error["type"] == "extra_forbidden":
        return key, _unknown(location, root)
    given = error.get("input")
    shown = "" if isinstance(given, Mapping | list | tuple) else f" (it is {given!r})"
    message = str(error["msg"]).removeprefix("Value error, ")
    return key, f"{message[:1].lower()}{message[1:]}{shown}"


def _unknown(location: Sequence[str], root: type[BaseModel]) -> str:
    known = _keys_at(location[:-1], root)
    close = difflib.get_close_matches(location[-1], known, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"known keys: {', '.join(sorted(known))}"
    return f"unknown key; {hint}"


def _keys_at(location: Sequence[str], root: type[BaseModel]) -> list[str]:
    model: type[BaseModel] = root
    for step in location:
        field = model.model_fields.get(step)
        inner = None if field is None else _model_in(field.annotation)
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _model_in(annotation: object) -> type[BaseModel] | None:
    for candidate in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None
