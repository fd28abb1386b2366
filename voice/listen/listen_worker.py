"""The loop of a recogniser process: `python -m voice.listen.listen_worker FD`, started by the pool.

One thread serves all calls of the process. Each call has a socket of its own, passed over the control socket, so
that sound and commands of a call stay in order and a slow call fills nobody else's buffer.
"""

import json
import logging
import resource
import selectors
import socket
import time
from collections.abc import Callable

from voice.errors import ListenError
from voice.events import ListenerLost
from voice.listen.recogniser import RecogniserSource, loader_at
from voice.listen.session import Session
from voice.listen.vad import Vad, VadNetwork
from voice.listen.wire import Command, Frame, Sent, Told, pack_event, unpack
from voice.worker import MAX_MESSAGE_BYTES
from voice.worker_child import Settings, pulse_answer, run_child

PACKETS_A_TURN = 50  # half a second of one call (both directions), then the others
TICK_S = 0.1
# The media clock sends the frames of all calls in one burst; to wait for the rest of it after the first one saves
# a wake-up a call, here and on the media thread (mean cost of its send: 4 us instead of 13 us at 20 calls).
GATHER_S = 0.002

_log = logging.getLogger(__name__)


class Loop:
    """All calls of this process."""

    def __init__(self, source: RecogniserSource, network: VadNetwork) -> None:
        self._source = source
        self._network = network
        self._selector = selectors.DefaultSelector()
        self._sessions: dict[socket.socket, Session] = {}
        self._lag_s = 0.0  # the oldest sound taken since the last pulse
        self._ticked_s = 0.0
        self._polled_s = 0.0  # when the sockets were last looked at
        self._behind: set[socket.socket] = set()  # calls whose socket still holds something after their turn

    def run(self, control: socket.socket) -> None:
        """Serve until the parent closes `control`."""
        self._selector.register(control, selectors.EVENT_READ)
        while self._turn(control):
            self._tick()
        for call in list(self._sessions):
            self._close(call)

    def _turn(self, control: socket.socket) -> bool:
        """Serve whoever has sent something; False at the end."""
        if self._selector.select(TICK_S):
            time.sleep(GATHER_S)
        self._polled_s = time.monotonic()
        self._behind.clear()
        for key, _ in self._selector.select(0):
            ready = key.fileobj
            assert isinstance(ready, socket.socket)
            if ready is not control:
                self._serve(ready)
            elif not self._control(control):
                return False
        return True

    def _control(self, control: socket.socket) -> bool:
        message, fds, _, _ = socket.recv_fds(control, MAX_MESSAGE_BYTES, 1)
        if not message:
            return False
        facts = json.loads(message)
        if fds:
            self._open(socket.socket(fileno=fds[0]), facts["language"])
        else:
            usage = resource.getrusage(resource.RUSAGE_SELF)
            health = {
                "sessions": len(self._sessions),
                "lag_ms": round(1000 * self._lag_s),
                "cpu_s": round(usage.ru_utime + usage.ru_stime, 3),
                "memory_mb": usage.ru_maxrss // 1024,
            }
            self._lag_s = 0.0
            control.send(pulse_answer(health))
        return True

    def _open(self, call: socket.socket, language: str) -> None:
        call.setblocking(False)
        self._sessions[call] = Session(language, self._source, Vad(self._network), _sender(call))
        self._selector.register(call, selectors.EVENT_READ)

    def _serve(self, call: socket.socket) -> None:
        session = self._sessions[call]
        for _ in range(PACKETS_A_TURN):
            try:
                packet = call.recv(MAX_MESSAGE_BYTES)
            except BlockingIOError:
                return
            except ConnectionError:
                packet = b""
            if not packet:
                self._close(call)
                return
            try:
                self._take(session, unpack(packet))
            except ListenError as trouble:
                self._lose(call, trouble)
                return
        self._behind.add(call)

    def _take(self, session: Session, message: Frame | Sent | Command) -> None:
        if isinstance(message, Frame):
            self._lag_s = max(self._lag_s, time.monotonic() - message.at_s)
            session.frame(message)
        elif isinstance(message, Sent):
            session.sent(message)
        else:
            session.command(message, time.monotonic())

    def _tick(self) -> None:
        """Let time pass for calls without frames; what waits in a socket while we are busy is no silence."""
        if self._polled_s - self._ticked_s >= TICK_S:
            self._ticked_s = self._polled_s
            for call, session in list(self._sessions.items()):
                if call not in self._behind:
                    try:
                        session.tick(self._polled_s)
                    except ListenError as trouble:
                        self._lose(call, trouble)

    def _lose(self, call: socket.socket, trouble: ListenError) -> None:
        """This call has no recogniser any more and is told so; the others of the process go on."""
        _log.error("a call lost its recogniser: %s", trouble)
        _sender(call)(ListenerLost(str(trouble), time.monotonic()))
        self._close(call)

    def _close(self, call: socket.socket) -> None:
        self._selector.unregister(call)
        del self._sessions[call]
        call.close()


def _sender(call: socket.socket) -> Callable[[Told], None]:
    """Events go straight out; a parent that has closed the call, or reads no more, loses them."""

    def send(event: Told) -> None:
        try:
            call.send(pack_event(event))
        except (BlockingIOError, ConnectionError):
            return

    return send


def load(settings: Settings) -> Callable[[socket.socket], None]:
    """Load the models; the loop is what runs then. Raises ModelBroken."""
    source = loader_at(settings["loader"])(settings["models"])
    for language, kinds in settings["models"].items():
        for kind in kinds:
            source.open(language, kind)  # a model that cannot decode is better found out now
    return Loop(source, VadNetwork()).run


if __name__ == "__main__":
    raise SystemExit(run_child(load))
