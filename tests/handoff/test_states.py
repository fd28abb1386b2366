"""The table of states is whole: every state has a row, can be reached, and unfinished ones can be abandoned."""

from handoff.states import FOLLOWERS, State, predecessors


def test_every_state_has_a_row() -> None:
    assert set(FOLLOWERS) == set(State)


def test_every_state_is_reached_from_stored() -> None:
    seen = {State.STORED}
    while more := {follower for state in seen for follower in FOLLOWERS[state]} - seen:
        seen |= more
    assert seen == set(State)


def test_predecessors_are_the_table_read_backwards() -> None:
    for wanted in State:
        for state in State:
            assert (state in predecessors(wanted)) == (wanted in FOLLOWERS[state])


def test_a_caller_can_leave_while_nobody_has_the_call() -> None:
    waiting = {State.STORED, State.RINGING, State.WHISPERING, State.REFERRING, State.FAILED}
    assert predecessors(State.ABANDONED) == waiting


def test_a_failed_try_can_be_followed_by_any_other_way() -> None:
    assert {State.RINGING, State.REFERRING, State.CALLBACK} <= FOLLOWERS[State.FAILED]


def test_a_promise_stays_one_until_somebody_settles_it() -> None:
    assert FOLLOWERS[State.CALLBACK] == {State.CALLED_BACK, State.CANCELLED}


def test_whom_a_pbx_gave_back_has_failed_first() -> None:
    assert FOLLOWERS[State.REFERRED] == {State.FAILED}
