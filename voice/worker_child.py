"""The child side of a worker process: its socket, its settings, its manners."""

import json
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from typing import Any

from voice.errors import VoiceError
from voice.worker import MAX_MESSAGE_BYTES

Settings = dict[str, Any]


def run_child(load: Callable[[Settings], Callable[[socket.socket], None]]) -> int:
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
        except VoiceError as trouble:
            parent.send(_broken(trouble))
            return 1
        try:
            parent.send(b'{"ready":true}')
            serve(parent)
        except (BrokenPipeError, ConnectionResetError):
            return 0  # the parent went away while we loaded or answered
    return 0


def _broken(trouble: VoiceError) -> bytes:
    facts = {key: str(value) for key, value in vars(trouble).items()}
    # `told` is the whole sentence; an attribute of the error may be called `why`.
    return json.dumps({"ready": False, "error": type(trouble).__name__, "told": str(trouble), **facts}).encode()


def pulse_answer(health: Mapping[str, Any]) -> bytes:
    """What a child says to a pulse of its parent."""
    return json.dumps(dict(health)).encode()
