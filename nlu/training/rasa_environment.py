"""One Rasa process: where its interpreter is, its environment, its command lines, the end of its log."""

from __future__ import annotations

import os
import re
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

import yaml

TAIL_LINES = 12
NOT_FOR_RASA = re.compile(r"^PYTHON(SAFE)?PATH$|PASS|_PWD$|SECRET|TOKEN|CREDENTIAL|API_?KEY|PRIVATE", re.IGNORECASE)
_CHOICE = range(10_000, 65_536)
_SOUND = range(16_000, 24_000)  # RTP of the shipped configuration, of the demo and of tests
_TRIES = 200


ROOM = Path(__file__).resolve().parents[1]
RUN = ROOM / "rasa" / "run.py"
QUESTIONS = "questions.json"
"""Beside the models: the questions of data/faq.csv as the last `hatef train` found them."""


def rasa_python() -> Path:
    """The Rasa environment's interpreter, a clone's unless `HATEF_RASA_PYTHON` names one; it may not exist."""
    given = os.environ.get("HATEF_RASA_PYTHON")
    return Path(given) if given else ROOM.parent / ".venv-rasa" / "bin" / "python"


def is_usable(python: Path) -> bool:
    """Whether this user may run the interpreter, and Rasa is in its environment.

    One in another user's home may be there and yet not be run; a set-up that broke off leaves one without Rasa.
    """
    if not os.access(python, os.X_OK):
        return False
    folder = python.parent.parent
    packages = folder.glob("lib/python3*/site-packages/rasa/__init__.py")
    return not os.access(folder / "pyvenv.cfg", os.F_OK) or any(packages)


def with_questions(model: Path) -> dict[str, str]:
    """What tells a Rasa process where the questions beside its model are (`nlu.rasa.faq_questions`)."""
    return {"HATEF_QUESTIONS": str(model.resolve().parent / QUESTIONS)}


def environment(**more: str) -> dict[str, str]:
    """The environment of a Rasa process: quiet, without telemetry, listening on loopback, nothing of ours in its path.

    Our own interpreter's packages must not be found: they are of another Python. `RUN` brings this room. Secrets of the
    environment are not Rasa's business either; the tokens that it needs come in `more`.
    """
    return {
        **{name: value for name, value in os.environ.items() if not NOT_FOR_RASA.search(name)},
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "RASA_TELEMETRY_ENABLED": "false",
        "SANIC_HOST": "127.0.0.1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "OMP_NUM_THREADS": "1",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "LOG_LEVEL": "WARNING",
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "NO_COLOR": "1",
        **more,
    }


def free_port() -> int:
    """A port on loopback that is free now for TCP and UDP at once, and that no outgoing connection is given meanwhile.

    By lot, so that two processes that choose at the same time choose differently.
    """
    outgoing = ephemeral_ports()
    likely = [port for port in _CHOICE if port not in outgoing and port not in _SOUND]
    for port in secrets.SystemRandom().sample(likely, min(len(likely), _TRIES)):
        if is_free(port):
            return port
    with socket.socket() as probe:  # a kernel that gives all ports to outgoing connections
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ephemeral_ports(told: Path = Path("/proc/sys/net/ipv4/ip_local_port_range")) -> range:
    """The ports that this machine gives to outgoing connections (ip(7)), from which any may be taken at any time."""
    try:
        first, last = map(int, told.read_text(encoding="ascii").split())
    except (OSError, ValueError):
        first, last = 32_768, 60_999
    return range(first, last + 1)


def is_free(port: int) -> bool:
    """Whether nobody on loopback holds the port, neither TCP nor UDP."""
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True


def tail(log: Path, lines: int = TAIL_LINES) -> tuple[str, ...]:
    """The last lines of a log file, none if there is no file; blank lines left out."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    return tuple(line for line in text.splitlines() if line.strip())[-lines:]


@dataclass(frozen=True)
class ServerFiles:
    """The files that a Rasa server is started with."""

    endpoints: Path
    credentials: Path


def write_server_files(folder: Path, actions_url: str) -> ServerFiles:
    """Write the endpoints (action server, tracker store) and the credentials (our channel only) into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    files = ServerFiles(folder / "endpoints.yml", folder / "credentials.yml")
    endpoints = {
        "action_endpoint": {"url": actions_url},
        "tracker_store": {"type": "nlu.rasa.recent_tracker_store.RecentTrackerStore"},
        "nlg": {"type": "nlu.rasa.varied_responses.VariedResponses"},
    }
    files.endpoints.touch(mode=0o600)  # the address may carry the action server's token
    files.endpoints.chmod(0o600)
    files.endpoints.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    files.credentials.write_text(yaml.safe_dump({"nlu.rasa.connector.HatefInput": {}}), encoding="utf-8")
    return files


def server_command(python: Path, model: Path, files: ServerFiles, port: int) -> list[str]:
    """The command line of a server on loopback; its API token comes by the environment of `launch`."""
    arguments = [
        "run",
        "--model",
        str(model),
        "--interface",
        "127.0.0.1",
        "--port",
        str(port),
        "--enable-api",
    ]
    paths = ["--endpoints", str(files.endpoints), "--credentials", str(files.credentials)]
    return [str(python), str(RUN), "nlu.rasa.launch", *arguments, *paths]
