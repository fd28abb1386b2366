"""The loop of a recogniser process, run in a thread of the test."""

import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.voice.listen.energy_recogniser_double import load
from tests.voice.listen.sounds import Sounds, frames
from voice.events import ListenEvent, NoInput, Utterance
from voice.listen.listen_worker import Loop
from voice.listen.vad import VadNetwork
from voice.listen.wire import Expect, Playing, pack_command, pack_frame, unpack_event
from voice.worker_child import Heart


class Parent:
    """The pool's side of the control socket."""

    def __init__(self, network: VadNetwork) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.settimeout(10)
        self._theirs = theirs
        self._loop = Loop(load({}), network)
        self.thread = threading.Thread(target=self._loop.run, args=(theirs, Heart()))
        self.thread.start()
        self._calls: list[socket.socket] = []

    def open(self) -> socket.socket:
        """A call's socket."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(10)
        with theirs:
            socket.send_fds(self.control, [json.dumps({"language": "fa"}).encode()], [theirs.fileno()])
        self._calls.append(ours)
        return ours

    def health(self) -> dict[str, float]:
        """What a beat tells."""
        return self._loop.health()

    def end(self) -> None:
        """Close everything; the loop must end."""
        for end in (self.control, *self._calls):
            end.close()
        self.thread.join(10)
        assert not self.thread.is_alive()
        self._theirs.close()


@pytest.fixture
def parent(network: VadNetwork) -> Iterator[Parent]:
    parent = Parent(network)
    yield parent
    parent.end()


def next_event(call: socket.socket, kind: type[ListenEvent]) -> ListenEvent:
    while True:
        event = unpack_event(call.recv(65536))
        if isinstance(event, kind):
            return event


def test_a_turn_over_the_socket(parent: Parent, sounds: Sounds) -> None:
    call = parent.open()
    call.send(pack_command(Expect("general", 5000, 600, 15000)))
    for frame in frames(sounds.silence(300) + sounds.speech() + sounds.silence(900)):
        call.send(pack_frame(time.monotonic(), frame))
    event = next_event(call, Utterance)
    assert isinstance(event, Utterance)
    assert event.text == "موجودی حساب"


def test_time_passes_without_frames(parent: Parent) -> None:
    call = parent.open()
    call.send(pack_command(Expect("general", 200, 600, 15000)))
    assert isinstance(next_event(call, NoInput), NoInput)


def test_a_beat_tells_the_load(parent: Parent) -> None:
    calls = [parent.open(), parent.open()]
    while parent.health()["sessions"] != 2:
        time.sleep(0.01)
    health = parent.health()
    assert health["cpu_s"] > 0
    assert health["memory_mb"] > 10
    calls[0].close()
    while parent.health()["sessions"] != 1:
        time.sleep(0.01)


def test_a_caller_who_reads_nothing_harms_nobody(parent: Parent, sounds: Sounds) -> None:
    deaf, other = parent.open(), parent.open()
    deaf.setblocking(False)
    try:
        while True:
            deaf.send(pack_frame(0.0, sounds.silence(20)))
    except BlockingIOError:
        pass
    other.send(pack_command(Expect("general", 200, 600, 15000)))
    assert isinstance(next_event(other, NoInput), NoInput)


def test_sound_that_waits_while_we_are_late_is_no_silence(parent: Parent, sounds: Sounds) -> None:
    """All frames are seconds old when they are taken: the turn must not be split."""
    call = parent.open()
    late_s = time.monotonic() - 10
    call.send(pack_command(Expect("general", 5000, 600, 15000)))
    for number, frame in enumerate(frames(sounds.silence(300) + sounds.speech() + sounds.silence(900))):
        call.send(pack_frame(late_s + 0.02 * number, frame))
    event = next_event(call, Utterance)
    assert isinstance(event, Utterance)
    speech_s = len(sounds.speech()) / 16000
    assert event.speech_ended_s - event.speech_started_s == pytest.approx(speech_s, abs=0.25)


def test_what_is_heard_carries_the_number_of_its_turn(parent: Parent) -> None:
    call = parent.open()
    for turn in (7, 8):
        call.send(pack_command(Expect("general", 100, 600, 15000, turn=turn)))
        event = unpack_event(call.recv(65536))
        assert isinstance(event, NoInput) and event.turn == turn


def test_late_sound_that_still_comes_is_waited_for(parent: Parent, sounds: Sounds) -> None:
    """A sentence in two pieces, seconds old, with a pause of the sender (not of the caller) between them."""
    call = parent.open()
    late_s = time.monotonic() - 10
    call.send(pack_command(Expect("general", 5000, 600, 15000)))
    sound = frames(sounds.silence(300) + sounds.speech() + sounds.silence(900))
    for number, frame in enumerate(sound):
        if number == 30:
            time.sleep(1.0)
        call.send(pack_frame(late_s + 0.02 * number, frame))
    event = next_event(call, Utterance)
    assert isinstance(event, Utterance)
    assert event.text == "موجودی حساب"


def test_a_late_worker_still_hears_who_speaks_after_the_bot(parent: Parent, sounds: Sounds) -> None:
    """Interruptions are given up first; the answer after the prompt is not."""
    call = parent.open()
    late_s = time.monotonic() - 10
    call.send(pack_command(Playing(True)))
    call.send(pack_command(Expect("general", 5000, 600, 15000)))
    prompt = frames(sounds.silence(1500))
    for number, frame in enumerate(prompt):
        call.send(pack_frame(late_s + 0.02 * number, frame))
    call.send(pack_command(Playing(False)))
    for number, frame in enumerate(frames(sounds.speech() + sounds.silence(900)), len(prompt)):
        call.send(pack_frame(late_s + 0.02 * number, frame))
    event = next_event(call, Utterance)
    assert isinstance(event, Utterance)
    assert event.text == "موجودی حساب"
