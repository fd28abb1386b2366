"""What a waiting caller is told, and when."""

import pytest

from handoff.acd.own.announcements import LEAST_S, Announcer, minutes_of
from handoff.acd.own.board import Prospect
from tests.shipped import SENTENCES

SAID = SENTENCES.to_caller("fa")


def announcer(*messages: str, offer: bool = True) -> Announcer:
    return Announcer(SAID, messages, 45.0, SAID.offer_callback if offer else "")


def test_at_first_the_place_the_wait_and_the_offer() -> None:
    told = announcer().text(Prospect(4, 400.0), 100.0)
    ahead, minutes = SAID.queue_ahead.format(callers=3), SAID.queue_minutes.format(minutes=7)
    assert told == f"{ahead} {minutes} {SAID.offer_callback}"


@pytest.mark.parametrize(
    ("position", "wait_s", "words"),
    [
        (1, 10.0, f"{SAID.queue_next} {SAID.queue_soon}"),
        (2, 61.0, f"{SAID.queue_one_ahead} {SAID.queue_minutes.format(minutes=2)}"),
        (1, None, SAID.queue_next),
    ],
)
def test_every_form_of_it(position: int, wait_s: float | None, words: str) -> None:
    assert announcer(offer=False).text(Prospect(position, wait_s), 0.0) == words


def test_nothing_is_said_while_nothing_is_new() -> None:
    one = announcer()
    one.text(Prospect(3, 100.0), 0.0)
    assert one.text(Prospect(3, 90.0), 30.0) == ""
    assert one.next_s(30.0) == 15.0


def test_a_new_place_is_told_but_not_at_once_behind_other_words() -> None:
    one = announcer()
    one.text(Prospect(3, 100.0), 0.0)
    assert one.text(Prospect(2, 80.0), LEAST_S - 1) == ""
    assert one.may_move_s(LEAST_S - 1) == 1.0
    assert one.text(Prospect(2, 80.0), LEAST_S).startswith(SAID.queue_one_ahead)
    assert one.text(Prospect(2, 80.0), LEAST_S + 1) == ""


def test_the_companys_messages_and_the_figures_take_turns() -> None:
    one = announcer("first", "second")
    one.text(Prospect(2, 100.0), 0.0)
    told = [one.text(Prospect(2, 100.0), 45.0 * (turn + 1)) for turn in range(5)]
    figures = f"{SAID.queue_one_ahead} {SAID.queue_minutes.format(minutes=2)} {SAID.offer_callback}"
    assert told == ["first", figures, "second", figures, "first"]


def test_without_messages_the_figures_come_each_time() -> None:
    one = announcer()
    one.text(Prospect(1, 100.0), 0.0)
    assert one.text(Prospect(1, 100.0), 45.0) != ""
    assert one.text(Prospect(1, 100.0), 90.0) != ""


def test_minutes_are_never_less_than_the_wait() -> None:
    assert [minutes_of(wait_s) for wait_s in (None, 0.0, 60.0, 60.1, 179.0)] == [None, 1, 1, 2, 3]


def test_that_colleagues_talk_is_only_said_where_they_do() -> None:
    talking = announcer(offer=False).text(Prospect(1, 90.0, talking=True), 0.0)
    assert talking == f"{SAID.queue_next} {SAID.queue_talking} {SAID.queue_minutes.format(minutes=2)}"
    assert SAID.queue_talking not in announcer(offer=False).text(Prospect(2, 90.0, talking=True), 0.0)
