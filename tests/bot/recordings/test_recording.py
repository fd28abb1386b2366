"""What becomes of one recording, by what the call tells of it."""

import pytest

from bot.recordings.recording import Fate, Recording
from tests.bot.recordings.made import FACTS, frame, numbers, speak
from voice.gateway.tap import stereo


def recording(*, consent: bool = True, handoffs: bool = False) -> Recording:
    return Recording(FACTS, needs_consent=consent, only_handed=handoffs)


def said(one: Recording) -> list[tuple[int, int]]:
    return numbers(stereo(one.tap.take()))


@pytest.mark.parametrize(
    ("consent", "told", "handoffs", "handed", "fate"),
    [
        (True, True, False, False, Fate.KEPT),
        (True, False, False, False, Fate.DROPPED),
        (True, False, False, True, Fate.DROPPED),
        (False, False, False, False, Fate.KEPT),
        (True, True, True, False, Fate.DROPPED),
        (True, True, True, True, Fate.KEPT),
        (False, False, True, True, Fate.KEPT),
        (False, False, True, False, Fate.DROPPED),
    ],
)
def test_its_fate_at_the_end(consent: bool, told: bool, handoffs: bool, handed: bool, fate: Fate) -> None:
    one = recording(consent=consent, handoffs=handoffs)
    if told:
        one.consented(2000)
    one.end(handed=handed)
    assert one.fate is fate


def test_before_the_caller_knows_nothing_of_him_is_taken() -> None:
    one = recording()
    speak(one, 2)
    one.consented(40)
    speak(one, 1, first=3)
    one.end(handed=False)
    assert said(one) == [(0, 1001), (0, 1002), (3, 1003)]


def test_where_nobody_has_to_be_told_it_begins_at_once() -> None:
    one = recording(consent=False)
    speak(one, 1)
    one.end(handed=False)
    assert said(one) == [(1, 1001)]


def test_an_opt_out_is_final() -> None:
    one = recording()
    one.opt_out()
    one.consented(50)
    one.end(handed=True)
    assert (one.fate, one.consent_ms, one.tap.paused) == (Fate.DROPPED, None, True)


def test_hushed_both_sides_are_silent() -> None:
    one = recording(consent=False)
    one.hush(True)
    speak(one, 2)
    one.hush(False)
    speak(one, 1, first=3)
    one.end(handed=False)
    assert said(one) == [(0, 0), (0, 0), (3, 1003)]


def test_a_human_who_had_the_call_makes_it_one_of_a_handoff_however_it_ended() -> None:
    one = recording(consent=False, handoffs=True)
    speak(one, 1)
    one.tap.beside(frame(7))
    one.end(handed=False)
    assert (one.fate, one.handed) == (Fate.KEPT, True)


def test_two_are_never_the_same() -> None:
    assert len({recording(), recording()}) == 2
