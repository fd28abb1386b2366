"""`hatef data` on the project's own data."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import data as data_command

ROOT = Path(__file__).resolve().parents[3]


def test_the_projects_own_data_is_right() -> None:
    done = CliRunner().invoke(data_command.app, ["check", "--config", str(ROOT / "config.yml")])
    assert done.exit_code == 0, done.output
    assert done.output.strip() == "✓ the training data can be used"


def test_a_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("language: fa\n", encoding="utf-8")
    shutil.copytree(ROOT / "data", tmp_path / "data")
    training = tmp_path / "data" / "nlu" / "fa.yml"
    training.write_text(training.read_text(encoding="utf-8").replace("- intent:", "- intnet:", 1), encoding="utf-8")
    done = CliRunner().invoke(data_command.app, ["check", "--config", str(tmp_path / "config.yml")])
    assert done.exit_code == 1
    assert "fa.yml:" in done.output.replace("\n", "")


@pytest.mark.parametrize(
    ("arguments", "also"),
    [(["موجودیمو بگین"], "- موجودیم رو بگین"), (["أريد الرصيد", "--language", "ar"], "- بدي الرصيد")],
)
def test_variants_are_written_as_examples(arguments: list[str], also: str) -> None:
    config = ["--config", str(ROOT / "config.yml")]
    lines = CliRunner().invoke(data_command.app, ["variants", *arguments, *config]).output.strip().splitlines()
    assert also in lines and all(line.startswith("- ") for line in lines)


def test_prompts_of_an_older_hatef_are_told_and_converted(tmp_path: Path) -> None:
    shutil.copy(ROOT / "config.yml", tmp_path)
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("sets"))
    folder = tmp_path / "data" / "prompts"
    for code in ("fa", "ar"):
        (folder / f"{code}.yml").unlink()
    (folder / "call.yml").write_text('fa:\n  moment: "الان می‌گویم."\n', encoding="utf-8")
    config = ["--config", str(tmp_path / "config.yml")]
    told = CliRunner().invoke(data_command.app, ["check", *config])
    assert told.exit_code == 1
    (line,) = [line for line in told.output.splitlines() if "prompts" in line]
    assert line.endswith("Run: hatef data convert-prompts (it keeps your words).")
    done = CliRunner().invoke(data_command.app, ["convert-prompts", *config])
    assert done.exit_code == 0, done.output
    assert 'moment: "الان می‌گویم."' in (folder / "fa.yml").read_text(encoding="utf-8")
    checked = CliRunner().invoke(data_command.app, ["check", *config])
    assert checked.exit_code == 0, checked.output
