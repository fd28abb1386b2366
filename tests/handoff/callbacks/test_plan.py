"""The states of one call-back: every cell of the drawn table, tries and pauses."""

import re
from dataclasses import replace

import pytest

from handoff.callbacks import plan
from handoff.callbacks.plan import IN_HAND, SETTLED, TABLE, CallbackNow, CallbackState, Step, Tries, Why, after
from handoff.errors import CallbackRefused

S = CallbackState
NOW = CallbackNow("00a1b2c3d4e5", "09121234567", promised_ms=1_000, due_ms=2_000)
TRIES = Tries(3, (10.0, 60.0))
COLUMNS = (S.WAITING, S.DIALLING_CALLER, S.DIALLING_AGENT, S.TALKING, S.GIVEN_UP, S.JOINED, S.BARRED)


def drawn() -> dict[tuple[CallbackState, Step], str]:
    """The table of the module's text, by where each word stands."""
    assert plan.__doc__ is not None
    lines = plan.__doc__.splitlines()
    head = next(line for line in lines if "WAITING" in line and "JOINED" in line)
    starts = [found.start() for found in re.finditer(r"\S+", head)][1:]
    cells = {}
    for step in Step:
        line = next(line for line in lines if line.strip().startswith(step.value))
        for state, start, end in zip(COLUMNS, starts, [*starts[1:], None], strict=True):
            if word := line[start:end].strip():
                cells[state, step] = word
    return cells


def test_the_table_is_the_drawing() -> None:
    short: dict[CallbackState, str] = {S.DIALLING_CALLER: "CALLER", S.DIALLING_AGENT: "AGENT"}
    told = {key: short.get(S(cell), cell.upper()) if cell in set(S) else cell for key, cell in TABLE.items()}
    assert told == drawn()


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("step", Step)
def test_an_empty_place_cannot_be(state: CallbackState, step: Step) -> None:
    if (state, step) not in TABLE:
        with pytest.raises(CallbackRefused, match=re.escape(step.value)):
            after(replace(NOW, state=state), step, 0)


def test_what_is_settled_stays_so() -> None:
    assert not [key for key in TABLE if key[0] in SETTLED]


def test_a_try_begins_once_whoever_is_dialled_first() -> None:
    for first, second in ((Step.DIALS_CALLER, Step.DIALS_AGENT), (Step.DIALS_AGENT, Step.DIALS_CALLER)):
        both = after(after(NOW, first, 3_000), second, 4_000)
        assert (both.tries, both.due_ms) == (1, 3_000)


def test_tries_are_apart_by_their_pauses_and_then_given_up() -> None:
    one, moments = NOW, []
    for _ in range(3):
        one = after(replace(one, owner="a-b"), Step.DIALS_CALLER, 0)
        one = after(one, Step.FAILS, 5_000, TRIES, Why.BUSY)
        moments.append((one.state, one.due_ms, one.tries, one.why, one.owner))
    assert moments == [
        (S.WAITING, 15_000, 1, Why.BUSY, ""),
        (S.WAITING, 65_000, 2, Why.BUSY, ""),
        (S.GIVEN_UP, 0, 3, Why.BUSY, ""),
    ]


def test_the_last_pause_holds_for_all_that_follow() -> None:
    assert [Tries(9, (1.0, 2.0)).pause_ms(tries) for tries in (0, 1, 2, 3, 8)] == [1_000, 1_000, 2_000, 2_000, 2_000]


def test_a_number_of_somebody_else_is_not_tried_again() -> None:
    dialled = after(NOW, Step.DIALS_CALLER, 0)
    assert after(dialled, Step.WRONG_NUMBER, 0, TRIES, Why.WRONG_NUMBER).state is S.GIVEN_UP


@pytest.mark.parametrize("state", sorted(IN_HAND))
def test_what_a_killed_hatef_had_is_tried_again_and_not_at_once(state: CallbackState) -> None:
    """A telephone that it let ring may still ring."""
    left = after(replace(NOW, state=state, tries=1, owner="a-b"), Step.LEFT_BEHIND, 5_000, TRIES, Why.STOPPED)
    assert (left.state, left.due_ms, left.owner) == (S.WAITING, 15_000, "")


@pytest.mark.parametrize(("step", "end"), [(Step.OVER, S.DONE), (Step.CALLED_OFF, S.CANCELLED)])
def test_it_can_be_settled_from_everywhere(step: Step, end: CallbackState) -> None:
    for state in (S.WAITING, *IN_HAND, S.GIVEN_UP, S.JOINED, S.BARRED):
        assert after(replace(NOW, state=state, owner="a-b"), step, 0) == replace(NOW, state=end)


def test_it_is_no_try_where_the_callers_telephone_did_not_ring() -> None:
    dialled = after(replace(NOW, tries=2), Step.DIALS_AGENT, 0)
    later = after(dialled, Step.UNSERVED, 5_000, TRIES, Why.NO_AGENT)
    assert (later.state, later.tries, later.due_ms) == (S.WAITING, 2, 15_000)


@pytest.mark.parametrize("first", [Step.DIALS_CALLER, Step.DIALS_AGENT])
def test_who_was_not_dialled_after_all_waits_as_before(first: Step) -> None:
    assert after(after(NOW, first, NOW.due_ms), Step.LET_GO, 9_000) == NOW
