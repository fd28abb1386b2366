"""The ladders, rung by rung."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.call.ladder import Failed, Judged, Step, Verdict, hand_off, judge, keys_of_no_use
from bot.settings.call_options import Limits
from handoff.reasons import Reason

TWO, THREE, FOUR, FIVE = (Limits(failures=number) for number in (2, 3, 4, 5))
SILENCE = Judged("silence")
LIKELIEST = ("ask_balance", "ask_hours", "ask_address")
STEPS = {"reprompt": Step.REPROMPT, "keypad": Step.KEYPAD, "confirm": Step.CONFIRM, "two": Step.OFFER_TWO}


def words(intent: str, confidence: float = 0.9, likeliest: Sequence[str] = (), *, askable: bool = True) -> Judged:
    return Judged("words", intent, confidence, askable=askable, likeliest=likeliest)


DOUBTFUL = words("ask_balance", 0.5)
LOST = words("nlu_fallback")
NEAR = words("nlu_fallback", likeliest=LIKELIEST)


def climbed(turns: Sequence[Judged], limits: Limits) -> list[Verdict]:
    """The verdicts on turns in a row."""
    verdicts: list[Verdict] = []
    for turn in turns:
        verdicts.append(judge(turn, verdicts[-1].failed if verdicts else Failed(), limits))
    return verdicts


@pytest.mark.parametrize(
    ("turn", "reason", "skill"),
    [
        (words("talk_to_human"), Reason.ASKED_FOR_HUMAN, ""),
        (words("talk_to_human", 0.31), Reason.ASKED_FOR_HUMAN, ""),
        (words("complaint"), Reason.COMPLAINT, "complaints"),
        (Judged("keys", keys="0"), Reason.KEY_ZERO, ""),
    ],
)
def test_the_way_to_a_human_is_open_at_once(turn: Judged, reason: Reason, skill: str) -> None:
    verdict = judge(turn, Failed(), THREE)
    assert (verdict.step, verdict.reason, verdict.skill) == (Step.HAND_OFF, reason, skill)


@pytest.mark.parametrize(
    ("turn", "limits", "steps", "reason"),
    [
        (SILENCE, THREE, "reprompt keypad", Reason.NO_INPUT),
        (SILENCE, FOUR, "reprompt keypad keypad", Reason.NO_INPUT),
        (LOST, TWO, "reprompt", Reason.NO_MATCH),
        (LOST, THREE, "reprompt keypad", Reason.NO_MATCH),
        (NEAR, TWO, "two", Reason.NO_MATCH),
        (NEAR, THREE, "two keypad", Reason.NO_MATCH),
        (NEAR, FOUR, "two keypad keypad", Reason.NO_MATCH),
        (words("", 0.0), THREE, "reprompt keypad", Reason.NO_MATCH),
        (words("out_of_scope", likeliest=LIKELIEST), THREE, "reprompt keypad", Reason.NO_MATCH),
        (words("wrong", likeliest=LIKELIEST), THREE, "reprompt keypad", Reason.NO_MATCH),
        (words("ask_balance", 0.2), THREE, "reprompt keypad", Reason.NO_MATCH),
        (words("talk_to_human", 0.1), THREE, "reprompt keypad", Reason.NO_MATCH),
        (DOUBTFUL, TWO, "confirm", Reason.LOW_CONFIDENCE),
        (DOUBTFUL, THREE, "confirm keypad", Reason.LOW_CONFIDENCE),
        (words("ask_balance", 0.5, LIKELIEST), FOUR, "confirm two keypad", Reason.LOW_CONFIDENCE),
    ],
)
def test_what_fails_in_a_row_climbs_to_a_human(turn: Judged, limits: Limits, steps: str, reason: Reason) -> None:
    *rungs, top = climbed([turn] * limits.failures, limits)
    assert [verdict.step for verdict in rungs] == [STEPS[step] for step in steps.split()]
    assert (top.step, top.reason) == (Step.HAND_OFF, reason)


def test_the_two_likeliest_are_offered_and_nothing_twice() -> None:
    first, second, third = climbed([NEAR, words("", 0.0, (*LIKELIEST, "complaint")), NEAR], FIVE)
    assert (first.step, first.intents) == (Step.OFFER_TWO, LIKELIEST[:2])
    assert (second.step, second.intents) == (Step.OFFER_TWO, ("ask_address", "complaint"))
    assert third.step is Step.KEYPAD


def test_another_doubt_is_another_question() -> None:
    first, second = climbed([DOUBTFUL, words("ask_hours", 0.5)], THREE)
    assert [first.intents, second.intents] == [("ask_balance",), ("ask_hours",)]


def test_a_complaint_in_doubt_is_asked_about() -> None:
    assert judge(words("complaint", 0.5), Failed(), THREE).step is Step.CONFIRM


def test_silence_and_words_are_counted_apart() -> None:
    """Who was asked something and thinks about it has not failed twice."""
    verdicts = climbed([DOUBTFUL, SILENCE, LOST, SILENCE], THREE)
    assert [verdict.step for verdict in verdicts] == [Step.CONFIRM, Step.REPROMPT, Step.KEYPAD, Step.KEYPAD]


@pytest.mark.parametrize("turn", [words("ask_balance"), words("ask_balance", 0.6), Judged("keys", keys="12345")])
def test_what_is_understood_starts_every_count_again(turn: Judged) -> None:
    verdict = judge(turn, Failed(1, 1, frozenset({"ask_hours"})), TWO)
    assert (verdict.step, verdict.failed) == (Step.ACCEPT, Failed())


def test_what_cannot_be_asked_about_is_accepted() -> None:
    assert judge(words("inform", 0.4, askable=False), Failed(), TWO).step is Step.ACCEPT


def test_a_number_with_a_zero_in_it_is_no_call_for_help() -> None:
    assert judge(Judged("keys", keys="10"), Failed(), TWO).step is Step.ACCEPT


def test_keys_of_no_use_count_as_words() -> None:
    assert keys_of_no_use(Failed(), TWO) == Verdict(Step.KEYPAD, Failed(words=1))
    assert keys_of_no_use(Failed(words=1), TWO).reason is Reason.NO_MATCH


def test_a_dead_component_brings_a_human() -> None:
    verdict = hand_off(Reason.COMPONENT_FAILED)
    assert (verdict.step, verdict.reason, verdict.failed) == (Step.HAND_OFF, Reason.COMPONENT_FAILED, Failed())


@given(
    st.lists(
        st.builds(
            Judged,
            st.sampled_from(["words", "silence"]),
            st.sampled_from(["", "nlu_fallback", "ask_balance", "ask_hours"]),
            st.floats(0, 0.54),
            likeliest=st.sampled_from([(), LIKELIEST[:1], LIKELIEST]),
        ),
        min_size=20,
        max_size=20,
    ),
    st.integers(1, 10),
)
def test_failures_always_end_at_a_human(turns: list[Judged], most: int) -> None:
    """No turn that fails is answered, and two kinds of failures take no longer than both counts together."""
    steps = [verdict.step for verdict in climbed(turns[: 2 * most - 1], Limits(failures=most))]
    assert Step.ACCEPT not in steps
    assert Step.HAND_OFF in steps
