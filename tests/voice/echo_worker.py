"""A child process for the tests of `voice.worker`: it echoes, or refuses, or sleeps, as its settings say."""

import socket
import time
from collections.abc import Callable

from voice.errors import ModelBroken
from voice.worker_child import Settings, pulse_answer, run_child


def load(settings: Settings) -> Callable[[socket.socket], None]:
    """Echo with a word before."""
    if "refuse" in settings:
        raise ModelBroken(settings["refuse"], "there is no such folder")
    if "sleep" in settings:
        time.sleep(60)

    def serve(parent: socket.socket) -> None:
        echoes = 0
        while message := parent.recv(65536):
            if message.startswith(b"{"):
                parent.send(pulse_answer({"echoes": echoes}))
            else:
                echoes += 1
                parent.send(settings["word"].encode() + b" " + message)

    return serve


if __name__ == "__main__":
    raise SystemExit(run_child(load))
