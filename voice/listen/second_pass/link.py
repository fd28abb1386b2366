"""A recogniser process's way to the second pass: asks out, answers in, and nobody waits longer than he said.

Every ask is answered once by its callback: with a text, or with None (late, refused, the other process gone); unless a
newer ask of the same call takes its place, or the call forgets it.
"""

import math
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count

from voice.listen.recogniser import Kind, RecognisedText
from voice.listen.second_pass.wire import Ask, pack_ask, sound_file, unpack_answer
from voice.worker import MAX_MESSAGE_BYTES

MOST_WAITING: Mapping[Kind, int] = {"general": 1, "digits": 3, "yesno": 3, "date": 3, "free": 1, "language": 2}
"""Asks of one recogniser process at a time, the new one with them: more would be answered too late, and slow down the
first pass. Where many speak at once, digits and yes or no are read, and of the other turns what there is time for. A
call whose language is sought asks twice, once a head."""
NEW_SHARE = 0.3
"""Of the last answer in the usual delay."""
Answered = Callable[[RecognisedText | None], None]


@dataclass(slots=True)
class _Waiting:
    number: int
    answered: Answered
    asked_s: float
    due_s: float = math.inf


class SecondPassLink:
    """One for all calls of the process. Without a socket it refuses every ask."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._numbers = count(1)
        self._waiting: dict[int, _Waiting] = {}  # call -> its ask
        self._delay_s = 0.0  # what an answer usually takes

    @property
    def way(self) -> socket.socket | None:
        """Where answers come; None: there is no second pass now."""
        return self._socket

    def plug(self, link: socket.socket) -> None:
        """Ask by `link` from now on."""
        self.unplug()
        link.setblocking(False)
        self._socket = link

    def unplug(self) -> None:
        """The other process is gone: whoever waits is told."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        for call in list(self._waiting):
            self._settle(call, None)

    def ask(self, call: int, language: str, kind: Kind, pcm: bytes, until_s: float, answered: Answered) -> bool:
        """Have a turn read; False: it cannot be, and `answered` will not be called. Never waits."""
        if self._socket is None or len(self._waiting.keys() - {call}) >= MOST_WAITING[kind]:
            return False
        number = next(self._numbers)
        packet = pack_ask(Ask(call, number, language, kind, until_s))
        try:
            with open(sound_file(pcm), "rb") as file:
                socket.send_fds(self._socket, [packet], [file.fileno()])
        except OSError:  # full: it is behind; or gone, which its end of file tells too
            return False
        self._waiting[call] = _Waiting(number, answered, time.monotonic())
        return True

    def wait(self, call: int, due_s: float) -> bool:
        """Answer the call's ask with None when `due_s` (time.monotonic) has come; False: it would be in vain."""
        one = self._waiting.get(call)
        if one is None:
            return False
        if one.asked_s + self._delay_s > due_s:
            self._delay_s *= 1 - NEW_SHARE  # nobody will learn how long it took: the machine may be quick again
            return False
        one.due_s = due_s
        return True

    def forget(self, call: int) -> None:
        """The call's ask is of no use any more."""
        self._waiting.pop(call, None)

    def rest_s(self, longest_s: float) -> float:
        """How long nothing is due, at most `longest_s`."""
        due_s = min((one.due_s for one in self._waiting.values()), default=math.inf)
        return max(0.0, min(longest_s, due_s - time.monotonic()))

    def expire(self, now_s: float) -> None:
        """Tell whoever has waited long enough."""
        for call in [call for call, one in self._waiting.items() if one.due_s <= now_s]:
            self._delay_s = max(self._delay_s, now_s - self._waiting[call].asked_s)
            self._settle(call, None)

    def receive(self) -> bool:
        """Take the answers that have come; False: the other process is gone."""
        while self._socket is not None:
            try:
                packet = self._socket.recv(MAX_MESSAGE_BYTES)
            except BlockingIOError:
                return True
            except OSError:
                packet = b""
            if not packet:
                return False
            answer = unpack_answer(packet)
            one = self._waiting.get(answer.call)
            if one is not None and one.number == answer.number:
                self._delay_s += NEW_SHARE * (time.monotonic() - one.asked_s - self._delay_s)
                self._settle(answer.call, answer.heard)
        return False

    def _settle(self, call: int, heard: RecognisedText | None) -> None:
        self._waiting.pop(call).answered(heard)
