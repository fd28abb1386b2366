"""The command line as a user runs it: one line for each mistake, no traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.database import open_database

ROOT = Path(__file__).resolve().parent.parent.parent


def hatef(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_help_names_every_command() -> None:
    shown = hatef("--help").stdout
    for name in ("serve", "demo", "talk", "train", "evaluate", "calls", "call", "bench", "doctor"):
        assert name in shown


def test_a_missing_configuration_is_one_line(tmp_path: Path) -> None:
    assert "no such file" in one_line(hatef("serve", "--config", str(tmp_path / "none.yml")))


def test_a_wrong_key_is_one_line(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text("sip:\n  prot: 5060\n", encoding="utf-8")
    assert f"{config}:2: sip.prot: unknown key; did you mean 'port'?" in one_line(
        hatef("serve", "--config", str(config))
    )


def test_serving_without_models_is_one_line(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(f"language: fa\nhome: {tmp_path}\n", encoding="utf-8")
    (tmp_path / "data" / "prompts").mkdir(parents=True)
    for name in ("call.yml", "actions.yml"):
        (tmp_path / "data" / "prompts" / name).write_bytes((ROOT / "data" / "prompts" / name).read_bytes())
    assert "no recogniser model for 'fa'; run: make train" in one_line(hatef("serve", "--config", str(config)))


def test_an_unknown_call_is_told(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text("language: fa\n", encoding="utf-8")
    open_database(f"sqlite:///{tmp_path / 'var' / 'hatef.db'}").dispose()
    assert "no single call begins with 'zzz'" in one_line(hatef("call", "zzz", "--config", str(config)))


@pytest.mark.parametrize("arguments", [("calls",), ("call", "zzz")])
def test_looking_where_no_call_was_recorded_names_the_place_and_makes_nothing(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    config = tmp_path / "config.yml"
    config.write_text("language: fa\n", encoding="utf-8")
    assert f"there is no {tmp_path}/var/hatef.db (journal.url of {config})" in one_line(
        hatef(*arguments, "--config", str(config))
    )
    assert not (tmp_path / "var").exists()


def test_a_folder_of_ones_own_is_made_and_its_commands_shown(tmp_path: Path) -> None:
    done = hatef("init", str(tmp_path / "my bot"))
    assert f"hatef talk --config '{tmp_path}/my bot/config.yml'" in done.stdout
    assert hatef("data", "check", "--no-spelling", "--config", str(tmp_path / "my bot" / "config.yml")).returncode == 0
    assert "has a config.yml already" in one_line(hatef("init", str(tmp_path / "my bot")))


@pytest.mark.parametrize(
    "arguments", [("evaluate", "speech", "--set", "/nowhere"), ("evaluate", "speech", "--phrases", "/no")]
)
def test_a_missing_set_is_one_line(arguments: tuple[str, ...]) -> None:
    assert "cannot be read" in one_line(hatef(*arguments))
