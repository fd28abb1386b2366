"""What YAML cannot read, in words that name the slip instead of the grammar."""

import re
from pathlib import Path
from typing import Any

import yaml

Slip = tuple[int, str]
"""Line, words."""

KEY = r"[ ]*(?:-[ ]+)?(?P<key>[\w.~-]+)"
GLUED = re.compile(KEY + r":(?P<value>[^\s:/][^:]*)$")
BARE = re.compile(KEY + r"(?:[ ]+(?P<value>[^\s:#][^:#]*?))?[ ]*$")
VALUED = re.compile(KEY + r":[ \t]+(?P<value>\S.*?)[ ]*$")
ITEM = re.compile(r"[ ]*-[ ]+(?P<value>\S.*?)[ ]*$")
EQUALS = re.compile(r"[ ]*(?P<key>[\w.-]+)[ ]*:?=[>]?[ ]*(?P<value>[^\s=].*?);?[ ]*$")
HEADING = re.compile(r"[ ]*\[(?P<key>[\w.-]+)\][ ]*$")
FOREIGN_COMMENT = re.compile(r"[ ]*(;|//|--[^-]|<!--|/\*|')")
SPECIAL = "@%`*&!|>"
CLOSED = {"{": "}", "[": "]"}

GRAMMAR: tuple[tuple[str, str], ...] = (
    (r"expected ',' or '\]'", "a list that was opened with [ is not closed; write: [first, second]"),
    (r"expected ',' or '\}'", "a { is not closed; write: {key: value, key: value}"),
    (r"unexpected end of stream|unexpected document separator", "a quote (\" or ') is opened and not closed"),
    (r"<stream end>|node content", "a [ or { is opened and not closed"),
    (r"could not find expected ':'", "a colon and a blank stand between a key and its value: key: value"),
    (r"character '\\t'", "a tab stands in the line; write blanks (space bar) instead"),
    (r"unknown escape|escape sequence|expected escape", "a backslash inside \" \" has a meaning of its own; use ' '"),
    (r"another document|single document", "--- begins a second document; a file holds one: remove the line"),
    (r"mapping values", "a colon with a blank behind it stands inside a value; put the value in quotes"),
    (r"undefined alias|alphabetic or numeric|cannot start any token|tag|directive|block scalar|indentation indicator",
     "a value that begins with a sign (such as * & @ % ! | > `) must stand in quotes"),
    (r"special characters|unacceptable character", "the line holds a control character; type it anew"),
)  # fmt: skip
OTHERWISE = "the line is indented unlike its neighbours; begin it below the first letter of the line above"


def slip(error: yaml.YAMLError, text: str) -> Slip:
    """The line and the words of what YAML cannot read in `text`."""
    lines = text.splitlines() or [""]
    if isinstance(error, yaml.reader.ReaderError):
        number = text[: error.position].count("\n") + 1 if isinstance(error.position, int) else 1
        return number, "the line holds a control character; type it anew"
    problem = str(getattr(error, "problem", None) or error)
    words = next((words for pattern, words in GRAMMAR if re.search(pattern, problem)), OTHERWISE)
    mark = getattr(error, "problem_mark", None)
    number = min((mark.line if mark else 0) + 1, len(lines))
    opened = getattr(error, "context_mark", None)
    if words.startswith("a [ or"):
        return max((at for at, line in enumerate(lines, 1) if re.search(r"[\[{]", line)), default=number), words
    if words.startswith(("a list", "a {", "a quote")) and opened:
        return _opened(lines, min(opened.line + 1, len(lines)), words)
    return _seen(lines, number) or (number, f"{words} (it reads: {lines[number - 1].strip()[:60]})")


def one_line(error: Exception, text: str = "") -> str:
    """Why a YAML file cannot be read, on one line."""
    if not isinstance(error, yaml.YAMLError):
        otherwise = "it is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else f"a value in it: {error}"
        return f"cannot be read: {getattr(error, 'strerror', None) or otherwise}"
    number, words = slip(error, text)
    return f"line {number} cannot be read as YAML: {words}"


def load_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises ValueError: why it cannot be read, on one line."""
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        return yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ValueError(one_line(error, text)) from error


def _opened(lines: list[str], number: int, words: str) -> Slip:
    """Something that was opened in that line was not closed: perhaps it was never meant to be opened."""
    line = lines[number - 1]
    value = next((found["value"] for pattern in (VALUED, ITEM) if (found := pattern.match(line))), "")
    if line.count('"') % 2 or (value and line.count("'") % 2):
        words = "a quote (\" or ') is opened and not closed"
    elif re.search(r'"[^"]*"[^\s"\'\[\]{},:#]', line):
        words = "quotes stand inside a text that is in quotes; write « » inside it"
    elif "،" in line:
        words = "a Persian comma (،) stands where the Latin one (,) belongs"
    elif line.count("{") == line.count("}") and line.count("[") == line.count("]"):
        words = "inside { } and [ ] a value that holds a colon, a comma or a quote must stand in quotes"
    return number, f"{words} (it reads: {line.strip()[:60]})"


def _seen(lines: list[str], number: int) -> Slip | None:
    """What the line itself and the one above show; None where they show nothing."""
    line = lines[number - 1]
    for at, one in enumerate(lines[:number], 1):
        if words := _foreign(one):
            return at, words
    above = next((at for at in range(number - 1, 0, -1) if lines[at - 1].split("#")[0].strip()), 0)
    for at in (number, above):
        if at and (words := _glued(lines[at - 1], lines[number - 1])):
            return at, words
    found = VALUED.match(line) or ITEM.match(line)
    if found and _must_be_quoted(found["value"]):
        value = re.split(r"\s+#", found["value"])[0]
        quote = "'" if '"' in value else '"'
        return (
            number,
            f"this value must stand in quotes; write: {line[: found.start('value')].strip()} {quote}{value}{quote}",
        )
    if above and _indent(line) > _indent(lines[above - 1]) and VALUED.match(lines[above - 1]):
        key = lines[above - 1].strip().partition(":")[0]
        return (
            number,
            f"the line is indented deeper than line {above}; begin it exactly below '{key}': {line.strip()[:60]}",
        )
    return None


def _foreign(line: str) -> str:
    """A line of another kind of file."""
    if FOREIGN_COMMENT.match(line):
        return f"a comment begins with # here (it reads: {line.strip()[:40]})"
    if found := HEADING.match(line):
        return f"a section is written with a colon; write: {found['key']}:"
    if found := EQUALS.match(line):
        return f"a key and its value are separated by a colon and a blank; write: {found['key']}: {found['value']}"
    return ""


def key_and_value(text: str) -> tuple[str, str] | None:
    """What was meant as a key with its value and was read as one text: «port:5060», «port = 5060»."""
    line = text.splitlines()[0] if text.strip() else ""
    found = EQUALS.match(line) or re.match(r"(?P<key>\w+):(?P<value>(?!//)\S.*)$", line)
    found = found or re.match(r"(?P<key>\w+)[ ]+(?P<value>\S+)$", line)
    return (found["key"], found["value"].strip()) if found else None


def _glued(line: str, broken: str) -> str:
    """A key without its colon, or a colon without its blank."""
    if found := GLUED.match(line):
        return f"a blank belongs behind the colon; write: {found['key']}: {found['value'].strip()}"
    found = BARE.match(line)
    if found is None or line.strip().startswith("- "):
        return ""
    if found["value"]:
        return f"a colon belongs behind the key; write: {found['key']}: {found['value']}"
    return f"a colon belongs behind the name; write: {found['key']}:" if broken != line else ""


def _must_be_quoted(value: str) -> bool:
    if value[0] in SPECIAL or re.search(r":\s", value.partition(" #")[0]) and value[0] not in "\"'{[":
        return True
    closing = CLOSED.get(value[0])
    return closing is not None and closing in value and not value.partition(" #")[0].rstrip().endswith(closing)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
