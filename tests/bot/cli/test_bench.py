"""`hatef bench` and its kinds: what they take; the runs themselves are no tests."""

import pytest
from typer.testing import CliRunner

from bot.cli.app import app

RUN = CliRunner()


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ((), ("--calls", "--rounds", "--json", "voices", "queue")),
        (("voices",), ("--sentences", "--json")),
        (("queue",), ("--callers", "--agents", "--talk", "--json")),
    ],
)
def test_every_kind_says_what_it_takes(words: tuple[str, ...], options: tuple[str, ...]) -> None:
    shown = RUN.invoke(app, ["bench", *words, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert shown.exit_code == 0
    for option in options:
        assert option in shown.output


@pytest.mark.parametrize("wrong", [["--callers", "0"], ["--agents", "99"], ["--talk", "0"]])
def test_what_cannot_be_is_refused(wrong: list[str]) -> None:
    assert RUN.invoke(app, ["bench", "queue", *wrong]).exit_code != 0
