"""Packets between speaker and synthesiser: round trips."""

import pytest

from voice.speak.speak_wire import Failed, Forget, Left, Message, Said, Say, Sound, pack, unpack


@pytest.mark.parametrize(
    "message",
    [
        Say(7, "fa", "موجودیِ حسابِ شما"),
        Forget(2**32 - 1),
        Sound(3, bytes(range(256))),
        Left(9, "یک.\nدو."),
        Said(0),
        Failed(5, "voice 'fa' cannot speak"),
    ],
)
def test_round_trip(message: Message) -> None:
    assert unpack(pack(message)) == message
    assert pack(message)[:1] != b"{"
