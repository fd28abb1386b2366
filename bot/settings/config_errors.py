"""A mistake in `config.yml`, told in one line: what, where, how to mend it."""

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from bot.errors import BotError

Told = tuple[tuple[int | str, ...], str, str]
"""Location, key path, words."""

LONG = re.compile(r"\S{160,}")
PASSWORD = re.compile(r"(://[^\s:/@]*:)[^\s@/]*(?=@)|((?:password|pwd)\s*=\s*)[^\s;&'\"]+", re.IGNORECASE)


class ConfigError(BotError):
    """`config.yml` cannot be used. `more`: further mistakes of the same file, told on lines of their own."""

    def __init__(self, path: Path, line: int, key: str, problem: str, more: Sequence["ConfigError"] = ()) -> None:
        super().__init__(path, line, key, problem)
        self.path = path
        self.line = line
        self.key = key
        self.problem = problem
        self.more = tuple(more)

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        problem = LONG.sub(lambda found: f"{found[0][:40]}...", self.problem)
        first = f"{self.path}:{self.line}: {key}{problem}"
        return "\n".join((PASSWORD.sub(r"\1\2***", first), *map(str, self.more)))


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


def told(*where: int | str, words: str) -> Told:
    """A mistake, or a remark, at a place of the file."""
    return where, ".".join(map(str, where)), words
