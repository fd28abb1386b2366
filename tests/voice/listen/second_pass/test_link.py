"""Asks go out, answers come in; nobody waits for ever."""

import socket
import time
from collections.abc import Iterator

import pytest

from voice.listen.recogniser import NOTHING, Kind, RecognisedText
from voice.listen.second_pass.link import MOST_WAITING, SecondPassLink
from voice.listen.second_pass.wire import Answer, pack_answer, sound_of, unpack_ask


class Other:
    """The second pass's end."""

    def __init__(self) -> None:
        self.link = SecondPassLink()
        ours, self.end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.link.plug(ours)
        self.told: list[RecognisedText | None] = []

    def ask(self, pcm: bytes = b"\0\0") -> bool:
        return self.link.ask(1, "fa", "digits", pcm, time.monotonic() + 1, self.told.append)

    def take(self) -> tuple[int, bytes]:
        """The number of the next ask, and its sound."""
        packet, fds, _, _ = socket.recv_fds(self.end, 65536, 1)
        return unpack_ask(packet).number, sound_of(fds[0])

    def answer(self, number: int) -> None:
        self.end.send(pack_answer(Answer(1, number, NOTHING)))


@pytest.fixture
def other() -> Iterator[Other]:
    other = Other()
    yield other
    other.link.unplug()
    other.end.close()


def test_an_ask_is_answered_once(other: Other) -> None:
    assert other.ask(b"\1\2" * 100)
    number, pcm = other.take()
    assert pcm == b"\1\2" * 100
    other.answer(number)
    other.answer(number)
    assert other.link.receive()
    assert other.told == [NOTHING]


def test_the_answer_to_an_older_ask_is_not_told(other: Other) -> None:
    other.ask()
    other.ask()
    first, _ = other.take()
    other.answer(first)
    other.link.receive()
    assert other.told == []


def test_who_has_waited_long_enough_is_told_nothing_was_read(other: Other) -> None:
    other.ask()
    due_s = time.monotonic() + 0.05
    other.link.wait(1, due_s)
    assert other.link.rest_s(0.1) <= 0.05
    other.link.expire(due_s - 0.01)
    assert other.told == []
    other.link.expire(due_s)
    assert other.told == [None]


def test_a_process_that_is_gone_answers_all_asks_with_nothing(other: Other) -> None:
    other.ask()
    other.end.close()
    assert not other.link.receive()
    other.link.unplug()
    assert other.told == [None]
    assert not other.ask()


def test_a_call_that_forgets_is_not_told(other: Other) -> None:
    other.ask()
    other.link.forget(1)
    other.link.unplug()
    assert other.told == []


def test_no_more_than_a_few_calls_wait_at_a_time(other: Other) -> None:
    asked = [other.link.ask(call, "fa", "digits", b"", time.monotonic() + 1, other.told.append) for call in range(6)]
    most = MOST_WAITING["digits"]
    assert asked == [True] * most + [False] * (6 - most)
    assert other.link.ask(0, "fa", "digits", b"", time.monotonic() + 1, other.told.append)


def test_who_would_wait_in_vain_does_not(other: Other) -> None:
    other.ask()
    asked_s = time.monotonic()
    assert other.link.wait(1, asked_s + 0.1)
    other.link.expire(asked_s + 0.2)
    other.ask()
    assert not other.link.wait(1, time.monotonic() + 0.1)
    assert other.link.wait(1, time.monotonic() + 0.5)


def test_a_full_socket_refuses(other: Other) -> None:
    asked = 0
    while other.ask() and asked < 10_000:
        asked += 1
    assert asked < 10_000


def test_turns_of_any_sort_are_read_while_nobody_waits_and_leave_room_for_digits(other: Other) -> None:
    def ask(call: int, kind: Kind) -> bool:
        return other.link.ask(call, "fa", kind, b"", time.monotonic() + 1, other.told.append)

    assert [ask(1, "general"), ask(2, "general"), ask(3, "digits"), ask(4, "general")] == [True, False, True, False]


def test_a_call_whose_language_is_sought_asks_both_heads(other: Other) -> None:
    asked = [other.link.ask(call, "fa", "language", b"", time.monotonic() + 1, other.told.append) for call in range(3)]
    assert asked == [True, True, False]
