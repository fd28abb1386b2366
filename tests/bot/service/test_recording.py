"""Opening what records, as the service does: without a key, after a killed run, with a database that is away."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.errors import StartError
from bot.recordings.facts import Facts
from bot.recordings.writing import DONE
from bot.service.recording import open_shelf, recording
from bot.settings.secrets import Secrets
from bot.settings.settings import Settings, load_settings
from bot.store.database import open_database
from tests.bot.recordings.made import left_file, speak

KEY = "00112233445566778899aabbccddeeff" * 2
ALL = "recordings: {which: all, consent: false, least_free_mb: 0}\n"


def told(folder: Path, config: str, key: str = KEY) -> Settings:
    (folder / "config.yml").write_text(config, encoding="utf-8")
    return load_settings(folder / "config.yml", Secrets(recording_key=key))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path / 'hatef.db'}")


async def test_nothing_is_recorded_unless_it_is_asked_for(tmp_path: Path, engine: Engine) -> None:
    async with recording(told(tmp_path, "language: fa\n", key=""), engine) as recorder:
        assert recorder is None
    engine.dispose()


@pytest.mark.parametrize("key", ["", "secret"])
async def test_without_a_key_calls_are_not_recorded_in_the_open_but_hatef_does_not_start(
    tmp_path: Path, engine: Engine, key: str
) -> None:
    with pytest.raises(StartError, match=r"recordings\.which is all.*HATEF_RECORDING_KEY.*openssl rand -hex 32"):
        async with recording(told(tmp_path, ALL, key), engine):
            pass
    engine.dispose()


async def test_a_call_is_kept_and_stands_in_the_list(tmp_path: Path, engine: Engine) -> None:
    settings = told(tmp_path, ALL)
    async with recording(settings, engine) as recorder:
        assert recorder is not None
        one = recorder.open("c1")
        assert one is not None
        speak(one, 100)
        one.end(handed=False)
    found = open_shelf(settings, engine).find("c1")
    assert (found.facts.length_ms, found.facts.whole) == (2000, True)
    assert (tmp_path / "var" / "recordings" / f"c1{DONE}").stat().st_size == found.size_bytes
    engine.dispose()


async def test_what_a_killed_run_left_is_kept_before_the_first_call(
    tmp_path: Path, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    settings = told(tmp_path, ALL)
    left_file(settings.recordings_folder, Facts("c7", 1_000))
    async with recording(settings, engine):
        assert open_shelf(settings, engine).find("c7").facts.length_ms == 4000
    assert "1 of a killed Hatef are kept" in caplog.text
    engine.dispose()


async def test_a_database_that_is_away_does_not_keep_hatef_from_starting(
    tmp_path: Path, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    settings = told(tmp_path, ALL)
    left_file(settings.recordings_folder, Facts("c7", 1_000))
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE recordings"))
    async with recording(settings, engine) as recorder:
        assert recorder is not None
    assert "looked at again later" in caplog.text
    engine.dispose()


def test_var_is_the_state_folder_wherever_that_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HATEF_STATE", str(tmp_path / "state"))
    assert told(tmp_path, ALL).recordings_folder == tmp_path / "state" / "recordings"
    elsewhere = told(tmp_path, "recordings: {folder: kept}\n")
    assert elsewhere.recordings_folder == tmp_path / "kept"
    absolute = told(tmp_path, "recordings: {folder: /srv/kept}\n")
    assert absolute.recordings_folder == Path("/srv/kept")
