"""What a call does with a turn: by its confidence, its intent and the intent's confidence."""

import pytest

from bot.call.understanding import Intent
from bot.lab.evaluation.confidence_gate import Outcome, at_the_gate, gated, meant, outcome_of, with_meaning
from tests.bot.lab.evaluation.confidence_double import case

GREETED = {("سلام", "fa"): Intent("greet", 0.9)}
MISTAKEN = {("سلام", "fa"): Intent("ask_balance", 0.9)}


@pytest.mark.parametrize(
    ("intent", "sure", "outcome"),
    [
        ("ask_balance", 0.9, "answered"),
        ("talk_to_human", 0.4, "answered"),
        ("ask_balance", 0.1, "refused"),
        ("ask_balance", 0.4, "asked"),
        ("out_of_scope", 0.99, "refused"),
        ("nlu_fallback", 0.99, "refused"),
    ],
)
def test_a_turn_is_answered_asked_about_or_refused(intent: str, sure: float, outcome: Outcome) -> None:
    assert outcome_of(Intent(intent, sure), sure) == outcome


def test_who_asks_for_a_human_is_believed_by_hand_too() -> None:
    asked = {("سلام", "fa"): Intent("talk_to_human", 0.9)}
    assert gated(at_the_gate(case(True, 0.5), 0.1, asked, 0.3), 0.1).outcome == "answered"  # its words: 0.5
    assert gated(at_the_gate(case(True, 0.5), 0.1, GREETED, 0.3), 0.1).outcome == "refused"


def test_speech_about_other_things_is_never_meant() -> None:
    told = gated(at_the_gate(case(False, 0.5, other=True), 0.9, GREETED, 0.3), 0.9)
    assert told.other and not told.meant
    assert gated(at_the_gate(case(True, 0.5), 0.9, GREETED, 0.3), 0.9).meant


def test_a_text_that_the_dialogue_did_not_see_is_refused() -> None:
    assert gated(at_the_gate(case(True, 0.9), 0.9, {}, 0.3), 0.9).outcome == "refused"


def test_of_words_that_are_not_likely_the_dialogue_is_told_nothing() -> None:
    assert gated(at_the_gate(case(True, 0.9), 0.01, GREETED, 0.6), 0.9).outcome == "refused"  # its words: 0.5


def test_the_gate_sees_how_likely_how_sure_and_how_clear() -> None:
    one = at_the_gate(case(True, 0.9), 0.5, GREETED, 0.3)
    assert one.evidence == (0.0, 0.5, 0.9)


def test_a_turn_heard_wrong_but_understood_as_meant_is_right_and_one_about_other_things_never() -> None:
    assert [one.right for one in with_meaning([case(False, 0.5)], GREETED)] == [True]
    assert [one.right for one in with_meaning([case(False, 0.5)], MISTAKEN)] == [False]
    assert [one.right for one in with_meaning([case(True, 0.5, other=True)], GREETED)] == [False]
    assert [one.right for one in with_meaning([case(False, 0.5, kind="digits")], GREETED)] == [False]


def test_what_the_set_wants_counts_before_what_the_text_is_taken_for() -> None:
    assert not meant(case(True, 0.5), MISTAKEN)
