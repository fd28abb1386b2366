"""Where the parts lie: in a clone, and where `hatef setup` puts what an installed Hatef needs."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import paths as places

ROOT = Path(__file__).resolve().parents[3]


def test_the_tests_run_in_a_clone() -> None:
    assert (places.CODE, places.SHARE, places.IN_CLONE) == (ROOT, ROOT, True)
    assert (places.SHARE / "data" / "rules.yml").is_file()


def test_code_data_and_state_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HATEF_STATE", raising=False)
    assert places.paths_of(tmp_path) == places.Paths(ROOT, ROOT, ROOT / "data", tmp_path / "var")
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("HATEF_STATE", "/var/lib/hatef")
    assert places.paths_of(tmp_path) == places.Paths(ROOT, ROOT, tmp_path / "data", Path("/var/lib/hatef"))


def test_the_present_folders_configuration_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert places.default_config(ROOT, in_clone=True) == ROOT / "config.yml"
    assert places.default_config(ROOT, in_clone=False) == Path("config.yml")
    (tmp_path / "config.yml").touch()
    assert places.default_config(ROOT, in_clone=True) == Path("config.yml")


def test_the_first_place_that_may_be_written_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    usable = tmp_path / "deep" / "down"
    assert places.setup_place((tmp_path / "a file" / "x", usable, tmp_path)) == usable
    assert places.setup_place((tmp_path / "a file" / "x",)) == tmp_path / "a file" / "x"


def test_the_state_folder_is_a_place_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/home/u/share")
    monkeypatch.delenv("HATEF_STATE", raising=False)
    assert places.setup_places()[1:] == (Path("/home/u/share/hatef"),)
    monkeypatch.setenv("HATEF_STATE", "/var/lib/hatef")
    assert places.setup_places()[1:] == (Path("/var/lib/hatef/setup"), Path("/home/u/share/hatef"))


def test_children_find_our_code_before_what_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/given")
    assert places.child_environment()["PYTHONPATH"].split(os.pathsep) == [str(ROOT), "/given"]


def test_what_another_user_set_up_counts_where_it_may_be_used(tmp_path: Path) -> None:
    python = tmp_path / "rasa" / "bin" / "python"
    for file in (python, tmp_path / "site-packages" / "pjsua2.py"):
        assert not places.is_set_up(tmp_path)
        file.parent.mkdir(parents=True)
        file.touch()
    assert not places.is_set_up(tmp_path)
    python.chmod(0o755)
    assert places.is_set_up(tmp_path)


KNOW_THE_ROOT = {"bot/settings/paths.py", "voice/processes.py", "nlu/values/lists.py"}
"""For the bot, for the children of `voice`, and for values in Rasa's process: neither can import the bot."""


def climbs(source: str) -> Iterator[int]:
    """How many folders up from `__file__` each of a file's expressions goes."""
    tree = ast.parse(source)
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "parent"}
    for node in ast.walk(tree):
        own = id(node) not in inner and "'__file__'" in ast.dump(node)
        if own and (steps := _steps(node)):
            yield steps


def _steps(node: ast.AST) -> int:
    match node:
        case ast.Attribute(attr="parent", value=below):
            return 1 + _steps(below)
        case ast.Subscript(value=ast.Attribute(attr="parents"), slice=ast.Constant(value=int(index))):
            return 1 + index
    return 0


@pytest.mark.parametrize(
    ("source", "steps"),
    [
        ("X = Path(__file__).parents[2]", [3]),
        ("X = Path(__file__).resolve().parent.parent / 'data'", [2]),
        ("X = Path(__file__).parents[1].parent", [3]),
        ("X = Path(__file__).with_name('a')", []),
        ("X = Path(other).parents[3]", []),
    ],
)
def test_a_climb_is_seen(source: str, steps: list[int]) -> None:
    assert list(climbs(source)) == steps


def test_one_module_a_room_finds_the_root() -> None:
    files = [file for top in ("bot", "nlu", "voice", "handoff") for file in (ROOT / top).rglob("*.py")]
    found = {
        str(inside)
        for file in files
        if max(climbs(file.read_text(encoding="utf-8")), default=0) >= len((inside := file.relative_to(ROOT)).parts)
    }
    assert found == KNOW_THE_ROOT
