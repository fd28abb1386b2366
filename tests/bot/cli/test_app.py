"""The command line as a user runs it: one line for each mistake, no traceback."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot import __version__
from bot.store.database import open_database
from nlu.training.rasa_environment import free_port

ROOT = Path(__file__).resolve().parents[3]


def hatef(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def one_line(done: subprocess.CompletedProcess[str], code: int = 1) -> str:
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_help_names_every_command() -> None:
    shown = hatef("--help").stdout
    for name in ("serve", "demo", "talk", "train", "evaluate", "status", "calls", "call", "bench", "doctor"):
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
    for name in ("prompts/fa.yml", "prompts/ar.yml", "sample_crm.yml"):
        (tmp_path / "data" / name).write_bytes((ROOT / "data" / name).read_bytes())
    assert "no recogniser model for 'fa'; run: make train" in one_line(hatef("serve", "--config", str(config)))


@pytest.mark.parametrize("command", [("status",), ("calls", "--live"), ("calls", "--live", "--follow", "--json")])
def test_where_no_hatef_runs_it_is_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    config = tmp_path / "config.yml"
    config.write_text("language: fa\n", encoding="utf-8")
    told = one_line(hatef(*command, "--config", str(config)))
    assert "no Hatef runs" in told and f"hatef serve --config '{config}'" in told


def test_masks_are_taken_off_live_calls_only(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text("language: fa\n", encoding="utf-8")
    assert "go with --live" in one_line(hatef("calls", "--full", "--config", str(config)), code=2)


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
    assert hatef("data", "check", "--config", str(tmp_path / "my bot" / "config.yml")).returncode == 0
    assert "has a config.yml already" in one_line(hatef("init", str(tmp_path / "my bot")))


@pytest.mark.parametrize(
    "arguments", [("evaluate", "speech", "--set", "/nowhere"), ("evaluate", "speech", "--phrases", "/no")]
)
def test_a_missing_set_is_one_line(arguments: tuple[str, ...]) -> None:
    assert "cannot be read" in one_line(hatef(*arguments))


def test_the_version_and_the_name() -> None:
    assert hatef("--version").stdout == f"hatef {__version__}\n"
    assert "Usage: hatef [OPTIONS]" in hatef("--help").stdout
    assert "Usage: hatef models" in hatef("models", "--help").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("bench", "--calls", "0"), "--calls: give 1 or more; see: hatef bench --help"),
        (("bench", "--rounds", "many"), "--rounds: give a whole number"),
        (("bench", "voices", "--sentences", "-1"), "--sentences: give 1 or more"),
        (("bench", "--json", "/nowhere/a.json"), "--json: there is no folder /nowhere"),
        (("talk", "--language", "en"), "--language: 'en' is not one of 'fa', 'ar'"),
        (("calls", "--limit", "0"), "--limit: give 1 or more"),
        (("demo", "--out", "config.yml"), "is a file and no folder"),
        (("evaluate", "turns", "--json", "."), "is a folder; name a file in it"),
        (("models", "pull", "a", "--sha256", "zz"), "a SHA-256 has 64 hexadecimal digits"),
        (("models", "pull", "a", "--mirror", "zz"), "is no address; it begins with https://"),
        (("sevre",), "Did you mean 'serve'?"),
        (("serve", "--port", "5060"), "No such option: --port"),
    ],
)
def test_nonsense_on_the_command_line_is_one_line(arguments: tuple[str, ...], told: str) -> None:
    line = one_line(hatef(*arguments), code=2)
    assert line.startswith("hatef: ")
    assert told in line


def test_all_mistakes_of_a_configuration_are_told_each_on_a_line(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text("sip:\n  allowed_peers: 10.0.0.0/8\n  drain_s: 30s\n", encoding="utf-8")
    done = hatef("doctor", "--config", str(config))
    assert done.returncode == 1
    first, second = done.stderr.strip().splitlines()
    assert first == f"hatef: {config}:2: sip.allowed_peers: it takes a list, in [ ]; write: allowed_peers: [10.0.0.0/8]"
    assert second.endswith("write: drain_s: 30")


def test_serve_tells_a_taken_port_before_it_looks_for_models(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        config = tmp_path / "config.yml"
        config.write_text(f"sip: {{port: {taken.getsockname()[1]}}}\n", encoding="utf-8")
        assert "is in use by" in one_line(hatef("serve", "--config", str(config)))


def test_doctor_fails_where_serve_would(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    (tmp_path / "crm.db").write_bytes(b"garbage " * 1000)
    config.write_text(f"crm: {{url: 'sqlite:///{tmp_path}/crm.db'}}\nsip: {{port: {free_port()}}}\n", encoding="utf-8")
    assert "file is not a database" in one_line(hatef("serve", "--config", str(config)))
    doctor = hatef("doctor", "--config", str(config))
    assert doctor.returncode == 1
    assert "file is not a database" in doctor.stdout


def test_files_of_a_command_are_private(tmp_path: Path) -> None:
    assert hatef("say", "سلام", "--out", str(tmp_path / "said.wav")).returncode == 0
    assert (tmp_path / "said.wav").stat().st_mode & 0o077 == 0


def test_a_folder_of_ones_own_may_be_read_by_the_user_of_a_service(tmp_path: Path) -> None:
    assert hatef("init", str(tmp_path / "bot")).returncode == 0
    made = [tmp_path / "bot", *(tmp_path / "bot").rglob("*")]
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in made)
