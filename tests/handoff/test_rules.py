"""The ladders, rung by rung."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.rules import Heard, Limits, Reason, Step, hand_off, judge

TWO = Limits(failures=2)
THREE = Limits(failures=3)


def words(intent: str, confidence: float = 0.9) -> Heard:
    return Heard("words", intent, confidence)


@pytest.mark.parametrize(
    ("heard", "reason", "skill"),
    [
        (words("talk_to_human"), Reason.ASKED_FOR_HUMAN, ""),
        (words("talk_to_human", 0.31), Reason.ASKED_FOR_HUMAN, ""),
        (words("complaint"), Reason.COMPLAINT, "complaints"),
        (Heard("keys", keys="0"), Reason.KEY_ZERO, ""),
    ],
)
def test_the_way_to_a_human_is_open_at_once(heard: Heard, reason: Reason, skill: str) -> None:
    verdict = judge(heard, 0, THREE)
    assert (verdict.step, verdict.reason, verdict.skill) == (Step.HAND_OFF, reason, skill)


@pytest.mark.parametrize(
    ("heard", "first", "reason"),
    [
        (Heard("silence"), Step.REPROMPT, Reason.NO_INPUT),
        (words("nlu_fallback"), Step.REPROMPT, Reason.NO_MATCH),
        (words("out_of_scope"), Step.REPROMPT, Reason.NO_MATCH),
        (words(""), Step.REPROMPT, Reason.NO_MATCH),
        (words("ask_balance", 0.2), Step.REPROMPT, Reason.NO_MATCH),
        (words("talk_to_human", 0.1), Step.REPROMPT, Reason.NO_MATCH),
        (words("ask_balance", 0.5), Step.CONFIRM, Reason.LOW_CONFIDENCE),
    ],
)
def test_failures_climb_to_a_human(heard: Heard, first: Step, reason: Reason) -> None:
    one = judge(heard, 0, THREE)
    two = judge(heard, one.failures, THREE)
    three = judge(heard, two.failures, THREE)
    assert (one.step, one.failures) == (first, 1)
    assert (two.step, two.failures) == (Step.OFFER_KEYS, 2)
    assert (three.step, three.reason) == (Step.HAND_OFF, reason)


def test_two_failures_of_different_kinds_count_together() -> None:
    one = judge(Heard("silence"), 0, TWO)
    assert judge(words("nlu_fallback"), one.failures, TWO).reason is Reason.NO_MATCH


@pytest.mark.parametrize("heard", [words("ask_balance"), words("ask_balance", 0.6), Heard("keys", keys="12345")])
def test_what_is_understood_starts_the_count_again(heard: Heard) -> None:
    verdict = judge(heard, 1, TWO)
    assert (verdict.step, verdict.failures) == (Step.ACCEPT, 0)


def test_a_number_with_a_zero_in_it_is_no_call_for_help() -> None:
    assert judge(Heard("keys", keys="10"), 0, TWO).step is Step.ACCEPT


def test_a_dead_component_brings_a_human() -> None:
    verdict = hand_off(Reason.COMPONENT_FAILED)
    assert (verdict.step, verdict.reason, verdict.failures) == (Step.HAND_OFF, Reason.COMPONENT_FAILED, 0)


@given(
    st.lists(
        st.builds(
            Heard,
            st.sampled_from(["words", "silence"]),
            st.sampled_from(["", "nlu_fallback", "ask_balance"]),
            st.floats(0, 0.54),
        ),
        min_size=10,
        max_size=10,
    ),
    st.integers(1, 10),
)
def test_failures_in_a_row_always_end_at_a_human(turns: list[Heard], most: int) -> None:
    failures, steps = 0, []
    for heard in turns[:most]:
        verdict = judge(heard, failures, Limits(failures=most))
        failures = verdict.failures
        steps.append(verdict.step)
    assert steps.index(Step.HAND_OFF) == most - 1
