"""Command lines, files and the environment of a Rasa process."""

import socket
from pathlib import Path

import pytest
import yaml

from nlu import rasa_process as rp


def test_where_the_interpreter_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HATEF_RASA_PYTHON", raising=False)
    assert rp.rasa_python() == Path(rp.__file__).resolve().parents[1] / ".venv-rasa" / "bin" / "python"
    monkeypatch.setenv("HATEF_RASA_PYTHON", "/opt/rasa/python")
    assert rp.rasa_python() == Path("/opt/rasa/python")


def test_the_environment_is_quiet_and_private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/packages/of/another/python")
    for name in ("HATEF_SIP_PASSWORD", "HATEF_TOKEN_SECRET", "PGPASSWORD", "MYSQL_PWD", "MY_API_KEY"):
        monkeypatch.setenv(name, "geheim")
    found = rp.environment(HATEF_RASA_TOKEN="t")
    assert found["RASA_TELEMETRY_ENABLED"] == "false"
    assert found["SANIC_HOST"] == "127.0.0.1"
    assert "PYTHONPATH" not in found
    assert found["HATEF_RASA_TOKEN"] == "t"
    assert "geheim" not in found.values()
    assert "PATH" in found


def test_a_free_port_can_be_bound() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", rp.free_port()))


def test_the_server_listens_on_loopback_without_secrets_on_its_command_line(tmp_path: Path) -> None:
    files = rp.write_server_files(tmp_path / "new", "http://127.0.0.1:1/webhook?token=x")
    command = rp.server_command(Path("py"), Path("m.tar.gz"), files, 5005)
    assert command[command.index("--interface") + 1] == "127.0.0.1"
    assert not any("token" in part for part in command)
    endpoints = yaml.safe_load(files.endpoints.read_text())
    assert endpoints["action_endpoint"]["url"].endswith("token=x")
    assert list(yaml.safe_load(files.credentials.read_text())) == ["nlu.rasa.connector.HatefInput"]


def test_the_files_are_for_their_owner_only(tmp_path: Path) -> None:
    files = rp.write_server_files(tmp_path, "http://127.0.0.1:1/webhook")
    assert files.endpoints.stat().st_mode & 0o077 == 0


def test_the_tail_of_a_log(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_text("one\n\ntwo\nthree\n")
    assert rp.tail(log, 2) == ("two", "three")
    assert rp.tail(tmp_path / "none.log") == ()
