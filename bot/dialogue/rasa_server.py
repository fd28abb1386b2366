"""The Rasa server as a child process: started, watched, started again after a death, given new models."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from nlu.errors import RasaFailed, RasaMissing
from nlu.training.rasa_environment import (
    environment,
    free_port,
    is_usable,
    rasa_python,
    server_command,
    tail,
    write_server_files,
)
from voice.keep import WAITS_S, Keeper, Kept

__all__ = ["RasaServer", "rasa_python"]

READY_TIMEOUT_S = 180.0  # TensorFlow from a cold disk
POLL_S = 0.1
QUESTION = "سلام"
"""What the server is asked to prove that it still understands."""
STOP_GRACE_S = 5.0


class RasaServer:
    """One Rasa server on a loopback port that stays the same for the server's life.

    `alive`: the process runs. `ready`: it also has a model loaded and answers.
    """

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
        self._process: asyncio.subprocess.Process | None = None
        self._keeper = Keeper("the Rasa server", self._again, self._gone, waits)
        self._ready = asyncio.Event()

    @property
    def url(self) -> str:
        """The base address for `RasaDialogue`."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def log(self) -> Path:
        """Where the server's output goes."""
        return self._state / "log" / "rasa.log"

    @property
    def pid(self) -> int | None:
        """The process, None while there is none."""
        return self._process.pid if self.alive and self._process else None

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.returncode is None

    @property
    def ready(self) -> bool:
        """Whether turns can be answered now."""
        return self.alive and self._ready.is_set()

    async def start(self, timeout_s: float = READY_TIMEOUT_S) -> None:
        """Start the process, wait until it is ready, then keep watch over it.

        Raises:
            RasaMissing: there is no Rasa environment.
            RasaFailed: no model file, or the server was not ready in time; carries the log's last lines.
        """
        python = rasa_python()
        if not is_usable(python):
            raise RasaMissing(python)
        if not self._model.is_file():
            raise RasaFailed(f"looking for the model {self._model} (run `hatef train`)")
        await self._spawn()
        try:
            await self._until_ready(timeout_s)
        except (RasaFailed, asyncio.CancelledError):
            await self._end()
            raise
        self._keeper.begin()

    async def stop(self) -> None:
        """End the watch and the process; harmless when it is not running."""
        await self._keeper.stop()
        await self._end()

    async def wait_ready(self, timeout_s: float) -> bool:
        """Wait until the server is ready (again); False when it is not within the time."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._ready.wait()
        except TimeoutError:
            return False
        return self.ready

    @property
    def kept(self) -> Kept:
        """How often it had to be started again, and why."""
        return self._keeper.kept

    @property
    def ready_pid(self) -> int | None:
        """The process while turns can be answered, None while it is down or loading."""
        return self.pid if self.ready else None

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

    async def _spawn(self) -> None:
        self._ready.clear()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        files = write_server_files(self._state / "rasa", self._actions_url)
        command = server_command(rasa_python(), self._model, files, self._port)
        tokens = {"HATEF_RASA_TOKEN": self._token, "HATEF_RASA_API_TOKEN": self._api_token}
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                cwd=self._state,
                env=environment(**tokens),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a Ctrl-C in the terminal is Hatef's to handle
            )

    async def _until_ready(self, timeout_s: float) -> None:
        give_up_s = time.monotonic() + timeout_s
        async with self._http(2.0) as http:
            while time.monotonic() < give_up_s:
                if not self.alive:
                    raise RasaFailed("starting", tail(self.log))
                if await _answers(http):
                    self._ready.set()
                    return
                await asyncio.sleep(POLL_S)
        raise RasaFailed(f"starting: not ready within {timeout_s:.0f} s", tail(self.log))

    async def _gone(self) -> str:
        """Return when it has ended, or at once where it is not up."""
        if self._process is None or not self._ready.is_set():
            return "it is not up"
        code = await self._process.wait()
        self._ready.clear()
        return f"it ended with exit code {code}"

    async def _again(self) -> None:
        await self._end()
        await self._spawn()
        await self._until_ready(READY_TIMEOUT_S)

    async def _end(self) -> None:
        self._ready.clear()
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(STOP_GRACE_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


async def _answers(http: httpx.AsyncClient) -> bool:
    try:
        answer = await http.get("/webhooks/hatef/")
        return answer.status_code == httpx.codes.OK and bool(answer.json().get("ready"))
    except (httpx.HTTPError, ValueError):
        return False
