"""What is Hatef's is its user's alone."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings.sections import JournalSection
from bot.settings.settings import Settings
from bot.store import private

FILES = (
    "hatef.db",
    "hatef.db-wal",
    "hatef.db-shm",
    "hatef.db.lock",
    "log/rasa.log",
    "packets/a.json",
    "prompts/fa/a.wav",
    "secret",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A state folder as an older Hatef left it."""
    state = tmp_path / "home" / "var"
    for name in FILES:
        path = state / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        path.chmod(0o644)
        path.parent.chmod(0o755)
    return Settings(home=tmp_path / "home")


@pytest.fixture
def mask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> set[tuple[bool, int]]:
    return {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (folder, *folder.rglob("*"))}


def test_open_files_and_folders_are_found_and_mended(settings: Settings) -> None:
    found = private.open_to_others(settings)
    assert {settings.state, settings.state / "log", settings.state / "hatef.db-wal"} <= set(found)
    assert private.mend(settings) == len(found) == len(FILES) + 5
    assert modes(settings.state) == {(True, 0o700), (False, 0o600)}
    assert private.open_to_others(settings) == ()


def test_a_closed_folder_protects_what_is_in_it(settings: Settings, tmp_path: Path) -> None:
    settings.state.chmod(0o700)
    assert private.readable_by_others(settings) == ()
    assert private.open_to_others(settings) != ()


def test_a_database_elsewhere_is_mended_and_its_neighbours_are_not(tmp_path: Path) -> None:
    for name in ("calls.db", "calls.db-wal", "theirs.db"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    settings = Settings(home=tmp_path / "home", journal=JournalSection(url=f"sqlite:///{tmp_path}/calls.db"))
    assert private.mend(settings) == 2
    assert stat.S_IMODE((tmp_path / "theirs.db").stat().st_mode) == 0o644


def test_the_rights_of_a_folder_that_holds_more_than_state_stay(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HATEF_STATE", str(tmp_path))  # the home lies in it
    assert private.mend(settings) == 0
    monkeypatch.delenv("HATEF_STATE")
    settings.state.chmod(0o1777)  # like /tmp
    assert private.mend(settings) == 0


def test_a_link_out_of_the_state_is_not_followed(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "theirs").touch()
    (tmp_path / "theirs").chmod(0o644)
    (settings.state / "link").symlink_to(tmp_path / "theirs")
    private.mend(settings)
    assert stat.S_IMODE((tmp_path / "theirs").stat().st_mode) == 0o644


@pytest.mark.usefixtures("mask")
def test_what_the_installation_shares_with_the_state_keeps_its_rights(settings: Settings, tmp_path: Path) -> None:
    installed = tmp_path / "site-packages" / "final.mdl"
    installed.parent.mkdir()
    installed.touch(mode=0o644)
    installed.chmod(0o644)
    network = settings.state / "models" / "final.mdl"
    network.parent.mkdir()
    network.hardlink_to(installed)
    private.mend(settings)
    assert stat.S_IMODE(installed.stat().st_mode) == 0o644
    assert network not in private.open_to_others(settings)


def test_new_files_are_private(tmp_path: Path) -> None:
    private.for_this_user_only()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").touch()
    assert modes(tmp_path / "folder") == {(True, 0o700), (False, 0o600)}
