"""Packets between speaker and synthesiser: round trips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


JOBS = st.integers(0, 2**32 - 1)
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)


@given(
    st.one_of(
        st.builds(Say, JOBS, st.sampled_from(["fa", "ar"]), TEXTS),
        st.builds(Sound, JOBS, st.binary(max_size=64)),
        st.builds(Left, JOBS, TEXTS),
        st.builds(Failed, JOBS, TEXTS),
        st.builds(Forget, JOBS),
        st.builds(Said, JOBS),
    )
)
def test_any_message_comes_back(message: Message) -> None:
    assert unpack(pack(message)) == message


@given(JOBS, JOBS)
def test_kinds_differ_in_their_first_byte(one: int, other: int) -> None:
    empty: list[Message] = [
        Say(one, "fa", ""),
        Forget(other),
        Sound(one, b""),
        Left(other, ""),
        Said(one),
        Failed(other, ""),
    ]
    assert len({pack(message)[:1] for message in empty}) == len(empty)
