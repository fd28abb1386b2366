"""The command refuses what cannot be before it hears a clip."""

from pathlib import Path

import pytest

from bot.errors import DataFileError, StartError
from bot.lab.evaluation.condition import ConditionError
from bot.lab.evaluation.confidence import Options, evaluate
from bot.settings.settings import load_settings


def test_a_condition_that_nobody_knows_and_a_plot_that_is_no_picture(tmp_path: Path) -> None:
    settings = load_settings(Path("config.yml"))
    with pytest.raises(ConditionError):
        evaluate(settings, Options(conditions="noisy"))
    with pytest.raises(DataFileError):
        evaluate(settings, Options(plot_file=tmp_path / "a.png"))


def test_without_a_second_pass_there_is_nothing_to_judge(tmp_path: Path) -> None:
    text = Path("config.yml").read_text(encoding="utf-8").replace("second_pass: true ", "second_pass: false ")
    (tmp_path / "config.yml").write_text(text, encoding="utf-8")
    with pytest.raises(StartError, match="switched off"):
        evaluate(load_settings(tmp_path / "config.yml"), Options())
