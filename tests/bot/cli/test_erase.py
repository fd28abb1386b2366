"""`hatef erase` as somebody types it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.erase import app
from bot.errors import DatabaseMissing
from bot.settings.settings import load_settings
from bot.store.database import open_database
from tests.bot.erasing.life import HERS, HIS, Life


@pytest.fixture
def config(tmp_path: Path) -> Path:
    config = tmp_path / "config.yml"
    config.write_text("language: fa\n", encoding="utf-8")
    return config


@pytest.fixture
def life(config: Path) -> Iterator[Life]:
    settings = load_settings(config)
    engine = open_database(settings.database_url(settings.journal.url))
    yield Life(settings.state, engine)
    engine.dispose()


def hatef(config: Path, *arguments: str, answer: str = "") -> Result:
    return CliRunner().invoke(app, [*arguments, "--config", str(config)], input=answer)


def test_it_tells_what_there_is_asks_and_tells_what_went(config: Path, life: Life) -> None:
    life.call("c1", HIS)
    life.call("c2", HERS)
    assert hatef(config, HIS, answer="n\n").exit_code == 1
    assert "calls" in hatef(config, HIS, "--dry-run").stdout
    done = hatef(config, "+98 912 123 4567", answer="y\n")
    assert done.exit_code == 0
    assert "erased" in done.stdout
    assert "The CRM was not touched" in done.stdout
    assert "nothing is kept of this number" in hatef(config, HIS).stdout
    assert "calls" in hatef(config, HERS, "--dry-run").stdout


def test_a_call_that_goes_on_is_told(config: Path, life: Life) -> None:
    life.call("on", HIS, ended=False)
    done = hatef(config, HIS, "--yes")
    assert "1 of his calls or handoffs still go on" in " ".join(done.stdout.split())
    assert "nothing is kept" not in done.stdout


def test_masked_numbers_are_told(config: Path, life: Life) -> None:
    life.call("c1", "0912*****67")
    assert "1 calls have masked numbers" in hatef(config, HIS, "--dry-run").stderr


@pytest.mark.parametrize("number", ["محمدی", "12", ""])
def test_what_is_no_number_is_refused(config: Path, life: Life, number: str) -> None:
    assert hatef(config, number).exit_code == 2


def test_where_nothing_was_kept(config: Path) -> None:
    assert isinstance(hatef(config, HIS).exception, DatabaseMissing)
