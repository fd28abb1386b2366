"""The files of the training data with the line of everything in them; what is no YAML is told in a designer's words."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nlu.errors import DataProblem
from nlu.training.data_shape import WHOLE, misfit

_BLOCK = "|"
_TAB_AHEAD = re.compile(r"^[ -]*\t")
_QUOTED = re.compile(r':\s+"')
_MERGE = re.compile(r"<{7} |={7}$|>{7} ")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")
_KEY = r"\s*(?:-\s+)?(?P<key>[\w-]+)"
_NAMED = "intent|examples|lookup|synonym|regex|rule|story|action|steps|text|condition"
_BLOCK_WITHOUT_COLON = re.compile(r"\s*examples\s+[|>]\s*$")
_SLIPS = (
    (
        re.compile(_KEY + r":\s+(?P<value>[{\[].*[}\]]\s*[^\s}\],#].*)$"),
        "a text that begins with {{ or [ stands without quotes",
        'Write {key}: "{value}".',
    ),
    (
        re.compile(_KEY + r':\s+"[^"]*"[^"#]+".*$'),
        "quotes stand inside a text that is in quotes",
        "Write « » inside it.",
    ),
    (re.compile(_KEY + r":(?P<value>[^\W\d_][^:]*)$"), "no blank stands behind the colon", "Write {key}: {value}."),
    (
        re.compile(_KEY + r":\s+(?P<value>[^\s\"'|>&*{\[#][^#]*?:\s.*)$"),
        "a colon stands in a text without quotes",
        'Write {key}: "{value}".',
    ),
    (
        re.compile(rf"\s*(?:-\s+)?(?P<key>{_NAMED})\s+(?P<value>[^:]*)$"),
        "the colon behind '{key}' is missing",
        "Write {key}: {value}.",
    ),
)
"""Slips that a line shows by itself: the pattern, what, how to mend it."""
_IN_OUR_WORDS = (
    ("did not find expected key", "the indentation is wrong, or a dash is missing or one too many"),
    ("did not find expected '-' indicator", "the indentation is wrong, or a dash is missing"),
    (
        "mapping values are not allowed",
        "a colon stands where none may: the indentation is wrong, or quotes are missing",
    ),
    ("could not find expected ':'", "a colon is missing, or the indentation is wrong"),
    ("unexpected end of stream", "quotes are not closed"),
    ("did not find expected ',' or", "a bracket is not closed"),
    ("node content", "a bracket is opened and not closed"),
    ("alias", "an asterisk stands at the beginning of a text without quotes"),
    ("found character that cannot start any token", "a sign stands here that a text without quotes may not begin with"),
)


class Map(dict[Any, Any]):
    """A mapping that knows the line of each of its keys, and how its texts are written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Any, int] = {}
        self.styles: dict[Any, str] = {}
        """Of a text: "|" for a block of lines, ">" for a folded one, a quote, or ""."""

    @property
    def line(self) -> int:
        """Where it begins."""
        return min(self.lines.values(), default=0)


class Rows(list[Any]):
    """A list that knows the line of each of its items."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


@dataclass(frozen=True)
class Document:
    """One file: what it holds, and the keys that stand twice in one mapping (key, line, line of the first)."""

    path: Path
    tree: Map
    twice: tuple[tuple[str, int, int], ...]

    def problem(self, line: int, what: str, remedy: str) -> DataProblem:
        """A mistake that breaks the bot."""
        return DataProblem(self.path, line, what, remedy)

    def style(self, line: int, what: str, remedy: str) -> DataProblem:
        """What works and should be better."""
        return DataProblem(self.path, line, what, remedy, stops=False)

    def doubled(self) -> Iterator[DataProblem]:
        """Keys that stand twice: YAML takes the last and forgets the first without a word."""
        for key, line, first in self.twice:
            yield self.problem(line, f"'{key}' stands twice, in line {first} too", "Delete or rename one of them.")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.twice: list[tuple[str, int, int]] = []


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Iterator[Map]:
    found = Map()
    yield found
    for key_node, value_node in node.value:
        key, line = loader.construct_object(key_node, deep=True), key_node.start_mark.line + 1
        if not isinstance(key, Hashable):
            raise yaml.constructor.ConstructorError(None, None, "no name", key_node.start_mark)
        if key in found:
            loader.twice.append((str(key), line, found.lines[key]))
        found[key] = loader.construct_object(value_node, deep=True)
        found.lines[key] = line
        if isinstance(value_node, yaml.ScalarNode):
            found.styles[key] = value_node.style or ""


def _sequence(loader: _Loader, node: yaml.SequenceNode) -> Iterator[Rows]:
    found = Rows()
    yield found
    for item in node.value:
        found.append(loader.construct_object(item, deep=True))
        found.lines.append(item.start_mark.line + 1)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)


def read(path: Path, shape: Any) -> Document:
    """One file.

    Raises:
        DataProblem: it cannot be read, is no YAML, or of another shape.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        _refuse_strange(path, text)
        tree, twice = _parse(text)
    except yaml.YAMLError as error:
        raise _broken(path, text, error) from error
    except OSError as error:
        remedy = "Give it back to this user: chmod u+r." if isinstance(error, PermissionError) else "Restore it."
        raise DataProblem(path, 0, f"the file cannot be read ({error.strerror})", remedy) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DataProblem(path, line, "this is no text in UTF-8", "Save the file with the encoding UTF-8.") from error
    except (ValueError, RecursionError) as error:  # a date that is none, brackets in brackets in brackets
        raise DataProblem(
            path, 0, f"this is no YAML ({error})", "Compare it with the file that Hatef ships."
        ) from error
    if wrong := misfit(tree, shape):
        place = wrong.where if wrong.where == WHOLE else f"what stands at '{wrong.where}'"
        raise DataProblem(path, wrong.line, f"{place} must be {wrong.wanted}", "Mend its dashes and indentation.")
    return Document(path, tree, twice)


def _refuse_strange(path: Path, text: str) -> None:
    """Raise DataProblem at the first line that no YAML may hold, or that a merge left."""
    for number, line in enumerate(re.split("\r\n|\r|\n", text), 1):
        if _MERGE.match(line):
            what = "marks of a merge stand in the file"
            raise DataProblem(path, number, what, "Keep one of the two versions, and delete the marks.")
        if found := _CONTROL.search(line):
            what = f"an invisible character (U+{ord(found.group()):04X}) stands in this line"
            raise DataProblem(path, number, what, "Delete the line and write it anew.")


def _parse(text: str) -> tuple[Any, tuple[tuple[str, int, int], ...]]:
    loader = _Loader(text)
    try:
        tree = loader.get_single_data()
    finally:
        loader.dispose()
    return (Map() if tree is None else tree), tuple(loader.twice)


def _broken(path: Path, text: str, error: yaml.YAMLError) -> DataProblem:
    """Why it is no YAML."""
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "this is no YAML"
    line = mark.line + 1 if mark else 0
    lines = text.splitlines()
    if line and _TAB_AHEAD.match(lines[line - 1] if line <= len(lines) else ""):
        return DataProblem(path, line, "a tab stands at the beginning of the line", "Indent with blanks.")
    if quote := _open_quote(lines[:line]):
        return DataProblem(path, quote, "quotes are not closed", 'Write " at the end of the text.')
    without_colon = next((n for n, one in enumerate(lines[:line], 1) if _BLOCK_WITHOUT_COLON.match(one)), 0)
    for at in filter(None, (without_colon, line, line - 1)):
        if at > 0 and (slip := _slip(lines[at - 1] if at <= len(lines) else "")):
            return DataProblem(path, at, *slip)
    ours = next((words for theirs, words in _IN_OUR_WORDS if theirs in what), "")
    told = f"{ours} ({what})" if ours else str(what)
    if ours.startswith("a bracket"):
        line = next((n for n in range(min(line, len(lines)), 0, -1) if _opens(lines[n - 1])), line)
    return DataProblem(path, line, told, "Mend this line, or the one before it: compare it with its neighbours.")


def _opens(line: str) -> bool:
    """Whether a bracket is opened in it and not closed."""
    return line.count("[") > line.count("]") or line.count("{") > line.count("}")


def _slip(line: str) -> tuple[str, str] | None:
    """What a line shows by itself, and how to mend it."""
    for pattern, what, remedy in _SLIPS:
        if match := pattern.match(line):
            filled = {name: (value or "").strip() for name, value in match.groupdict().items()}
            return what.format(**filled), remedy.format(**filled)
    return None


def _open_quote(lines: list[str]) -> int:
    """The line of the first text whose quotes are not closed; 0 where there is none."""
    return next((n for n, line in enumerate(lines, 1) if _QUOTED.search(line) and line.count('"') % 2), 0)


def block(entry: Map, key: str) -> Iterator[tuple[int, str]]:
    """The lines of a text that is written as a block (`key: |`), with their numbers; blank ones are left out."""
    first = entry.lines[key] + 1
    for number, text in enumerate(str(entry[key]).splitlines(), first):
        if text.strip():
            yield number, text


def is_block(entry: Map, key: str) -> bool:
    """Whether it is written as a block of lines."""
    return entry.styles.get(key) == _BLOCK
