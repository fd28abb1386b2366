"""Child processes of `hatef serve` that speak HTTP on loopback: started, awaited, started again when they die."""

import asyncio
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from bot.errors import StartError

log = logging.getLogger(__name__)

READY_POLL_S = 0.1
RESTART_PAUSE_S = 1.0


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

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self, timeout_s: float = 30.0, environment: Mapping[str, str] | None = None) -> None:
        """Start the child and wait until its health page answers.

        Raises:
            StartError: it ended or stayed silent; quotes the last line of its log.
        """
        self._environment = {**os.environ, **(environment or {})}
        await self._spawn()
        try:
            async with asyncio.timeout(timeout_s):
                await self._ready()
        except TimeoutError as error:
            await self.stop()
            raise StartError(f"{self.name} did not answer within {timeout_s:.0f} s; {self._last_words()}") from error
        self._keeper = asyncio.create_task(self._keep(), name=f"keep {self.name}")

    async def stop(self) -> None:
        """End the child: politely, then for certain."""
        self._stopping = True
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait({self._keeper})
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(5):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

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

    async def _keep(self) -> None:
        while not self._stopping and self._process is not None:
            code = await self._process.wait()
            log.error("%s ended with exit code %s; starting it again", self.name, code)
            await asyncio.sleep(RESTART_PAUSE_S)
            await self._spawn()

    def _last_words(self) -> str:
        try:
            lines = self._log_file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except OSError:
            lines = []
        return f"its last line in {self._log_file}: {lines[-1][:300] if lines else '(empty)'}"


def action_server(config: Path, port: int, log_file: Path) -> HttpChild:
    """The action server of this configuration, as a child on `port`."""
    arguments = [sys.executable, "-m", "bot.actions", "--config", str(config), "--port", str(port)]
    return HttpChild("action server", arguments, health=f"http://127.0.0.1:{port}/health", log_file=log_file)
