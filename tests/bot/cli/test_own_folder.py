"""`hatef init`: a folder that can be used and changed, with nothing overwritten."""

from pathlib import Path

import pytest

from bot.cli.own_folder import make_folder
from bot.errors import StartError
from bot.settings.paths import SHARE
from bot.settings.settings import load_settings


@pytest.mark.parametrize("name", ["bot", "a b/c", "باتِ من/بات"])
def test_the_folder_is_a_bot_of_its_own(tmp_path: Path, name: str) -> None:
    config = make_folder(tmp_path / name)
    assert config == tmp_path / name / "config.yml"
    settings = load_settings(config)
    assert (settings.data, settings.file) == (config.parent / "data", config)
    copied = {file.relative_to(settings.data) for file in settings.data.rglob("*") if file.is_file()}
    shipped = {file.relative_to(SHARE / "data") for file in (SHARE / "data").rglob("*") if file.is_file()}
    assert copied == {file for file in shipped if file.parts[0] != "sets"}
    assert not list(config.parent.rglob("*.py"))


def test_a_read_only_installation_makes_a_folder_that_can_be_changed(tmp_path: Path) -> None:
    share = tmp_path / "share"
    (share / "data").mkdir(parents=True)
    for file in (share / "config.yml", share / "data" / "rules.yml"):
        file.write_text("x")
        file.chmod(0o444)
    (share / "data").chmod(0o555)
    config = make_folder(tmp_path / "mine", share)
    assert all(path.stat().st_mode & 0o200 for path in config.parent.rglob("*"))


@pytest.mark.parametrize("there", ["config.yml", "data"])
def test_nothing_is_overwritten(tmp_path: Path, there: str) -> None:
    (tmp_path / there).mkdir()
    with pytest.raises(StartError, match=f"has a {there} already"):
        make_folder(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [there]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartError, match=f"{tmp_path}/file.*cannot be written: Not a directory"):
        make_folder(tmp_path / "file" / "bot")
