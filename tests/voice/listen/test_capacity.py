"""How many calls are let in."""

import pytest

from voice.listen.capacity import USUAL_COST, Capacity, Measured


def second(calls: int, *, used_s: float, idle_s: float, lag_s: float = 0.0, others: int = 0) -> Measured:
    return Measured(1.0, calls, used_s, idle_s, lag_s, others)


def test_before_the_first_call_the_speed_of_decoding_tells() -> None:
    fast, slow = Capacity(2, 0.04, workers=2), Capacity(2, 0.4, workers=2)
    assert 40 < fast.calls < 80
    assert 8 < slow.calls < 14
    assert Capacity(2).cost == USUAL_COST
    assert Capacity(4, 0.04, workers=4).calls == pytest.approx(2 * fast.calls, abs=1)


@pytest.mark.parametrize(("others", "part"), [(1, 2 / 3), (2, 1 / 2), (6, 1 / 4)])
def test_other_programs_leave_us_our_share(others: int, part: float) -> None:
    """Each process that wants a processor gets the same; none is idle."""
    capacity = Capacity(2, 0.04, workers=2)
    alone = capacity.calls
    for _ in range(40):
        capacity.note(second(0, used_s=0.0, idle_s=max(0.0, 2.0 - others), others=others))
    assert capacity.calls == pytest.approx(alone * part, abs=2)


def test_one_worker_cannot_have_two_processors() -> None:
    assert Capacity(8, 0.04, workers=2).calls == Capacity(2, 0.04, workers=2).calls


def test_the_recognisers_own_work_is_not_missing_from_what_is_free() -> None:
    capacity = Capacity(2, 0.04, workers=2)
    alone = capacity.calls
    for _ in range(20):
        capacity.note(second(40, used_s=40 * capacity.cost, idle_s=2 - 40 * capacity.cost))
    assert capacity.calls == pytest.approx(alone, abs=2)


def test_what_a_call_takes_is_learned() -> None:
    capacity = Capacity(2, 0.04, workers=2)
    for _ in range(300):
        capacity.note(second(20, used_s=1.0, idle_s=1.0))
    assert capacity.cost == pytest.approx(0.05, rel=0.1)


def test_callers_who_only_hear_the_greeting_yet_do_not_make_calls_cheap() -> None:
    capacity = Capacity(2, 0.04, workers=2)
    before = capacity.cost
    for _ in range(300):
        capacity.note(second(50, used_s=0.05, idle_s=1.9))
    assert capacity.cost == before / 2


def test_nobody_is_let_in_until_the_recognisers_have_caught_up() -> None:
    capacity = Capacity(2, 0.04, workers=2)
    assert capacity.admits(10)
    capacity.note(second(10, used_s=0.3, idle_s=1.7, lag_s=2.0))
    assert capacity.behind and not capacity.admits(10)
    capacity.note(second(10, used_s=0.3, idle_s=1.7, lag_s=1.0))
    assert not capacity.admits(10)
    capacity.note(second(10, used_s=0.3, idle_s=1.7, lag_s=0.1))
    assert capacity.admits(10)


def test_one_call_is_always_served() -> None:
    capacity = Capacity(1, 50.0)
    for _ in range(60):
        capacity.note(second(0, used_s=0.0, idle_s=0.0, lag_s=9.0, others=50))
    assert capacity.admits(0)
    assert not capacity.admits(1)
