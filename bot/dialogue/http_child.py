"""Child processes of `hatef serve` that speak HTTP on loopback: started, awaited, started again when they die.

Whether one that runs still answers is watched by `bot/dialogue/watchdog.py`.
"""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from bot.errors import StartError
from voice.keep import WAITS_S, Keeper, Kept

READY_POLL_S = 0.1
START_AGAIN_S = 90.0


class HttpChild:
    """One child process with a health page, kept alive until `stop`."""

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
        self._arguments = list(arguments)
        self._health = health
        self._log_file = log_file
        self._process: asyncio.subprocess.Process | None = None
        self._keeper = Keeper(f"the {name}", self._again, self._gone, waits)
        self._is_ready = False

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    @property
    def ready_pid(self) -> int | None:
        """Process id while it runs and has answered once."""
        return self.pid if self._is_ready else None

    @property
    def ready(self) -> bool:
        """Whether it runs and has answered."""
        return self.ready_pid is not None

    @property
    def kept(self) -> Kept:
        """How often it had to be started again, and why."""
        return self._keeper.kept

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
        self._keeper.begin()

    async def stop(self) -> None:
        """End the child: politely, then for certain."""
        await self._keeper.stop()
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

    async def _gone(self) -> str:
        """Return when it has ended, or at once where it is not up."""
        if self._process is None or not self._is_ready:
            return "it is not up"
        code = await self._process.wait()
        self._is_ready = False
        return f"it ended with exit code {code}"

    async def _again(self) -> None:
        await self._end()
        await self._up(START_AGAIN_S)

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
