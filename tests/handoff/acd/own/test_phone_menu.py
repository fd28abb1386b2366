"""What an agent's own call asks, and who gets in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.acd.own.agents import Did
from handoff.acd.own.phone_menu import LOCKED_S, MOST_WRONG, TRIES, Asked, Locks, PhoneMenu

PINS = {"101": "4711", "102": "0815", "103": ""}


class Clock:
    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


def menu(agent: str = "", locks: Locks | None = None) -> PhoneMenu:
    return PhoneMenu(PINS, locks or Locks(Clock()), agent)


def test_a_known_telephone_is_asked_for_the_pin_alone() -> None:
    one = menu("101")
    assert one.begin().say == ("pin",)
    assert one.entered("4711").say == ("menu",)
    for key, did, sentence in (
        ("1", Did.WANTS_READY, "ready"),
        ("2", Did.WANTS_AWAY, "away"),
        ("3", Did.LOGS_OUT, "out"),
    ):
        step = one.entered(key)
        assert (step.did, step.say, step.asked) == (did, (sentence, "menu"), Asked.MENU)


def test_an_unknown_telephone_is_asked_who_it_is() -> None:
    one = menu("09121234567")
    assert one.begin().say == ("who",)
    assert one.entered("102").say == ("pin",)
    assert one.entered("0815").asked is Asked.MENU
    assert one.agent_id == "102"


@pytest.mark.parametrize("agent", ["101", "103", "zoe"])
def test_wrong_pins_are_told_alike_and_bounded(agent: str) -> None:
    one = menu()
    one.entered(agent)
    said = [one.entered("1234").say for _ in range(TRIES)]
    assert said == [("wrong", "pin")] * (TRIES - 1) + [("refused",)]
    assert one.asked is Asked.OVER


def test_wrong_pins_over_many_calls_lock_the_agent_for_a_while() -> None:
    clock = Clock()
    locks = Locks(clock)
    for _ in range(MOST_WRONG):
        menu("101", locks).entered("1234")
    assert menu("101", locks).entered("4711").asked is Asked.PIN
    assert menu("102", locks).entered("0815").asked is Asked.MENU
    clock.now_s += LOCKED_S
    assert menu("101", locks).entered("4711").asked is Asked.MENU
    assert menu("101", locks).entered("4711").asked is Asked.MENU


def test_silence_ends_the_call() -> None:
    for start, keys, last in (("", [], "refused"), ("101", [], "refused"), ("101", ["4711"], "bye")):
        one = menu(start)
        for key in keys:
            one.entered(key)
        said = [one.entered("").say for _ in range(TRIES)]
        assert said[-1] == (last,) and one.asked is Asked.OVER


def test_a_key_that_means_nothing_is_asked_again() -> None:
    one = menu("101")
    one.entered("4711")
    assert one.entered("9").say == ("menu",)
    assert one.entered("1").did is Did.WANTS_READY


@given(st.lists(st.text("0123456789*", max_size=6), max_size=12))
def test_without_the_pin_nobody_changes_anything(entered: list[str]) -> None:
    one = menu()
    right = False
    for keys in entered:
        was_pin = one.asked is Asked.PIN
        step = one.entered(keys)
        right |= was_pin and bool(keys) and keys == PINS.get(one.agent_id)
        assert step.did is None or right
