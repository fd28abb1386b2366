"""The bytes of a configuration file as plain values, every mistake of writing told in the owner's words.

bytes ─ decoded ─▶ text ─ compose ─▶ nodes with their lines ─ plain ─▶ mappings, lists and texts as they were written

A value stays the text that the owner wrote (`user: 0200` is no number in octal, `10:30` no number of seconds); its
meaning is the business of the field that takes it.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.settings.config_errors import ConfigError
from bot.settings.config_syntax import slip

NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
INVISIBLE = re.compile(r"[\u00a0\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Marks and blanks that an editor or a copied web page leaves; the zero-width non-joiner is Persian spelling."""
INDENT = re.compile(r"[ ]*([^\S \r\n]|[\u200b-\u200f\u2060\ufeff])")
STRANGE = (
    (re.compile(r"^(<{7} |={7}$|>{7} )"), "marks of a merge stand in the file; keep one of the two versions"),
    (re.compile(r"^[^#\"']*\w:\u00a0"), "an invisible blank (U+00A0) stands behind the colon; type the line anew"),
    (
        re.compile(r"^[ ]*[\w.-]+:[ ]+\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]"),
        'an address with colons stands without brackets, in quotes, e.g. "::1"',
    ),
    (re.compile(r"^[ ]*[\w.-]+[ ]*[：﹕︓]"), "the colon is a wide one (：); type it anew: key: value"),
)
GLUED_KEY = re.compile(r"([A-Za-z_]\w*):(\S+)")
MAX_BYTES = 1_000_000


def read_text(path: Path) -> str:
    """The file's text. Raises ConfigError: it is not there, no file, not to be read, or no text."""
    try:
        if path.is_dir():
            raise ConfigError(path, 1, "", f"this is a folder; name the file in it: --config {path / 'config.yml'}")
        if path.exists() and not path.is_file():
            raise ConfigError(path, 1, "", "this is no ordinary file; name a text file such as config.yml")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        words = "no such file; `hatef init DIR` makes a folder with one, --config names another"
        raise ConfigError(path, 1, "", words) from None
    except NotADirectoryError:
        raise ConfigError(path, 1, "", "no such file: a part of its path is a file and no folder") from None
    except PermissionError:
        raise ConfigError(path, 1, "", _not_yours(path)) from None
    except OSError as error:
        raise ConfigError(path, 1, "", f"cannot be read: {error.strerror}") from None
    if len(content) > MAX_BYTES:
        raise ConfigError(path, 1, "", "this is no configuration: it is larger than a megabyte")
    return _decoded(path, content)


def compose(path: Path, text: str) -> yaml.Node | None:
    """The file's nodes, None for an empty file. Raises ConfigError with the line of what YAML cannot read."""
    for number, line in enumerate(text.splitlines(), 1):
        if (found := INDENT.match(line)) and line.strip() and not line.lstrip().startswith("#"):
            kind = "a tab" if found[1] == "\t" else f"an invisible character (U+{ord(found[1]):04X})"
            raise ConfigError(path, number, "", f"the line begins with {kind}; indent with blanks (space bar) only")
        if strange := next((words for pattern, words in STRANGE if pattern.search(line)), ""):
            raise ConfigError(path, number, "", strange)
    try:
        tree: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
        for problem in _slips(tree, ()):
            raise ConfigError(path, *problem)
    except yaml.YAMLError as error:
        number, words = slip(error, text)
        raise ConfigError(path, number, "", f"the line cannot be read: {words}") from None
    except RecursionError:
        raise ConfigError(path, 1, "", "it is nested too deeply, or an anchor (&, *) holds itself") from None
    return tree


def plain(node: yaml.Node | None) -> Any:
    """Mappings, lists, and texts as they were written; None where nothing was."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    if not isinstance(node, yaml.ScalarNode) or (node.style is None and node.value in NOTHING):
        return None
    return node.value


def _decoded(path: Path, content: bytes) -> str:
    if b"\x00" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise ConfigError(path, 1, "", "this is no UTF-8 text; save the file again with the encoding UTF-8")
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                line = content[: error.start].count(b"\n") + 1
                raise ConfigError(
                    path, line, "", "cannot be read as UTF-8 text; save the file again with the encoding UTF-8"
                ) from None
    raise AssertionError("every text begins with nothing")


def _not_yours(path: Path) -> str:
    if path.stat().st_uid == os.geteuid():
        return "this user may not read its own file; write: chmod u+r, then run Hatef again"
    try:
        owner = f" (it is {path.owner()}'s)"
    except (OSError, KeyError):
        owner = ""
    return f"this user may not read it{owner}; run Hatef as that user, or: chmod u+r, chown"


def _slips(node: yaml.Node | None, where: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
    """What YAML takes without a word though nobody means it: a key twice, a key that is no word."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _slips(item, where)
    if not isinstance(node, yaml.MappingNode):
        return
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            yield line, ".".join(where), 'a value that begins with { or [ must stand in quotes, e.g. "{token}"'
            return
        name = ".".join((*where, key.value))
        if INVISIBLE.search(key.value):
            yield line, name, "the key holds an invisible character; type the line anew"
        if key.value in lines:
            yield line, name, f"it stands twice, in line {lines[key.value]} too; keep one and move the rest into it"
        lines[key.value] = line
        if (glued := GLUED_KEY.fullmatch(key.value)) and key.style is None and plain(value) is None:
            yield line, ".".join(where), f"a blank belongs behind the colon; write: {glued[1]}: {glued[2]}"
        yield from _slips(value, (*where, key.value))
