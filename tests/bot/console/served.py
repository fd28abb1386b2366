"""The console as a process of its own on a free port, as `hatef serve` has it, and raw connections to it."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.dialogue.http_child import HttpChild
from bot.settings.paths import child_environment
from bot.settings.settings import Settings, load_settings
from nlu.training.rasa_environment import free_port

SECRET = "a secret of the tests"


@dataclass
class Served:
    """A console that runs."""

    settings: Settings
    port: int
    child: HttpChild
    client: httpx.AsyncClient

    @property
    def pid(self) -> int:
        """Its process."""
        assert self.child.pid is not None
        return self.child.pid


@asynccontextmanager
async def served(folder: Path, more: str = "") -> AsyncIterator[Served]:
    """Its database is var/hatef.db of the folder; it opens with SECRET. `more` stands in its configuration."""
    config, port = folder / "config.yml", free_port()
    config.write_text(f"language: fa\n{more}", encoding="utf-8")
    settings = load_settings(config)
    arguments = [sys.executable, "-m", "bot.console", "--config", str(config), "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    secrets = {
        "HATEF_TOKEN_SECRET": SECRET,
        "HATEF_API_TOKEN": "desk:" + "d" * 32,
        "HATEF_WEBHOOK_SECRET": SECRET,
    }
    child = HttpChild("console", arguments, health=f"{url}/health", log_file=folder / "console.log", waits=(0.0,))
    await child.start(60, {**child_environment(), **secrets})
    try:
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
            yield Served(settings, port, child, client)
    finally:
        await child.stop()


async def exchanged(port: int, sent: bytes) -> bytes:
    """What comes back until the far side closes the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        return await reader.read()
    finally:
        writer.close()


def curl(*arguments: str) -> subprocess.CompletedProcess[str]:
    """As a user types it."""
    return subprocess.run(["curl", "--silent", "--show-error", *arguments], capture_output=True, text=True, check=False)
