"""`hatef serve` as a user runs it, in a process of its own: for the demo, whole-call tests and benchmarks."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import StartError
from bot.settings.paths import child_environment
from bot.settings.secrets import environment_of_another_hatef
from bot.settings.settings import Settings
from nlu.training.rasa_environment import free_port, is_free

START_S = 240.0
"""A machine whose disk cache is cold reads a gigabyte of TensorFlow first."""
STOP_S = 60.0
PORT_TRIES = 3
Changes = Mapping[str, Mapping[str, Any]]


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


def write_config(settings: Settings, state: Path, changes: Changes, port: int) -> Path:
    """The project's configuration on SIP port `port`, with databases of its own in `state`."""
    raw: dict[str, Any] = yaml.safe_load(settings.file.read_text(encoding="utf-8"))
    raw["home"] = str(settings.home)
    raw["sip"] = {"host": "127.0.0.1", "port": port, "rtp_port_start": 20_000}
    raw["crm"] = {"url": f"sqlite:///{state / 'crm.db'}", "sample": True}
    raw["journal"] = {"url": f"sqlite:///{state / 'hatef.db'}"}
    raw["console"] = {"enabled": False, "port": 0}
    for section, values in changes.items():
        raw[section] = {**(raw.get(section) or {}), **values}
    state.mkdir(parents=True, exist_ok=True)
    path = state / "config.yml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return path


@asynccontextmanager
async def serving(
    settings: Settings, state: Path, changes: Changes, choose_port: Callable[[], int] = free_port
) -> AsyncIterator[Serving]:
    """Run the server with `changes` to its configuration until the block ends; then SIGTERM.

    Raises:
        StartError: it was not ready in time; quotes the last line of its log.
    """
    server = await _start(settings, state, changes, choose_port)
    try:
        yield server
    finally:
        await _end(server.process)


async def _start(settings: Settings, state: Path, changes: Changes, choose_port: Callable[[], int]) -> Serving:
    """On another port where somebody took the chosen one in the meantime."""
    for attempt in range(PORT_TRIES):
        port = choose_port()
        config = write_config(settings, state, changes, port)
        server = Serving(await _run(config, state), port, state, state / "serve.log")
        try:
            await _ready(server.process, server.log)
        except BaseException as error:
            await _end(server.process)
            if not isinstance(error, StartError) or is_free(port) or attempt == PORT_TRIES - 1:
                raise
        else:
            return server
    raise AssertionError("the last attempt returns or raises")


async def _run(config: Path, state: Path) -> asyncio.subprocess.Process:
    with (state / "serve.log").open("wb") as errors:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve", "--config", str(config)),
            cwd=state,
            env={**environment_of_another_hatef(), **child_environment()},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )


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
