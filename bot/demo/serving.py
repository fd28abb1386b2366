"""`hatef serve` as a user runs it, in a process of its own: for the demo, whole-call tests and benchmarks."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import StartError
from bot.own_secrets import environment_of_another_hatef
from bot.places import child_environment
from bot.settings import Settings
from nlu.rasa_process import free_port

START_S = 240.0
"""A machine whose disk cache is cold reads a gigabyte of TensorFlow first."""
STOP_S = 60.0


@dataclass(frozen=True, slots=True)
class Serving:
    """A running server. `log` is its stderr."""

    process: asyncio.subprocess.Process
    port: int
    state: Path
    log: Path

    @property
    def uri(self) -> str:
        """Where to call it."""
        return f"sip:100@127.0.0.1:{self.port}"

    @property
    def database(self) -> str:
        """The URL of its journal and packets."""
        return f"sqlite:///{self.state / 'hatef.db'}"


def write_config(settings: Settings, state: Path, changes: Mapping[str, Mapping[str, Any]]) -> tuple[Path, int]:
    """The project's configuration on a free SIP port, with databases of its own in `state`; the path and the port."""
    raw: dict[str, Any] = yaml.safe_load(settings.file.read_text(encoding="utf-8"))
    port = free_port()
    raw["home"] = str(settings.home)
    raw["sip"] = {"host": "127.0.0.1", "port": port, "rtp_port_start": 20_000}
    raw["crm"] = {"url": f"sqlite:///{state / 'crm.db'}", "sample": True}
    raw["journal"] = {"url": f"sqlite:///{state / 'hatef.db'}"}
    for section, values in changes.items():
        raw[section] = {**raw.get(section, {}), **values}
    state.mkdir(parents=True, exist_ok=True)
    path = state / "config.yml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return path, port


@asynccontextmanager
async def serving(settings: Settings, state: Path, changes: Mapping[str, Mapping[str, Any]]) -> AsyncIterator[Serving]:
    """Run the server with `changes` to its configuration until the block ends; then SIGTERM.

    Raises:
        StartError: it was not ready in time; quotes the last line of its log.
    """
    config, port = write_config(settings, state, changes)
    log = state / "serve.log"
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve", "--config", str(config)),
            cwd=state,
            env={**environment_of_another_hatef(), **child_environment()},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
    try:
        await _ready(process, log)
        yield Serving(process, port, state, log)
    finally:
        await _end(process)


async def _ready(process: asyncio.subprocess.Process, log: Path) -> None:
    try:
        async with asyncio.timeout(START_S):
            while process.stdout is not None and (line := await process.stdout.readline()):
                if line.startswith(b"hatef: ready"):
                    return
    except TimeoutError as error:
        raise StartError(f"hatef serve was not ready within {START_S:.0f} s; see {log}") from error
    raise StartError(f"hatef serve ended before it was ready; see {log}: {_last_line(log)}")


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(STOP_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "(empty)"
