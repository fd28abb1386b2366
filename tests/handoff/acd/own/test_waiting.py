"""The order of those who wait, and how long they still do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.acd.own.waiting import Waiting, expected_wait_s, in_order, left_s


def test_priority_then_arrival_then_number() -> None:
    late = Waiting("late", "q", 5.0, number=1)
    early = Waiting("early", "q", 1.0, number=2)
    twin = Waiting("twin", "q", 1.0, number=3)
    urgent = Waiting("urgent", "q", 9.0, priority=1, number=4)
    assert [one.ticket for one in in_order([late, twin, urgent, early])] == ["urgent", "early", "twin", "late"]


def test_a_call_back_stands_where_its_call_stood() -> None:
    callback = Waiting("callback", "q", 1.0, kind="callback", number=9)
    caller = Waiting("caller", "q", 2.0, number=1)
    assert in_order([caller, callback])[0] is callback


@pytest.mark.parametrize(
    ("ahead", "free_in_s", "wait_s"),
    [
        (0, [0.0], 0.0),
        (0, [30.0, 50.0], 30.0),
        (1, [30.0, 50.0], 50.0),
        (2, [30.0, 50.0], 130.0),
        (3, [30.0, 50.0], 150.0),
        (5, [0.0], 500.0),
    ],
)
def test_how_long_it_takes_until_ones_turn(ahead: int, free_in_s: list[float], wait_s: float) -> None:
    assert expected_wait_s(ahead, free_in_s, 100.0) == wait_s


def test_where_nobody_works_there_is_no_figure() -> None:
    assert expected_wait_s(0, [], 100.0) is None


@given(st.lists(st.floats(0, 600), min_size=1, max_size=8), st.integers(0, 40), st.floats(1, 600))
def test_who_is_further_behind_waits_no_shorter_and_more_agents_never_make_it_longer(
    free_in_s: list[float], ahead: int, handling_s: float
) -> None:
    wait_s = expected_wait_s(ahead, free_in_s, handling_s)
    behind_s = expected_wait_s(ahead + 1, free_in_s, handling_s)
    helped_s = expected_wait_s(ahead, [*free_in_s, 0.0], handling_s)
    assert wait_s is not None and behind_s is not None and helped_s is not None
    assert helped_s <= wait_s <= behind_s


def test_a_call_that_is_longer_than_usual_is_thought_to_go_on_a_little() -> None:
    assert left_s(30.0, 100.0) == 70.0
    assert left_s(500.0, 100.0) == 20.0
