"""`hatef evaluate` on the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.evaluate import app
from nlu.errors import DataProblem


def test_every_measure_has_a_command() -> None:
    names = [command.name for command in app.registered_commands]
    assert names == ["speech", "nlu", "values", "turns", "language", "confidence"]


def test_a_broken_table_is_our_error(tmp_path: Path) -> None:
    table = tmp_path / "set.tsv"
    table.write_text("text\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["nlu", "--set", str(table)])
    assert isinstance(done.exception, DataProblem)


@pytest.mark.parametrize("option", ["--set", "--json"])
def test_an_option_without_its_file_is_a_usage_error(option: str) -> None:
    assert CliRunner().invoke(app, ["nlu", option]).exit_code == 2
