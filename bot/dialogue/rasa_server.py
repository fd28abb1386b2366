"""The Rasa server as a child process: started, watched, started again after a death, given new models."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from bot.dialogue.http_child import HttpChild, Launch
from bot.errors import StartError
from nlu.errors import RasaFailed, RasaMissing
from nlu.training.rasa_environment import environment as environment_of_rasa
from nlu.training.rasa_environment import (
    free_port,
    is_usable,
    rasa_python,
    server_command,
    tail,
    with_questions,
    write_server_files,
)
from voice.keep import WAITS_S

__all__ = ["RasaServer", "rasa_python"]

READY_TIMEOUT_S = 180.0  # TensorFlow from a cold disk
QUESTION = "سلام"
"""What the server is asked to prove that it still understands."""


class RasaServer(HttpChild):
    """One Rasa server on a loopback port that stays the same for the server's life."""

    def __init__(
        self, state: Path, model: Path, actions_url: str, *, token: str = "", waits: Sequence[float] = WAITS_S
    ) -> None:
        """`state`: the state folder; `actions_url`: the action server's webhook.

        `token`: what the connector demands as bearer token; empty = none.
        """
        self._state = state
        self._model = model
        self._actions_url = actions_url
        self._token = token
        self._api_token = secrets.token_hex(24)  # guards Rasa's own HTTP API
        self._port = free_port()
        health = f"{self.url}/webhooks/hatef/"
        super().__init__("Rasa server", (), health=health, log_file=state / "log" / "rasa.log", waits=waits)

    @property
    def url(self) -> str:
        """The base address for `RasaDialogue`."""
        return f"http://127.0.0.1:{self._port}"

    async def start(self, timeout_s: float = READY_TIMEOUT_S, environment: Mapping[str, str] | None = None) -> None:
        """Start the process, wait until it has a model loaded and answers, then keep watch over it.

        Raises:
            RasaMissing: there is no Rasa environment.
            RasaFailed: no model file, or the server was not ready in time; carries the log's last lines.
        """
        python = rasa_python()
        if not is_usable(python):
            raise RasaMissing(python)
        if not self._model.is_file():
            raise RasaFailed(f"looking for the model {self._model} (run `hatef train`)")
        try:
            await super().start(timeout_s, environment)
        except StartError as error:
            raise RasaFailed("starting", tail(self.log)) from error

    def launch(self) -> Launch:
        """See `HttpChild.launch`: with the model in use, and nothing of our environment but what Rasa needs."""
        files = write_server_files(self._state / "rasa", self._actions_url)
        tokens = {"HATEF_RASA_TOKEN": self._token, "HATEF_RASA_API_TOKEN": self._api_token}
        tokens |= with_questions(self._model)
        command = server_command(rasa_python(), self._model, files, self._port)
        return Launch(command, environment_of_rasa(**self._more, **tokens), self._state)

    def is_well(self, answer: httpx.Response) -> bool:
        """See `HttpChild.is_well`: the channel says whether a model is loaded."""
        return answer.status_code == httpx.codes.OK and bool(answer.json().get("ready"))

    async def understands(self, timeout_s: float = READY_TIMEOUT_S) -> bool:
        """Whether it understands a sentence, as it must in every turn; False for no answer or a bad one."""
        try:
            async with self._http(timeout_s) as http:
                answer = await http.post("/model/parse", json={"text": QUESTION}, params={"token": self._api_token})
                return answer.is_success and bool(answer.json().get("intent"))
        except (httpx.HTTPError, OSError, ValueError):  # OSError: we ourselves have no file handle left
            return False

    async def hot_swap(self, model: Path) -> float:
        """Load another model while calls go on; gives the seconds it took. The server stands still that long.

        Raises:
            RasaFailed: the server refused the model; the old one still answers.
        """
        started_s = time.monotonic()
        body = {"model_file": str(model)}
        try:
            async with self._http(READY_TIMEOUT_S) as http:
                answer = await http.put("/model", json=body, params={"token": self._api_token})
        except httpx.HTTPError as error:
            raise RasaFailed(f"loading {model.name}", tail(self.log)) from error
        if answer.status_code != httpx.codes.NO_CONTENT:
            raise RasaFailed(f"loading {model.name} (HTTP status {answer.status_code})", tail(self.log))
        self._model = model
        return time.monotonic() - started_s

    def _http(self, timeout_s: float) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.url, timeout=timeout_s, trust_env=False)
