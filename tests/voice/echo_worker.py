"""A child process for the tests of `voice.worker`: it echoes, or refuses, or sleeps, as its settings say."""

import socket
import time

from voice.errors import ModelBroken
from voice.worker_child import Heart, Serve, Settings, run_child


def load(settings: Settings) -> Serve:
    """Echo with a word before."""
    if "refuse" in settings:
        raise ModelBroken(settings["refuse"], "there is no such folder")
    if "sleep" in settings:
        time.sleep(60)

    def serve(parent: socket.socket, heart: Heart) -> None:
        echoes = 0
        heart.facts = lambda: {"echoes": echoes}
        while message := parent.recv(65536):
            heart.work()
            if message == b"work":  # busy, but alive: in C without the interpreter's lock, as a recogniser is
                time.sleep(float(settings["work_s"]))
            echoes += 1
            parent.send(settings["word"].encode() + b" " + message)
            heart.rest()

    return serve


if __name__ == "__main__":
    raise SystemExit(run_child(load))
