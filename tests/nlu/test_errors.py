"""Errors say what, where and how to mend it, on one line where they can."""

from pathlib import Path

import pytest

from nlu.errors import BadKind, DataProblem, NluError, RasaFailed, RasaMissing, TrainingFailed


def test_a_data_problem_is_one_line() -> None:
    problem = DataProblem(Path("data/rules.yml"), 7, "unknown key 'stps'", "Known are: steps.")
    assert str(problem) == "data/rules.yml:7: unknown key 'stps'. Known are: steps."
    assert str(DataProblem(Path("a.yml"), 0, "what", "Remedy.")).startswith("a.yml: what")


def test_the_missing_environment_names_the_command() -> None:
    assert "make setup" in str(RasaMissing(Path("/x/.venv-rasa/bin/python")))


def test_failures_quote_the_log() -> None:
    assert "boom" in str(TrainingFailed(1, ("boom",)))
    assert "boom" in str(RasaFailed("starting", ("boom",)))
    assert str(RasaFailed("starting")).count("\n") == 0


@pytest.mark.parametrize(
    "error",
    [
        BadKind("x", ""),
        RasaMissing(Path("x")),
        RasaFailed("x"),
        TrainingFailed(1, ()),
        DataProblem(Path("x"), 1, "", ""),
    ],
)
def test_all_have_one_root_and_can_be_kept_in_sets(error: NluError) -> None:
    assert isinstance(error, NluError)
    assert error in {error}
