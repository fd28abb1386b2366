"""The dialogue engine with what it needs: the action server and a Rasa server as children, or a server by URL."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

import httpx

from bot.dialogue.caller_turn import CallerTurn
from bot.dialogue.client import Caller, RasaDialogue
from bot.dialogue.http_child import action_server
from bot.dialogue.rasa_server import RasaServer
from bot.dialogue.suggestions import Suggestions
from bot.dialogue.watchdog import Watchdog
from bot.errors import DialogueError, StartError
from bot.settings.paths import child_environment
from bot.settings.settings import Settings
from bot.tasks import begin, call_off
from nlu.training.rasa_environment import free_port
from nlu.training.train import Sources, model_in_use
from voice.keep import KeptChild

log = logging.getLogger(__name__)

ACTIONS_START_S = 90.0
WARM_UP_TIMEOUT_S = 20.0
SUGGESTION_SHARE = 0.12
"""A suggestion for the agent may take so much of the time that an answer to the caller may: 0.3 s of 2.5."""
PROOF = "action_tell_hours"
"""The action that the action server must run to prove that it lives."""
WARM_UP = ("سلام", "موجودی حسابم رو می‌خواستم", "نه ممنون")
"""Said to the engine before calls come: the first turns of a fresh server are slow."""


@asynccontextmanager
async def open_dialogue(settings: Settings, config: Path) -> AsyncIterator[RasaDialogue]:
    """Start what `dialogue.url` does not name, and warm it up; stops it on the way out."""
    async with AsyncExitStack() as stack:
        url, token = settings.dialogue.url, settings.secrets.rasa_token
        lives: Callable[[], bool] = _unknown
        children: Mapping[str, KeptChild] = {}
        suggestions: Suggestions | None = None
        if url is None:
            token = token or secrets.token_hex(24)
            url, lives, children, suggestions = await _own_server(settings, config, token, stack)
        warm_up = RasaDialogue(url, timeout_s=WARM_UP_TIMEOUT_S, token=token)
        stack.push_async_callback(warm_up.close)
        await _warm_up(warm_up, settings.language, url)
        patience_s = settings.dialogue.timeout_s
        dialogue = RasaDialogue(
            url, timeout_s=patience_s, token=token, lives=lives, children=children, suggestions=suggestions
        )
        stack.push_async_callback(dialogue.close)
        yield dialogue


def newest_model(settings: Settings) -> Path:
    """The Rasa model of these settings' own file and data, else the one that was trained last, with a warning.

    Raises:
        StartError: there is none.
    """
    model, is_own = model_in_use(Sources(settings.file, settings.data), settings.state)
    if model is not None and not is_own:
        log.warning("the dialogue model is older than %s or data/: run hatef train --config %s", *[settings.file] * 2)
    if model is None:
        raise StartError("there is no trained Rasa model; run: make train (or hatef train)")
    return model


async def _own_server(
    settings: Settings, config: Path, token: str, stack: AsyncExitStack
) -> tuple[str, Callable[[], bool], Mapping[str, KeptChild], Suggestions]:
    """The address of a server of our own, whether it is worth waiting for its answers, both parts, watched, and who
    is asked for suggestions."""
    logs = settings.state / "log"
    action_token = secrets.token_hex(24)
    port = free_port()
    actions = action_server(config, port, logs / "actions.log")
    rasa = RasaServer(
        settings.state,
        newest_model(settings),
        f"http://127.0.0.1:{port}/webhook?token={action_token}",
        token=token,
    )
    stack.push_async_callback(actions.stop)
    stack.push_async_callback(rasa.stop)
    surroundings = {"HATEF_ACTION_TOKEN": action_token, **child_environment(), **settings.secrets.of_services}
    try:
        async with asyncio.TaskGroup() as starting:
            starting.create_task(actions.start(timeout_s=ACTIONS_START_S, environment=surroundings))
            starting.create_task(rasa.start())
    except ExceptionGroup as group:
        raise group.exceptions[0] from None
    ask = partial(_acts, f"http://127.0.0.1:{port}/webhook?token={action_token}")
    dogs = (
        Watchdog("the Rasa server", lambda: rasa.ready_pid, rasa.understands),
        Watchdog("the action server", lambda: actions.ready_pid, ask),
    )
    for dog in dogs:
        stack.push_async_callback(call_off, begin(dog.run(), f"the watchdog of {dog.name}"))
    patience_s = settings.dialogue.timeout_s * SUGGESTION_SHARE
    suggestions = Suggestions(f"http://127.0.0.1:{port}", action_token, timeout_s=patience_s)
    stack.push_async_callback(suggestions.close)
    children: Mapping[str, KeptChild] = {"Rasa": rasa, "action server": actions}
    return rasa.url, lambda: all(dog.lives() for dog in dogs), children, suggestions


def _unknown() -> bool:
    """Of a server that is not ours nobody knows whether it is only busy."""
    return False


async def _acts(url: str) -> bool:
    """Whether the action server runs an action, as it must in most turns."""
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=ACTIONS_START_S) as http:
            return not (await http.post(url, json={"next_action": PROOF, "tracker": {}})).is_server_error
    except (httpx.HTTPError, OSError):  # OSError: we ourselves have no file handle left
        return False


async def _warm_up(dialogue: RasaDialogue, language: str, url: str) -> None:
    caller = Caller(f"warm-up-{secrets.token_hex(4)}", "", "", language)
    try:
        await dialogue.start(caller)
        for text in WARM_UP:
            await dialogue.turn(caller, CallerTurn("speech", text))
    except DialogueError as error:
        raise StartError(f"the dialogue engine at {url} does not hold a conversation: {error}") from error
