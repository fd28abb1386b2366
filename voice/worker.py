"""A child process that never harms its parent: started, watched, and started again when it dies or hangs.

A child that is only busy is left alone: its heart beats from a thread of its own (`voice/worker_child.py`), and what
its silence means is judged by what the system says of it (`voice/vitals.py`).

Both ends talk over one AF_UNIX SOCK_SEQPACKET pair: messages keep their borders, and the end of either process
is the end of the socket, so nobody outlives the other. The child side is `voice/worker_child.py`.
"""

import asyncio
import contextlib
import json
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from voice import processes
from voice.errors import WorkerBroken
from voice.keep import WAITS_S, Keeper, Kept
from voice.vitals import USUAL_PATIENCE, Patience, Verdict, Vitals, judge, read_process

MAX_MESSAGE_BYTES = 64 * 1024
LOOK_S = 1.0


def _spawn(module: str, child: socket.socket) -> subprocess.Popen[bytes]:
    """A new interpreter that finds our packages wherever the parent was started from."""
    return subprocess.Popen(
        processes.command(module, str(child.fileno())),
        pass_fds=(child.fileno(),),
        stdin=subprocess.DEVNULL,
        env=processes.environment(),
    )


class Worker:
    """One supervised child process.

    `module` is what `python -m` runs; `settings` reach it as its first message; `on_message` gets every later
    message that is no beat of its heart; `on_lost` is called once each time a child that was ready is gone.
    """

    def __init__(
        self,
        module: str,
        settings: Mapping[str, Any],
        *,
        on_message: Callable[[bytes], None] | None = None,
        on_lost: Callable[[str], None] | None = None,
        patience: Patience = USUAL_PATIENCE,
        waits: Sequence[float] = WAITS_S,
    ) -> None:
        self._module = module
        self._settings = settings
        self._on_message = on_message
        self._on_lost = on_lost
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._keeper = Keeper(f"worker {module}", self._again, self._watch, waits)
        self._timeout_s = 0.0  # how long a start may take
        self._gone = asyncio.Event()
        self._why = ""
        self._beaten_s = 0.0  # time of the last sign of life
        self._beaten_cpu_s = 0.0  # the child's processor time then
        # The child's last beat: what it says about itself (load, lag).
        self.health: dict[str, Any] = {}
        # Alive, but behind: it is to be waited for.
        self.busy = False
        self._up = asyncio.Event()

    @property
    def pid(self) -> int | None:
        """Process id of the running child."""
        return self._process.pid if self._process else None

    @property
    def ready(self) -> bool:
        """Whether the child is loaded and alive."""
        return self._up.is_set()

    @property
    def kept(self) -> Kept:
        """How often the child had to be started again, and why."""
        return self._keeper.kept

    async def wait_ready(self) -> None:
        """Wait until the child is loaded (again)."""
        await self._up.wait()

    async def start(self, timeout_s: float = 180.0) -> None:
        """Start the child and wait until it has loaded. Raises WorkerBroken with the child's own words."""
        self._timeout_s = timeout_s
        await self._launch()
        self._keeper.begin()

    def insist(self) -> None:
        """After a start that failed: try again and again, until it is up or `stop`."""
        self._keeper.begin()

    async def stop(self, grace_s: float = 2.0) -> None:
        """End the child: it leaves when its socket closes, and is killed after `grace_s`."""
        await self._keeper.stop()
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

    async def _again(self) -> None:
        if self.ready:  # its watch broke, not the child
            self._lose("nobody watched it")
        await self._reap(0)
        await self._launch()

    async def _launch(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = ours
        try:
            ours.setblocking(False)
            with theirs:
                self._process = _spawn(self._module, theirs)
            self._gone.clear()
            first = await self._first_words(ours)
        except OSError as error:
            await self._reap(0)
            raise WorkerBroken(self._module, f"the system gives it no process or socket ({error})") from error
        if first.get("ready") is not True:
            await self._reap(1.0)
            raise WorkerBroken(self._module, first.pop("told", ""), first)
        loop = asyncio.get_running_loop()
        self.health = {}
        self._alive()
        self._up.set()
        loop.add_reader(ours.fileno(), self._readable, ours)

    async def _first_words(self, ours: socket.socket) -> dict[str, Any]:
        """What the child says once it has read its settings and loaded."""
        try:
            ours.send(json.dumps(self._settings).encode())
            async with asyncio.timeout(self._timeout_s):
                answer = await asyncio.get_running_loop().sock_recv(ours, MAX_MESSAGE_BYTES)
        except TimeoutError:
            return {"told": f"no sign of life in {self._timeout_s:g} s"}
        except ConnectionError:  # it ended without having read its settings
            answer = b""
        first: dict[str, Any] = json.loads(answer) if answer else {"told": "it ended while loading"}
        return first

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
            self._alive()
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

    def _alive(self) -> None:
        self._beaten_s = asyncio.get_running_loop().time()

    async def _watch(self) -> str:
        """Return when the child is gone or dead, with the reason."""
        loop = asyncio.get_running_loop()
        while self.ready and not self._gone.is_set():
            looked_s = loop.time()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await self._gone.wait()
            # A parent that slept itself must not blame the child: judge only after a wait of the right length.
            if not self._gone.is_set() and loop.time() - looked_s < 2 * LOOK_S:
                self._look(loop.time(), looked_s)
        return self._why or "it is not up"

    def _look(self, now_s: float, looked_s: float) -> None:
        reading = read_process(self.pid)
        if self._beaten_s >= looked_s:
            self._beaten_cpu_s = reading.cpu_s
        seen = Vitals(
            now_s - self._beaten_s,
            float(self.health.get("working_s", 0.0)),
            reading.state,
            reading.cpu_s - self._beaten_cpu_s,
        )
        verdict, why = judge(seen, self._patience)
        self.busy = verdict is Verdict.BUSY
        if verdict is Verdict.DEAD:
            self._lose(why)

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
