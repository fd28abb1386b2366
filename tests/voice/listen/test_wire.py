"""Packets between listener and session: round trips."""

from dataclasses import replace

import pytest

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
