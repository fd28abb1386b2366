"""The loop of the second pass's process, run in a thread of the test, with a double in place of the reader."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from voice.listen.recogniser import Kind, RecognisedText
from voice.listen.second_pass.reader import Reader
from voice.listen.second_pass.wire import Answer, Ask, pack_ask, sound_file, unpack_answer
from voice.listen.second_pass.worker import Loop
from voice.worker_child import Heart


class ReaderDouble(Reader):
    """Tells how much sound it got; it can be kept waiting."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.free.set()
        self.begun = threading.Event()

    @property
    def languages(self) -> tuple[str, ...]:
        return ("fa",)

    def read(self, language: str, kind: Kind, pcm: bytes) -> RecognisedText:
        self.begun.set()
        self.free.wait(10)
        return RecognisedText(f"{kind} {len(pcm)}", (), 0.5)


class Parent:
    """The pool's side, and one recogniser process's."""

    def __init__(self) -> None:
        self.reader = ReaderDouble()
        self.control, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.loop = Loop(self.reader)
        self.thread = threading.Thread(target=self.loop.run, args=(self._theirs, Heart()))
        self.thread.start()
        self.link = self.join()

    def join(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(10)
        with theirs:
            socket.send_fds(self.control, [b"{}"], [theirs.fileno()])
        return ours

    def ask(self, call: int, number: int, *, language: str = "fa", wait_s: float = 10.0, size: int = 320) -> None:
        ask = Ask(call, number, language, "digits", time.monotonic() + wait_s)
        with open(sound_file(bytes(size)), "rb") as file:
            socket.send_fds(self.link, [pack_ask(ask)], [file.fileno()])

    def answer(self) -> Answer:
        return unpack_answer(self.link.recv(65536))

    def end(self) -> None:
        self.reader.free.set()
        self.control.close()
        self.thread.join(10)
        assert not self.thread.is_alive()
        self.link.close()
        self._theirs.close()


@pytest.fixture
def parent() -> Iterator[Parent]:
    parent = Parent()
    yield parent
    parent.end()


def test_a_turn_is_read(parent: Parent) -> None:
    parent.ask(1, 5, size=48_000)
    answer = parent.answer()
    assert (answer.call, answer.number) == (1, 5)
    assert answer.heard is not None and answer.heard.text == "digits 48000"
    assert parent.loop.health()["read"] == 1


def test_a_turn_that_nobody_waits_for_is_not_read(parent: Parent) -> None:
    parent.ask(1, 5, wait_s=-1.0)
    assert parent.answer() == Answer(1, 5, None)
    assert parent.loop.health()["late"] == 1


def test_a_language_without_a_head_is_not_read(parent: Parent) -> None:
    parent.ask(1, 5, language="ar")
    assert parent.answer() == Answer(1, 5, None)


def test_who_is_in_a_hurry_is_read_first_and_an_older_ask_of_a_call_is_forgotten(parent: Parent) -> None:
    parent.reader.free.clear()
    parent.ask(1, 1)
    assert parent.reader.begun.wait(10)
    parent.ask(2, 2, wait_s=9.0)
    parent.ask(2, 3, wait_s=9.0)
    parent.ask(3, 4, wait_s=5.0)
    parent.reader.free.set()
    assert [parent.answer().number for _ in range(3)] == [1, 4, 3]


def test_a_recogniser_that_is_gone_harms_nobody(parent: Parent) -> None:
    parent.join().close()
    parent.ask(1, 1)
    assert parent.answer().number == 1
