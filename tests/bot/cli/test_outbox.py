"""`hatef outbox`: what waits to be written, as somebody works it off."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.outbox import app
from bot.crm.services import outbox_rows as rows
from bot.crm.services.outbox_rows import State, Wish
from bot.settings.settings import load_settings
from bot.store.database import open_database


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """One that waits and one that was given up."""
    config = tmp_path / "config.yml"
    config.write_text(f"language: fa\nhome: {tmp_path}\n", encoding="utf-8")
    settings = load_settings(config)
    engine = open_database(settings.database_url(settings.journal.url))
    with engine.begin() as connection:
        for key in ("k1", "k2"):
            rows.put(connection, Wish(key, "call-1", "ticket_new", {"words": "دیر رسید"}, State.WAITING, 0, 0, 0))
        rows.settle(connection, "k2", State.DEAD, "refused", "HTTP 422")
    engine.dispose()
    return config


def run(config: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--config", str(config)], env={"COLUMNS": "150"})


def test_the_list_tells_nothing_of_callers(config: Path) -> None:
    output = run(config).output
    assert "waiting" in output and "dead" in output and "HTTP 422" in output and "دیر" not in output


def test_one_whole(config: Path) -> None:
    assert "words: دیر رسید" in run(config, "show", "k2").output
    assert run(config, "show", "k3").exit_code == 1


def test_sending_again_and_forgetting(config: Path) -> None:
    assert run(config, "drop", "k1").exit_code == 1
    assert "2 will be tried again" in run(config, "resend", "all").output
    assert run(config, "drop", "k2").exit_code == 1
    assert run(config, "resend", "x").exit_code == 1


def test_nothing_waits(config: Path) -> None:
    assert run(config, "drop", "k2").exit_code == 0
    assert "k2" not in run(config).output


def test_no_database_is_made_by_looking(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(f"language: fa\nhome: {tmp_path}\n", encoding="utf-8")
    assert run(config).exit_code == 1 and not (tmp_path / "var" / "hatef.db").exists()
