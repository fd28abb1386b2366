"""The process of the second pass: `python -m voice.listen.second_pass.worker FD`, started by the pool.

It holds the encoder, the heads and the graphs once for all recogniser processes, each of which has a socket here. One
turn is read at a time, whoever's answer is wanted first; a turn whose answer nobody waits for any more is not read.
"""

import logging
import os
import resource
import selectors
import socket
import time
from pathlib import Path

from voice.listen.second_pass.reader import Reader
from voice.listen.second_pass.wire import Answer, Ask, pack_answer, sound_of, unpack_ask
from voice.worker import MAX_MESSAGE_BYTES
from voice.worker_child import Heart, Serve, Settings, run_child

_log = logging.getLogger(__name__)

NICE = 5
"""Media, the first pass and voices go before: where the machine is full, turns are heard once, not later."""


class Loop:
    """Asks that wait, and the sockets they came by."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._selector = selectors.DefaultSelector()
        self._waiting: dict[tuple[socket.socket, int], tuple[Ask, bytes]] = {}
        self._read = self._late = 0
        self._last_ms = 0.0

    def run(self, control: socket.socket, heart: Heart) -> None:
        """Serve until the parent closes `control`."""
        heart.facts = self.health
        self._selector.register(control, selectors.EVENT_READ)
        while self._take(control, heart):
            heart.work()
            self._answer_one()
        for key in list(self._selector.get_map().values()):
            if key.fileobj is not control:
                self._close(key.fileobj)  # type: ignore[arg-type]  # all are sockets

    def health(self) -> dict[str, float]:
        """What a beat tells; called on the heart's thread."""
        memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return {"read": self._read, "late": self._late, "last_ms": round(self._last_ms), "memory_mb": memory_mb}

    def _take(self, control: socket.socket, heart: Heart) -> bool:
        """Take all that has come; wait for something where nothing is to be done. False at the end."""
        heart.rest()
        for key, _ in self._selector.select(0 if self._waiting else None):
            link = key.fileobj
            assert isinstance(link, socket.socket)
            if link is not control:
                self._receive(link)
            elif not self._open(control):
                return False
        return True

    def _open(self, control: socket.socket) -> bool:
        message, fds, _, _ = socket.recv_fds(control, MAX_MESSAGE_BYTES, 1)
        if not message:
            return False
        for fd in fds:
            link = socket.socket(fileno=fd)
            link.setblocking(False)
            self._selector.register(link, selectors.EVENT_READ)
        return True

    def _receive(self, link: socket.socket) -> None:
        """Take all that has come by one way: what is wanted first may have come last."""
        while link.fileno() >= 0:
            try:
                packet, fds, _, _ = socket.recv_fds(link, MAX_MESSAGE_BYTES, 1)
            except BlockingIOError:
                return
            except ConnectionError:
                packet, fds = b"", []
            if packet:
                ask, pcm = unpack_ask(packet), b"".join(sound_of(fd) for fd in fds)
                self._waiting[link, ask.call] = ask, pcm  # the same call's older ask is of a turn that went on
            else:
                self._close(link)

    def _answer_one(self) -> None:
        if not self._waiting:
            return
        key = min(self._waiting, key=lambda one: self._waiting[one][0].until_s)
        ask, pcm = self._waiting.pop(key)
        began_s = time.monotonic()
        heard = None
        if began_s > ask.until_s:
            self._late += 1
        elif ask.language in self._reader.languages:
            heard = self._reader.read(ask.language, ask.kind, pcm)
            self._read += 1
            self._last_ms = 1000 * (time.monotonic() - began_s)
        try:
            key[0].send(pack_answer(Answer(ask.call, ask.number, heard)))
        except BlockingIOError:
            return  # it reads no more; it will not wait for ever either
        except OSError:
            self._close(key[0])

    def _close(self, link: socket.socket) -> None:
        for key in [key for key in self._waiting if key[0] is link]:
            del self._waiting[key]
        if link.fileno() >= 0:
            self._selector.unregister(link)
            link.close()


def load(settings: Settings) -> Serve:
    """Load encoder, heads and graphs. Raises ModelBroken."""
    weights = settings.get("weights")
    os.nice(NICE)
    reader = Reader.load(settings["heads"], settings["graphs"], Path(weights) if weights else None)
    for language in reader.languages:
        reader.read(language, "digits", bytes(16000))  # the first one is slow
    return Loop(reader).run


if __name__ == "__main__":
    raise SystemExit(run_child(load))
