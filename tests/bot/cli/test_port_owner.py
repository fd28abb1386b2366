"""Who holds a port."""

import os
import socket
from pathlib import Path

import pytest

from bot.cli.port_owner import Owner, owner_of


@pytest.mark.parametrize(("kind", "transport"), [(socket.SOCK_DGRAM, "udp"), (socket.SOCK_STREAM, "tcp")])
def test_our_own_port_is_ours(kind: socket.SocketKind, transport: str) -> None:
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("127.0.0.1", 0))
        if kind is socket.SOCK_STREAM:
            taken.listen()
        owner = owner_of(taken.getsockname()[1], transport)
    assert owner is not None
    assert owner.pid == os.getpid()
    assert f"process {os.getpid()}" in str(owner)


def test_a_free_port_and_a_hidden_owner_are_nobodys(tmp_path: Path) -> None:
    (tmp_path / "net").mkdir()
    row = "0: 0100007F:13C4 00000000:0000 07 0:0 00:0 0 0 0 4711"
    (tmp_path / "net" / "udp").write_text(f"header\n{row}\n")
    assert owner_of(5061, "udp", tmp_path) is None
    assert owner_of(5060, "udp", tmp_path) is None


@pytest.mark.parametrize(
    ("command", "hatef"),
    [
        (("/x/.venv/bin/python", "-m", "bot", "serve"), True),
        (("/x/.venv/bin/python", "/usr/bin/hatef", "serve", "--config", "a.yml"), True),
        (("/x/.venv/bin/python", "-m", "bot.console", "--port", "8760"), True),
        (("/usr/sbin/asterisk", "-f"), False),
        ((), False),
    ],
)
def test_a_running_hatef_is_told_from_others(command: tuple[str, ...], hatef: bool) -> None:
    assert Owner(1, command).is_hatef is hatef
    assert str(Owner(1, ("/usr/sbin/asterisk", "-f"))) == "asterisk, process 1"
