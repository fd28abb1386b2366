"""Child processes of `hatef serve` that speak HTTP on loopback: started, awaited, started again when they die.

Whether one that runs still answers is watched by `bot/dialogue/watchdog.py`.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.errors import StartError
from voice.keep import WAITS_S, Keeper, Kept

log = logging.getLogger(__name__)

READY_POLL_S = 0.1
HEALTH_S = 2.0
STOP_GRACE_S = 5.0
START_AGAIN_S = 180.0
"""Rasa loads TensorFlow, perhaps from a cold disk."""


@dataclass(frozen=True, slots=True)
class Launch:
    """How a child is started: its command line, its whole environment, and the folder that it starts in."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: Path | None = None


class HttpChild:
    """One child process with a health page, kept alive until `stop`. `pid` is None while there is no process."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        health: str,
        log_file: Path,
        waits: Sequence[float] = WAITS_S,
    ) -> None:
        self.name = name
        self.log = log_file
        """Where the child's output goes."""
        self._arguments = list(arguments)
        self._more: Mapping[str, str] = {}
        self._health = health
        self._process: asyncio.subprocess.Process | None = None
        self._keeper = Keeper(f"the {name}", self._again, self._gone, waits)
        self._is_ready = asyncio.Event()

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    @property
    def ready_pid(self) -> int | None:
        """Process id while it runs and has answered once."""
        return self.pid if self._is_ready.is_set() else None

    @property
    def ready(self) -> bool:
        """Whether it runs and has answered."""
        return self.ready_pid is not None

    @property
    def kept(self) -> Kept:
        """How often it had to be started again, and why."""
        return self._keeper.kept

    async def start(self, timeout_s: float = 30.0, environment: Mapping[str, str] | None = None) -> None:
        """Start the child and wait until its health page answers; `environment` is added to ours.

        Raises:
            StartError: it ended or stayed silent; quotes the last line of its log.
        """
        self._more = environment or {}
        try:
            await self._up(timeout_s)
        except BaseException:
            await self.stop()
            raise
        self._keeper.begin()

    async def start_or_keep(self, timeout_s: float = 30.0, environment: Mapping[str, str] | None = None) -> None:
        """As `start`; but one that cannot be started is told and tried again for ever: Hatef does without it."""
        self._more = environment or {}
        try:
            await self._up(timeout_s)
        except StartError as error:
            log.error("%s; Hatef goes on without it", error)
        self._keeper.begin()

    async def stop(self) -> None:
        """End the child: politely, then for certain. Harmless where it does not run."""
        await self._keeper.stop()
        await self._end()

    async def wait_ready(self, timeout_s: float) -> bool:
        """Wait until it is ready (again); False when it is not within the time."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._is_ready.wait()
        except TimeoutError:
            return False
        return self.ready

    def launch(self) -> Launch:
        """How it is started, asked at each start."""
        return Launch(self._arguments, {**os.environ, **self._more})

    def is_well(self, answer: httpx.Response) -> bool:
        """Whether this answer of the health page means that the child can work. Raises ValueError for an odd one."""
        return answer.is_success

    async def _end(self) -> None:
        self._is_ready.clear()
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(STOP_GRACE_S):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def _up(self, timeout_s: float) -> None:
        """Start the process and wait until it answers. Raises StartError."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._spawn()
                await self._answers()
        except TimeoutError as error:
            raise StartError(f"{self.name} did not answer within {timeout_s:.0f} s; {self._last_words()}") from error
        except (OSError, RuntimeError) as error:  # RuntimeError: no thread could be started
            raise StartError(f"{self.name}: the system gives it no process or file ({error})") from error
        self._is_ready.set()

    async def _spawn(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        launch = self.launch()
        with self.log.open("ab") as out:
            self._process = await asyncio.create_subprocess_exec(
                *launch.arguments,
                cwd=launch.folder,
                env=dict(launch.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,  # a Ctrl-C in the terminal is Hatef's to handle: running calls still need us
            )

    async def _answers(self) -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=HEALTH_S) as http:
            while True:
                if self._process is not None and self._process.returncode is not None:
                    code = self._process.returncode
                    raise StartError(f"{self.name} ended at once (exit {code}); {self._last_words()}")
                try:
                    if self.is_well(await http.get(self._health)):
                        return
                except (httpx.HTTPError, ValueError):
                    pass
                await asyncio.sleep(READY_POLL_S)

    async def _gone(self) -> str:
        """Return when it has ended, or at once where it is not up."""
        if self._process is None or not self._is_ready.is_set():
            return "it is not up"
        code = await self._process.wait()
        self._is_ready.clear()
        return f"it ended with exit code {code}"

    async def _again(self) -> None:
        await self._end()
        await self._up(START_AGAIN_S)

    def _last_words(self) -> str:
        try:
            lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except OSError:
            lines = []
        return f"its last line in {self.log}: {lines[-1][:300] if lines else '(empty)'}"


def action_server(config: Path, port: int, log_file: Path) -> HttpChild:
    """The action server of this configuration, as a child on `port`."""
    arguments = [sys.executable, "-m", "bot.skills", "--config", str(config), "--port", str(port)]
    return HttpChild("action server", arguments, health=f"http://127.0.0.1:{port}/health", log_file=log_file)
