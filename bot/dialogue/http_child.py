"""Child processes of `hatef serve` that speak HTTP on loopback: started, awaited, started again when they die.

Whether one that runs still answers is watched by `bot/dialogue/watchdog.py`.
"""

import asyncio
import itertools
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from bot.errors import StartError

log = logging.getLogger(__name__)

READY_POLL_S = 0.1
RESTART_PAUSES_S = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Growing while it does not come up; for ever: what is short now (memory, file handles) may come back."""
START_AGAIN_S = 90.0


class HttpChild:
    """One child process with a health page, kept alive until `stop`."""

    def __init__(self, name: str, arguments: Sequence[str], *, health: str, log_file: Path) -> None:
        self.name = name
        self._arguments = list(arguments)
        self._health = health
        self._log_file = log_file
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._stopping = False
        self._is_ready = False

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    @property
    def ready_pid(self) -> int | None:
        """Process id while it runs and has answered once."""
        return self.pid if self._is_ready else None

    async def start(self, timeout_s: float = 30.0, environment: Mapping[str, str] | None = None) -> None:
        """Start the child and wait until its health page answers.

        Raises:
            StartError: it ended or stayed silent; quotes the last line of its log.
        """
        self._environment = {**os.environ, **(environment or {})}
        try:
            await self._up(timeout_s)
        except StartError:
            await self.stop()
            raise
        self._hire()

    async def stop(self) -> None:
        """End the child: politely, then for certain."""
        self._stopping = True
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait({self._keeper})
        await self._end()

    async def _end(self) -> None:
        self._is_ready = False
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(5):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def _up(self, timeout_s: float) -> None:
        """Start the process and wait until it answers. Raises StartError."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._spawn()
                await self._ready()
        except TimeoutError as error:
            raise StartError(f"{self.name} did not answer within {timeout_s:.0f} s; {self._last_words()}") from error
        except (OSError, RuntimeError) as error:  # RuntimeError: no thread could be started
            raise StartError(f"{self.name}: the system gives it no process or file ({error})") from error
        self._is_ready = True

    async def _spawn(self) -> None:
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        with self._log_file.open("ab") as out:
            self._process = await asyncio.create_subprocess_exec(
                *self._arguments,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=self._environment,
                start_new_session=True,  # a Ctrl-C in the terminal is Hatef's to handle: running calls still need us
            )

    async def _ready(self) -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=1.0) as http:
            while True:
                if self._process is not None and self._process.returncode is not None:
                    raise StartError(
                        f"{self.name} ended at once (exit {self._process.returncode}); {self._last_words()}"
                    )
                try:
                    if (await http.get(self._health)).is_success:
                        return
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(READY_POLL_S)

    def _hire(self) -> None:
        self._keeper = asyncio.create_task(self._keep(), name=f"keep {self.name}")
        self._keeper.add_done_callback(self._guarded)

    def _guarded(self, keeper: asyncio.Task[None]) -> None:
        """The keeper never ends by itself; one that did is told, and another takes its place."""
        if not keeper.cancelled() and not self._stopping:
            log.error("the keeper of the %s ended: %r; another takes its place", self.name, keeper.exception())
            self._hire()

    async def _keep(self) -> None:
        while self._process is not None:
            code = await self._process.wait()
            self._is_ready = False
            log.error("%s ended with exit code %s; starting it again", self.name, code)
            await self._again()

    async def _again(self) -> None:
        """Try for ever, with growing pauses."""
        for attempt in itertools.count():
            await asyncio.sleep(RESTART_PAUSES_S[min(attempt, len(RESTART_PAUSES_S) - 1)])
            try:
                await self._up(START_AGAIN_S)
            except StartError as trouble:
                log.error("%s", trouble)
                await self._end()
            else:
                log.warning("%s is up again", self.name)
                return

    def _last_words(self) -> str:
        try:
            lines = self._log_file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except OSError:
            lines = []
        return f"its last line in {self._log_file}: {lines[-1][:300] if lines else '(empty)'}"


def action_server(config: Path, port: int, log_file: Path) -> HttpChild:
    """The action server of this configuration, as a child on `port`."""
    arguments = [sys.executable, "-m", "bot.skills", "--config", str(config), "--port", str(port)]
    return HttpChild("action server", arguments, health=f"http://127.0.0.1:{port}/health", log_file=log_file)
