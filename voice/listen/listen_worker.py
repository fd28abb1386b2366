"""The loop of a recogniser process: `python -m voice.listen.listen_worker FD`, started by the pool.

One thread serves all calls of the process. Each call has a socket of its own, passed over the control socket, so
that sound and commands of a call stay in order and a slow call fills nobody else's buffer.

When there is more to do than time, nothing is lost, it only gets later: first come the calls in which nobody speaks
(they cost little), then those who speak, whoever began first; whoever began last waits in his socket, and behind it
in the listener. Callers over whose heads the bot speaks are not listened to while it lasts (`Session.spare`).
"""

import json
import logging
import resource
import selectors
import socket
import time

import numpy as np

from voice.audio import FRAME_BYTES, SAMPLE_RATE_HZ
from voice.errors import ListenError
from voice.events import ListenerLost, ListenEvent, OnListenEvent
from voice.listen.recogniser import Recogniser, RecogniserSource, loader_at
from voice.listen.second_pass.link import SecondPassLink
from voice.listen.session import Session
from voice.listen.vad import Vad, VadNetwork
from voice.listen.wire import Command, Frame, Sent, pack_event, unpack
from voice.worker import MAX_MESSAGE_BYTES
from voice.worker_child import Heart, Serve, Settings, run_child

PACKETS_A_TURN = 50  # half a second of one call (both directions), then the others
ROUND_S = 0.15  # after it whoever else speaks waits for the next round
LATE_S = 0.3  # sound this old means that we are behind
GAP_S = 2.0  # a call that was behind sends nothing for so long before that counts as silence
SPARE_S = 1.0  # behind by so much, we spare ourselves the calls in which the bot speaks
TICK_S = 0.1
# The media clock sends the frames of all calls in one burst; to wait for the rest of it after the first one saves
# a wake-up a call, here and on the media thread (mean cost of its send: 4 us instead of 13 us at 20 calls).
GATHER_S = 0.002

TRIAL_S, TRIAL_LEVEL = 2, 1500
NOISE_TO_SPEECH = 0.55
"""What speech costs of what white noise does, measured with our Persian and Arabic models."""

_log = logging.getLogger(__name__)


class Loop:
    """All calls of this process."""

    def __init__(self, source: RecogniserSource, network: VadNetwork, decoding_cost: float = 0.0) -> None:
        self._source = source
        self._network = network
        self._decoding_cost = decoding_cost  # processor time a second of speech
        self._selector = selectors.DefaultSelector()
        self._second = SecondPassLink()
        self._sessions: dict[socket.socket, Session] = {}
        self._taken: dict[socket.socket, tuple[float, float]] = {}  # a call's last sound: when it came, when taken
        self._lag_s = 0.0  # how old the sound is that waits longest
        self._ticked_s = 0.0
        self._polled_s = 0.0  # when the sockets were last looked at
        self._behind: set[socket.socket] = set()  # calls whose socket still holds something after their turn

    def run(self, control: socket.socket, heart: Heart) -> None:
        """Serve until the parent closes `control`."""
        heart.facts = self.health
        self._selector.register(control, selectors.EVENT_READ)
        while self._turn(control, heart):
            self._tick()
        for call in list(self._sessions):
            self._close(call)

    def health(self) -> dict[str, float]:
        """What a beat tells; called on the heart's thread."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "sessions": len(self._sessions),
            "lag_ms": round(1000 * self._lag_s),
            "cpu_s": round(usage.ru_utime + usage.ru_stime, 3),
            "decoding_cost": round(self._decoding_cost, 4),
            "memory_mb": usage.ru_maxrss // 1024,
        }

    def _turn(self, control: socket.socket, heart: Heart) -> bool:
        """Serve whoever has sent something; False at the end."""
        heart.rest()
        if self._selector.select(self._second.rest_s(TICK_S)):
            time.sleep(GATHER_S)
        heart.work()
        self._polled_s = time.monotonic()
        self._behind.clear()
        ready = {key.fileobj for key, _ in self._selector.select(0)}
        self._second_pass(answered=self._second.way in ready)
        if control in ready and not self._control(control):
            return False
        calls = [call for call in self._sessions if call in ready]
        for call in sorted(calls, key=lambda call: self._sessions[call].since_s):
            speaks = self._sessions[call].since_s > 0
            if speaks and time.monotonic() - self._polled_s > ROUND_S:
                self._behind.add(call)
            else:
                self._serve(call)
        self._measure()
        return True

    def _second_pass(self, *, answered: bool) -> None:
        """Take the answers of the second pass, and tell those calls for which it was too slow."""
        link = self._second.way
        if answered and not self._second.receive() and link is not None:
            self._selector.unregister(link)
            self._second.unplug()
        self._second.expire(self._polled_s)

    def _measure(self) -> None:
        """How far behind are we?"""
        now_s = time.monotonic()
        self._lag_s = max((now_s - self._taken[call][0] for call in self._behind & self._taken.keys()), default=0.0)
        for session in self._sessions.values():
            session.spare = self._lag_s > SPARE_S
            session.behind(late=self._lag_s > LATE_S)

    def _control(self, control: socket.socket) -> bool:
        message, fds, _, _ = socket.recv_fds(control, MAX_MESSAGE_BYTES, 1)
        if not message:
            return False
        facts = json.loads(message)
        if "second_pass" in facts:
            self._plug(socket.socket(fileno=fds[0]))
        else:
            self._open(socket.socket(fileno=fds[0]), facts["language"])
        return True

    def _plug(self, link: socket.socket) -> None:
        """A new way to the second pass's process, which may have been started again."""
        if self._second.way is not None:
            self._selector.unregister(self._second.way)
        self._second.plug(link)
        self._selector.register(link, selectors.EVENT_READ)

    def _open(self, call: socket.socket, language: str) -> None:
        call.setblocking(False)
        self._sessions[call] = Session(language, self._source, Vad(self._network), _sender(call), self._second)
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
                self._take(call, session, unpack(packet))
            except ListenError as error:
                self._lose(call, error)
                return
        self._behind.add(call)

    def _take(self, call: socket.socket, session: Session, message: Frame | Sent | Command) -> None:
        if isinstance(message, Frame):
            self._taken[call] = message.at_s, time.monotonic()
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
                if call not in self._behind and not self._on_its_way(call):
                    try:
                        session.tick(self._polled_s)
                    except ListenError as error:
                        self._lose(call, error)

    def _on_its_way(self, call: socket.socket) -> bool:
        """Whether the call's sound was late and goes on to come: more of it waits in the listener."""
        at_s, taken_s = self._taken.get(call, (0.0, 0.0))
        return taken_s - at_s > LATE_S and self._polled_s - taken_s < GAP_S

    def _lose(self, call: socket.socket, error: ListenError) -> None:
        """This call has no recogniser any more and is told so; the others of the process go on."""
        _log.error("a call lost its recogniser: %s", error)
        _sender(call)(ListenerLost(str(error), time.monotonic()))
        self._close(call)

    def _close(self, call: socket.socket) -> None:
        self._selector.unregister(call)
        self._sessions.pop(call).close()
        self._taken.pop(call, None)
        self._behind.discard(call)
        call.close()


def _sender(call: socket.socket) -> OnListenEvent:
    """Events go straight out; a parent that has closed the call, or reads no more, loses them."""

    def send(event: ListenEvent) -> None:
        try:
            call.send(pack_event(event))
        except (BlockingIOError, ConnectionError):
            return

    return send


def load(settings: Settings) -> Serve:
    """Load the models; the loop is what runs then. Raises ModelBroken."""
    source = loader_at(settings["loader"])(settings["models"])
    for language, kinds in settings["models"].items():
        for kind in kinds:
            source.open(language, kind)  # a model that cannot decode is better found out now
    costs = [_decoding_cost(source.open(language, "general")) for language in settings["models"]]
    return Loop(source, VadNetwork(), max(costs, default=0.0)).run


def _decoding_cost(recogniser: Recogniser) -> float:
    """Processor time that a second of speech will take, told from noise, in which there is more to search."""
    noise = np.random.default_rng(1).normal(0, TRIAL_LEVEL, TRIAL_S * SAMPLE_RATE_HZ).astype("<i2").tobytes()
    began_s = time.process_time()
    for start in range(0, len(noise), FRAME_BYTES):
        recogniser.accept(noise[start : start + FRAME_BYTES])
    recogniser.final()
    return NOISE_TO_SPEECH * (time.process_time() - began_s) / TRIAL_S


if __name__ == "__main__":
    raise SystemExit(run_child(load))
