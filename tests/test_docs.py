"""The docs and the program agree: every command of theirs parses, every key is known, every link leads somewhere."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from typer.testing import CliRunner

from bot.cli.app import app
from bot.settings.config_place import fields_of, inner_kind, is_section
from bot.settings.settings import RASA_KEYS, Settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("README.md")]
)
CODE = re.compile(r"^```.*?\n(.*?)^```|^(    \S[^\n]*)$|`([^`]+)`", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|[\s:;(])(?:\./|\.venv/bin/)?(hatef|make) +([^#\n`;]*)", re.MULTILINE)
MAY_BE_MADE = {"data/lexicons/fa.extra.txt", "data/lexicons/LANG.extra.txt"}
SECTIONS = [name for name, field in fields_of(Settings).items() if is_section(field.annotation)]
KEY = re.compile(rf"`(({'|'.join(SECTIONS)})(?:\.\w+)+)")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def code(text: str) -> Iterator[str]:
    for fenced, indented, inline in CODE.findall(text):
        yield fenced or indented or inline.replace("\n", " ")


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Every `hatef …` and `make …` in code: the program and its arguments up to the explanation behind them."""
    for piece in code(text):
        for program, arguments in COMMAND.findall(piece):
            yield program, re.split(r"  +| *…| *\.\.\.|[،,]$", arguments)[0].strip()


def mistake(arguments: str) -> str:
    """What the command line would not take of it; optional parts in brackets count as given."""
    words, path = shlex.split(arguments.replace("[", "").replace("]", "")), list[str]()
    group: Any = typer.main.get_command(app)
    while words and (found := hasattr(group, "get_command") and group.get_command(None, words[0])):
        group = found
        path.append(words.pop(0))
    if words and hasattr(group, "get_command") and not words[0].startswith("-"):
        return f"no command {words[0]}"
    # --help comes before the rest: all is parsed, nothing is run.
    shown = CliRunner().invoke(app, [*path, "--help", *words])
    return shown.output if shown.exit_code and "requires an argument" not in shown.output else ""


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def is_known(key: str) -> bool:
    model: object = Settings
    for name in key.split("."):
        if not is_section(model):
            return True  # below a mapping of the user's own, like a language
        if name not in fields_of(model):
            return False
        model = inner_kind(fields_of(model)[name].annotation)
    return True


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_parses(page: Path) -> None:
    told = [
        f"{program} {arguments}: {why}"
        for program, arguments in commands(page.read_text(encoding="utf-8"))
        if (why := mistake(arguments) if program == "hatef" else unknown_target(arguments))
    ]
    assert told == []


def unknown_target(arguments: str) -> str:
    target = re.match(r"[a-z-]*", arguments)
    return "" if target and target[0] in targets() | {"", "install"} else "no such target"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_key_of_the_configuration_is_known(page: Path) -> None:
    keys = {found[0] for found in KEY.findall(page.read_text(encoding="utf-8"))}
    assert [key for key in sorted(keys) if not is_known(key)] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_piece_of_configuration_is_valid(page: Path) -> None:
    for piece in re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        found = yaml.safe_load(piece)
        if isinstance(found, dict) and set(found) & set(SECTIONS):
            Settings(home=ROOT, **{key: value for key, value in found.items() if key not in RASA_KEYS})


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_and_file_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", re.sub(CODE, "", text)) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
    files = re.findall(r"`((?:bot|nlu|voice|handoff|data|deploy|docs|tests)/[\w./-]+\w)`", text)
    there = {file: (ROOT / file.replace("LANG", "fa")).exists() or file in MAY_BE_MADE for file in files}
    assert [file for file, found in there.items() if not found] == []


def test_a_wrong_command_or_key_is_seen() -> None:
    assert mistake("talk --nubmer 5")
    assert mistake("evaluate everything")
    assert not mistake("bench voices [--sentences N] [--json FILE]")
    assert not mistake("evaluate speech --set")
    assert not is_known("speech.pitch")
    assert is_known("speech.voices.fa")
    assert list(commands("see `hatef data check` and\n\n    hatef say x  # y\n")) == [
        ("hatef", "data check"),
        ("hatef", "say x"),
    ]
