"""Where the parts lie: in a clone, and where `hatef setup` puts what an installed Hatef needs."""

import os
from pathlib import Path

import pytest

from bot.settings import paths as places

ROOT = Path(__file__).resolve().parents[3]


def test_the_tests_run_in_a_clone() -> None:
    assert (places.ROOT, places.SHARE, places.IN_CLONE) == (ROOT, ROOT, True)
    assert (places.SHARE / "data" / "rules.yml").is_file()


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
