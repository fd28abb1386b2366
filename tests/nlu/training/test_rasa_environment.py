"""Command lines, files and the environment of a Rasa process."""

import socket
from pathlib import Path

import pytest
import yaml

from nlu.training import rasa_environment as rp


def test_where_the_interpreter_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HATEF_RASA_PYTHON", raising=False)
    assert rp.rasa_python() == Path(rp.__file__).resolve().parents[2] / ".venv-rasa" / "bin" / "python"
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


def test_a_free_port_is_free_for_both_and_given_to_no_outgoing_connection() -> None:
    port = rp.free_port()
    assert port not in rp.ephemeral_ports()
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            probe.bind(("127.0.0.1", port))


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_a_port_that_either_kind_holds_is_not_free(kind: socket.SocketKind) -> None:
    with socket.socket(socket.AF_INET, kind) as holder:
        holder.bind(("127.0.0.1", 0))
        assert not rp.is_free(holder.getsockname()[1])


def test_the_range_of_outgoing_connections_is_read(tmp_path: Path) -> None:
    told = tmp_path / "range"
    told.write_text("1024\t2048\n")
    assert rp.ephemeral_ports(told) == range(1024, 2049)
    assert 40_000 in rp.ephemeral_ports(tmp_path / "none")


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


def test_an_environment_without_rasa_is_not_usable(tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch(mode=0o755)
    assert rp.is_usable(python)  # no environment of ours: it may hold Rasa anywhere
    (tmp_path / "pyvenv.cfg").touch()
    assert not rp.is_usable(python)
    package = tmp_path / "lib" / "python3.10" / "site-packages" / "rasa" / "__init__.py"
    package.parent.mkdir(parents=True)
    package.touch()
    assert rp.is_usable(python)
