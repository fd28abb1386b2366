"""Packets between listener and session: round trips."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.events import (
    BargeInConfirmed,
    BargeInSuspected,
    BargeInWithdrawn,
    LanguageFit,
    ListenerLost,
    ListenEvent,
    NoInput,
    Partial,
    SpeechStarted,
    Utterance,
    Word,
)
from voice.listen.wire import (
    Command,
    Expect,
    Frame,
    Playing,
    Sent,
    Switch,
    pack_command,
    pack_event,
    pack_frame,
    pack_sent,
    unpack,
    unpack_event,
)

UTTERANCE = Utterance(
    text="موجودی حساب",
    words=(Word("موجودی", 0.91, 120, 640), Word("حساب", 0.5, 640, 980)),
    confidence=0.7,
    language="fa",
    speech_started_s=12.25,
    speech_ended_s=13.5,
    final_s=14.125,
    score=-41.5,
    turn=4,
)
FITTING = replace(UTTERANCE, fit=LanguageFit(doubt=0.25, sounds=11, lost=3.5, cost=21.0))


def test_a_frame() -> None:
    pcm = bytes(range(256)) + bytes(64)
    assert unpack(pack_frame(1234.5678, pcm)) == Frame(1234.5678, pcm)
    assert unpack(pack_sent(1234.5678, pcm)) == Sent(1234.5678, pcm)


@pytest.mark.parametrize("command", [Expect("digits", 5000, 1200, 15000, 5), Playing(True), Switch("ar")])
def test_a_command(command: Command) -> None:
    assert unpack(pack_command(command)) == command


@pytest.mark.parametrize(
    "event",
    [
        BargeInSuspected(0.5, 3),
        BargeInConfirmed(0.5, 3),
        BargeInWithdrawn(0.75, 3),
        SpeechStarted(1.5),
        Partial("سلام", 2.5, 1),
        UTTERANCE,
        FITTING,
        NoInput(5000, 3.5, 2),
        ListenerLost("it ended", 4.5),
    ],
)
def test_an_event(event: ListenEvent) -> None:
    assert unpack_event(pack_event(event)) == event


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
TURNS = st.integers(0, 10_000)
TEXTS = st.text(max_size=60)
"""Of any script: what a recogniser writes goes through a pipe of its own."""


def words() -> st.SearchStrategy[tuple[Word, ...]]:
    one = st.builds(Word, TEXTS, NUMBERS, st.integers(0, 60_000), st.integers(0, 60_000))
    return st.lists(one, max_size=4).map(tuple)


def events() -> st.SearchStrategy[Any]:
    fit = st.none() | st.builds(LanguageFit, NUMBERS, st.integers(0, 500), NUMBERS, NUMBERS, NUMBERS)
    utterance = st.builds(
        Utterance,
        TEXTS,
        words(),
        NUMBERS,
        st.sampled_from(["fa", "ar"]),
        NUMBERS,
        NUMBERS,
        NUMBERS,
        score=st.none() | NUMBERS,
        fit=fit,
        likely=st.none() | NUMBERS,
        turn=TURNS,
    )
    timed = [st.builds(kind, NUMBERS, TURNS) for kind in (SpeechStarted, BargeInSuspected, BargeInConfirmed)]
    others = [st.builds(Partial, TEXTS, NUMBERS, TURNS), st.builds(NoInput, st.integers(0, 60_000), NUMBERS, TURNS)]
    return st.one_of(utterance, *timed, *others, st.builds(ListenerLost, TEXTS, NUMBERS))


@given(events())
def test_any_event_comes_back(event: ListenEvent) -> None:
    assert unpack_event(pack_event(event)) == event


@given(
    st.builds(
        Expect,
        st.sampled_from(["speech", "digits", "yesno"]),
        st.integers(0, 60_000),
        st.integers(0, 9_000),
        st.integers(0, 90_000),
        st.integers(0, 30),
        TURNS,
    )
)
def test_any_turn_is_armed_as_it_was_asked_for(command: Expect) -> None:
    assert unpack(pack_command(command)) == command


@given(NUMBERS, st.binary(max_size=640))
def test_any_sound_comes_back_under_its_own_name(at_s: float, pcm: bytes) -> None:
    assert unpack(pack_frame(at_s, pcm)) == Frame(at_s, pcm)
    assert unpack(pack_sent(at_s, pcm)) == Sent(at_s, pcm)
    assert len(pack_frame(at_s, pcm)) == 9 + len(pcm)


@given(events())
def test_packets_are_told_apart_by_their_first_byte(event: ListenEvent) -> None:
    assert pack_event(event)[:1] == b"E"
    assert pack_command(Playing(True))[:1] == b"C"
    assert (pack_frame(0.0, b"")[:1], pack_sent(0.0, b"")[:1]) == (b"F", b"P")


def test_a_message_that_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError, match="Fly"):
        unpack(b'C["Fly", {}]')
    with pytest.raises(KeyError, match="Fly"):
        unpack_event(b'E["Fly", {}]')
    with pytest.raises(TypeError):
        unpack(b'C["Switch", {"tongue": "fa"}]')
