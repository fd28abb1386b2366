"""The console beside the telephone: its process is started, asked whether it lives, and started again.

It costs no call anything: Hatef does not wait for it, and goes on without it.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from bot.dialogue.http_child import HttpChild
from bot.dialogue.watchdog import Watchdog
from bot.settings.holders import parse_holders
from bot.settings.paths import child_environment
from bot.settings.settings import Settings
from bot.store.own_secret import api_token, token_secret
from bot.tasks import begin, call_off
from nlu.training.rasa_environment import free_port

START_S = 60.0
ASK_S = 5.0
EVERY_S = 5.0


@dataclass(frozen=True, slots=True)
class Console:
    """A console that is kept. `url` is its address for this machine's own programs."""

    url: str
    child: HttpChild


@asynccontextmanager
async def open_console(settings: Settings, config: Path) -> AsyncIterator[Console | None]:
    """Keep the console while the block runs; None where it is off. Raises StartError: a secret cannot be used."""
    if not settings.console.enabled:
        yield None
        return
    console = _console(settings, config)
    opens = api_token(settings)
    parse_holders(opens)
    secrets = {
        "HATEF_TOKEN_SECRET": token_secret(settings).decode(),
        "HATEF_API_TOKEN": opens,
        "HATEF_WEBHOOK_SECRET": settings.secrets.webhook_secret,
    }
    if settings.handoff.voicemail.enabled:
        secrets["HATEF_RECORDING_KEY"] = settings.secrets.recording_key  # messages are heard by its API
    starting = console.child.start_or_keep(START_S, {**child_environment(), **secrets})
    dog = Watchdog("the console", lambda: console.child.ready_pid, partial(_answers, console.url), every_s=EVERY_S)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(console.child.stop)
        stack.push_async_callback(call_off, begin(starting, "the start of the console"))
        stack.push_async_callback(call_off, begin(dog.run(), "the watchdog of the console"))
        yield console


def _console(settings: Settings, config: Path) -> Console:
    told = settings.console
    port = told.port or free_port()
    host = f"[{told.reached_at}]" if ":" in told.reached_at else told.reached_at
    url = f"http://{host}:{port}"
    arguments = [sys.executable, "-m", "bot.console", "--config", str(config), "--port", str(port)]
    log_file = settings.state / "log" / "console.log"
    return Console(url, HttpChild("console", arguments, health=f"{url}/health", log_file=log_file))


async def _answers(url: str) -> bool:
    """Whether it answers at all."""
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=ASK_S) as http:
            return (await http.get(f"{url}/health")).is_success
    except (httpx.HTTPError, OSError):  # OSError: we ourselves have no file handle left
        return False
