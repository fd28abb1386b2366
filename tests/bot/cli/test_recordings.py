"""Recordings at a terminal: the list, an export, a deletion, and what is said where it cannot be done."""

from dataclasses import replace
from pathlib import Path

import pytest
import soundfile
from typer.testing import CliRunner, Result

from bot.cli.recordings import app
from bot.errors import DatabaseMissing
from bot.recordings.errors import KeyRefused, KeyUnknown, RecordingMissing
from bot.recordings.facts import Facts
from bot.recordings.shelf import Shelf
from bot.settings.secrets import Secrets
from bot.settings.settings import load_settings
from bot.store.database import open_database
from tests.bot.recordings.made import KEYS, kept_file

KEY = "00112233445566778899aabbccddeeff" * 2


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr("bot.settings.settings.of_this_process", lambda: Secrets(recording_key=KEY))
    return monkeypatch


@pytest.fixture
def config(tmp_path: Path, key: pytest.MonkeyPatch) -> Path:
    """Two recordings: one of a handoff, one that was cut."""
    config = tmp_path / "config.yml"
    config.write_text("language: fa\n", encoding="utf-8")
    settings = load_settings(config)
    engine = open_database(settings.database_url(settings.journal.url))
    shelf = Shelf(settings.recordings_folder, KEYS, engine)
    handed = Facts("aa11", 1_700_000_000_000, 5_000, 2_900, 400, handed=True, whole=True)
    for facts in (handed, Facts("ab22", 1_700_000_060_000, 4_000, dropped_ms=40)):
        shelf.keep(kept_file(shelf.folder, facts), facts)
    engine.dispose()
    return config


def hatef(*arguments: str, answer: str = "") -> Result:
    return CliRunner().invoke(app, arguments, input=answer)


def test_the_list_newest_first(config: Path) -> None:
    shown = hatef("list", "--config", str(config)).stdout
    assert shown.index("ab22") < shown.index("aa11")
    for part in ("2023-11-14 22:13:20", "5.0 s", "2.9 s", "0.4 s", "whole", "cut", "yes"):
        assert part in shown
    assert hatef("--config", str(config)).stdout == shown
    assert "ab22" not in hatef("list", "--config", str(config), "--limit", "1").stdout.replace("ab22", "", 1)


def test_a_row_whose_file_is_gone_says_so(config: Path) -> None:
    for path in (config.parent / "var" / "recordings").iterdir():
        path.unlink()
    assert "its file is gone" in hatef("list", "--config", str(config)).stdout


def test_an_export_by_the_start_of_the_call(config: Path, tmp_path: Path) -> None:
    done = hatef("export", "aa", str(tmp_path / "call.ogg"), "--config", str(config))
    assert done.exit_code == 0
    assert f"aa11 is in {tmp_path / 'call.ogg'}" in done.stdout
    assert soundfile.info(tmp_path / "call.ogg").channels == 2


def test_what_is_not_whole_is_told(config: Path, tmp_path: Path) -> None:
    path = config.parent / "var" / "recordings" / "aa11.hrec"
    path.write_bytes(path.read_bytes()[:-100])
    done = hatef("export", "aa", str(tmp_path / "call.wav"), "--config", str(config))
    assert "it is not whole: it was cut" in done.stderr


@pytest.mark.parametrize("name", ["call.mp3", "call", "nowhere/call.wav"])
def test_a_file_that_cannot_be_is_refused_before_anything(config: Path, tmp_path: Path, name: str) -> None:
    done = hatef("export", "aa", str(tmp_path / name), "--config", str(config))
    assert done.exit_code == 2


def test_a_call_that_has_none_is_told(config: Path, tmp_path: Path) -> None:
    for call in ("a", "zz"):
        done = hatef("export", call, str(tmp_path / "call.wav"), "--config", str(config))
        assert isinstance(done.exception, RecordingMissing)


def test_without_its_key_it_can_be_deleted_and_not_heard(config: Path, tmp_path: Path, key: pytest.MonkeyPatch) -> None:
    other = Secrets(recording_key=KEY[::-1])
    key.setattr("bot.settings.settings.of_this_process", lambda: other)
    done = hatef("export", "aa", str(tmp_path / "call.wav"), "--config", str(config))
    assert isinstance(done.exception, KeyUnknown)
    assert hatef("delete", "aa", "--yes", "--config", str(config)).exit_code == 0
    key.setattr("bot.settings.settings.of_this_process", lambda: replace(other, recording_key="short"))
    assert isinstance(hatef("list", "--config", str(config)).exception, KeyRefused)


def test_a_deletion_is_asked_for_once(config: Path) -> None:
    assert hatef("delete", "aa11", "--config", str(config), answer="n\n").exit_code == 1
    assert "aa11" in hatef("list", "--config", str(config)).stdout
    done = hatef("delete", "aa11", "--config", str(config), answer="y\n")
    assert "2023-11-14 22:13:20 UTC, 5 s" in done.stdout
    assert "aa11" not in hatef("list", "--config", str(config)).stdout
    assert [path.stem for path in (config.parent / "var" / "recordings").iterdir()] == ["ab22"]


def test_where_nothing_was_recorded(tmp_path: Path, key: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config.yml"
    config.write_text("language: fa\n", encoding="utf-8")
    assert isinstance(hatef("list", "--config", str(config)).exception, DatabaseMissing)
    settings = load_settings(config)
    open_database(settings.database_url(settings.journal.url)).dispose()
    assert "no call is kept" in hatef("list", "--config", str(config)).stdout
