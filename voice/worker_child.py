"""The child side of a worker process: its socket, its settings, its heart, its manners."""

import json
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from voice.errors import VoiceError
from voice.worker import MAX_MESSAGE_BYTES

BEAT_S = 0.5

Settings = dict[str, Any]


class Heart:
    """Tells the parent twice a second that we live, from a thread of its own: work does not silence it.

    The loop says when a piece of work begins and when it waits; work without end is told, a wait is none.
    """

    def __init__(self) -> None:
        self._since_s = 0.0  # when the running piece of work began; 0: it waits
        # What else a beat tells (load, lag); called on the heart's thread.
        self.facts: Callable[[], Mapping[str, Any]] = dict

    def work(self) -> None:
        """A piece of work begins."""
        self._since_s = time.monotonic()

    def rest(self) -> None:
        """Waiting for the next one."""
        self._since_s = 0.0

    def beat(self) -> bytes:
        """The message to the parent."""
        since_s = self._since_s
        working_s = time.monotonic() - since_s if since_s else 0.0
        return json.dumps({"working_s": round(working_s, 2), **self.facts()}).encode()

    def start(self, parent: socket.socket) -> None:
        """Beat until the parent is gone."""
        threading.Thread(target=self._run, args=(parent,), name="heart", daemon=True).start()

    def _run(self, parent: socket.socket) -> None:
        while True:
            time.sleep(BEAT_S)
            try:
                parent.send(self.beat())
            except OSError:
                return


Serve = Callable[[socket.socket, Heart], None]


def run_child(load: Callable[[Settings], Serve]) -> int:
    """Take the socket from the command line, load, say "ready", then run what `load` returned. The exit status.

    A keyboard interrupt or a SIGTERM meant for the whole process group is not for us: the parent drains its
    calls first and then closes the socket, which ends us.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if len(sys.argv) != 2:
        sys.stderr.write("this is a worker process of Hatef; it is started by the gateway with a socket number\n")
        return 2
    with socket.socket(fileno=int(sys.argv[1])) as parent:
        first = parent.recv(MAX_MESSAGE_BYTES)
        if not first:
            return 0
        try:
            serve = load(json.loads(first))
        except VoiceError as error:
            parent.send(_broken(error))
            return 1
        heart = Heart()
        try:
            parent.send(b'{"ready":true}')
            heart.start(parent)
            serve(parent, heart)
        except (BrokenPipeError, ConnectionResetError):
            return 0  # the parent went away while we loaded or answered
    return 0


def _broken(error: VoiceError) -> bytes:
    facts = {key: str(value) for key, value in vars(error).items()}
    # `told` is the whole sentence; an attribute of the error may be called `why`.
    return json.dumps({"ready": False, "error": type(error).__name__, "told": str(error), **facts}).encode()
