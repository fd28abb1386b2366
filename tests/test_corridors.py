"""The corridors between the rooms are one-way; every import in the project is walked."""

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("bot", "nlu", "voice", "handoff")
ALLOWED = {
    "bot": {"bot", "nlu", "voice", "handoff"},
    "nlu": {"nlu"},
    "voice": {"voice"},
    "handoff": {"handoff"},
}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def strays(room: str, path: Path) -> list[str]:
    tops = {name.split(".")[0] for name in imported(path)}
    return sorted(top for top in tops if top in ROOMS and top not in ALLOWED[room])


@pytest.mark.parametrize("room", ROOMS)
def test_no_stray_import(room: str) -> None:
    files = sorted((ROOT / room).rglob("*.py"))
    assert files
    found = {str(path.relative_to(ROOT)): names for path in files if (names := strays(room, path))}
    assert found == {}


def test_a_stray_import_is_seen(tmp_path: Path) -> None:
    stray = tmp_path / "stray.py"
    stray.write_text("from bot.call import Call\nimport voice.audio\n")
    assert strays("nlu", stray) == ["bot", "voice"]


@pytest.mark.parametrize("room", ROOMS)
def test_imports_are_absolute(room: str) -> None:
    relative = [str(p) for p in (ROOT / room).rglob("*.py") if any(name.startswith(".") for name in imported(p))]
    assert relative == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_folder_is_the_import_name(room: str) -> None:
    spec = importlib.util.find_spec(room)
    assert spec is not None and spec.origin is not None
    assert Path(spec.origin) == ROOT / room / "__init__.py"


def test_data_holds_no_python() -> None:
    assert list((ROOT / "data").rglob("*.py")) == []
