"""A child process that never harms its parent: started, watched, and started again when it dies or hangs.

Both ends talk over one AF_UNIX SOCK_SEQPACKET pair: messages keep their borders, and the end of either process
is the end of the socket, so nobody outlives the other. The child side is `voice/worker_child.py`.
"""

import asyncio
import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from voice.errors import WorkerBroken

ROOT = Path(__file__).resolve().parent.parent
MAX_MESSAGE_BYTES = 64 * 1024
PULSE_S = 1.0
BACKOFF_S = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)

_log = logging.getLogger(__name__)


def _spawn(module: str, child: socket.socket) -> subprocess.Popen[bytes]:
    """A new interpreter that finds our packages wherever the parent was started from."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    return subprocess.Popen(
        [sys.executable, "-m", module, str(child.fileno())],
        pass_fds=(child.fileno(),),
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"},  # never what the present folder holds
    )


class Worker:
    """One supervised child process.

    `module` is what `python -m` runs; `settings` reach it as its first message; `on_message` gets every later
    message that is not a pulse; `on_lost` is called once each time a child that was ready is gone.
    """

    def __init__(
        self,
        module: str,
        settings: Mapping[str, Any],
        *,
        on_message: Callable[[bytes], None] | None = None,
        on_lost: Callable[[str], None] | None = None,
        hang_s: float = 5.0,
    ) -> None:
        self._module = module
        self._settings = settings
        self._on_message = on_message
        self._on_lost = on_lost
        self._hang_s = hang_s
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._gone = asyncio.Event()
        self._why = ""
        self._answered_s = 0.0
        # The child's last answer to a pulse: what it says about itself (load, lag).
        self.health: dict[str, Any] = {}
        self._up = asyncio.Event()
        self.restarts = 0

    @property
    def pid(self) -> int | None:
        """Process id of the running child."""
        return self._process.pid if self._process else None

    @property
    def ready(self) -> bool:
        """Whether the child is loaded and alive."""
        return self._up.is_set()

    async def wait_ready(self) -> None:
        """Wait until the child is loaded (again)."""
        await self._up.wait()

    async def start(self, timeout_s: float = 180.0) -> None:
        """Start the child and wait until it has loaded. Raises WorkerBroken with the child's own words."""
        await self._launch(timeout_s)
        self._keeper = asyncio.create_task(self._keep(timeout_s), name=f"keep {self._module}")

    async def stop(self, grace_s: float = 2.0) -> None:
        """End the child: it leaves when its socket closes, and is killed after `grace_s`."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
            self._keeper = None
        self._up.clear()
        await self._reap(grace_s)

    def send(self, message: bytes, fds: tuple[int, ...] = ()) -> bool:
        """Send one message, with file descriptors when given. False: the child is gone or its socket is full."""
        if len(message) > MAX_MESSAGE_BYTES:
            raise ValueError(f"{len(message)} bytes do not fit into a message of {MAX_MESSAGE_BYTES}")
        if self._socket is None:
            return False
        try:
            socket.send_fds(self._socket, [message], list(fds))
        except OSError:
            return False
        return True

    async def _launch(self, timeout_s: float) -> None:
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        with theirs:
            self._process = _spawn(self._module, theirs)
        self._socket = ours
        self._gone.clear()
        ours.send(json.dumps(self._settings).encode())
        try:
            async with asyncio.timeout(timeout_s):
                answer = await loop.sock_recv(ours, MAX_MESSAGE_BYTES)
        except TimeoutError as trouble:
            await self._reap(0)
            raise WorkerBroken(self._module, f"no sign of life in {timeout_s:g} s") from trouble
        except ConnectionError:  # it ended without having read its settings
            answer = b""
        first = json.loads(answer) if answer else {"told": "it ended while loading"}
        if first.get("ready") is not True:
            await self._reap(1.0)
            raise WorkerBroken(self._module, first.pop("told", ""), first)
        self._answered_s = loop.time()
        self._up.set()
        loop.add_reader(ours.fileno(), self._readable, ours)

    def _readable(self, ours: socket.socket) -> None:
        for _ in range(64):  # then let the loop breathe
            try:
                message = ours.recv(MAX_MESSAGE_BYTES)
            except BlockingIOError:
                return
            except ConnectionError:  # it ended without having read all we sent
                message = b""
            if not message:
                self._lose("its process ended")
                return
            self._answered_s = asyncio.get_running_loop().time()
            if message[:1] == b"{":
                self.health = json.loads(message)
            elif self._on_message is not None:
                self._on_message(message)

    def _lose(self, why: str) -> None:
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket.fileno())
        if self.ready:
            self._up.clear()
            self._why = why
            if self._on_lost is not None:
                self._on_lost(why)
        self._gone.set()

    async def _keep(self, timeout_s: float) -> None:
        while True:
            await self._watch()
            _log.error("worker %s (pid %s) is gone: %s; starting it again", self._module, self.pid, self._why)
            await self._reap(0)
            await self._relaunch(timeout_s)
            self.restarts += 1
            _log.warning("worker %s is up again, pid %s", self._module, self.pid)

    async def _relaunch(self, timeout_s: float) -> None:
        for attempt in range(1_000_000):
            await asyncio.sleep(BACKOFF_S[min(attempt, len(BACKOFF_S) - 1)])
            try:
                await self._launch(timeout_s)
            except WorkerBroken as trouble:
                _log.error("%s", trouble)
            else:
                return

    async def _watch(self) -> None:
        """Return when the child is gone, or has not answered for `hang_s`."""
        loop = asyncio.get_running_loop()
        while not self._gone.is_set():
            asked_s = loop.time()
            self.send(b'{"pulse":1}')
            try:
                async with asyncio.timeout(PULSE_S):
                    await self._gone.wait()
            except TimeoutError:
                late_s = loop.time() - self._answered_s
                # A parent that slept itself must not blame the child: judge only after a fresh wait.
                if late_s > self._hang_s and loop.time() - asked_s < 2 * PULSE_S:
                    self._lose(f"it did not answer for {late_s:.0f} s")

    async def _reap(self, grace_s: float) -> None:
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket.fileno())
            self._socket.close()
            self._socket = None
        if self._process is not None:
            await asyncio.to_thread(_end, self._process, grace_s)
            self._process = None


def _end(process: subprocess.Popen[bytes], grace_s: float) -> None:
    try:
        process.wait(grace_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
