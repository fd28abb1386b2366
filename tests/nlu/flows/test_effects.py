"""What a turn yields, whole: what is told to whoever carries it out, beyond the short words of `talking`."""

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from nlu.flows.effects import Ask, Began, Check, Checked, Confirm, Do, Done, Effect, HandOff, Result, Say
from nlu.flows.heard import Heard
from nlu.flows.state import Frame, Question, State
from nlu.flows.turn import Turn
from tests.nlu.flows.talking import NOW, book

BOOK = book("""
slots:
  n: {kind: digits(5), confirm: never}
  mobile: {kind: mobile, confirm: always}
  day: {kind: date, confirm: never}
flows:
  status:
    nlu_trigger: [{intent: status}]
    steps: [{id: ask, collect: n, utter: utter_which, check: known}, {action: tell}]
  call_back:
    nlu_trigger: [{intent: call_back}]
    steps: [{id: ask, collect: mobile}]
  visit:
    nlu_trigger: [{intent: visit}]
    steps:
      - {id: ask, collect: day, rejections: [{if: slots.day < "2026-11-30", utter: utter_day_passed}]}
""")
NUMBER = "یک دو سه چهار پنج"
MOBILE = "صفر نه یک دو یک دو سه چهار پنج شش هفت"
NOTHING = State()
RESULTS: Mapping[type, Result] = {Do: Done(), Check: Checked("12345")}


def effects(
    text: str, intent: str, state: State = NOTHING, results: Mapping[type, Result] = RESULTS, keys: str = ""
) -> list[Effect]:
    """Everything that a turn yields, each answered with the result for its kind."""
    steps = Turn(BOOK, state, {}, Heard(text, intent, 1.0, "fa", NOW, keys=keys)).take()
    found: list[Effect] = []
    result: Result = None
    while True:
        try:
            found.append(steps.send(result))
        except StopIteration:
            return found
        result = results.get(type(found[-1]))


def asking(flow: str, slot: str, **more: Any) -> State:
    return State((Frame(flow, "ask"),), Question(slot, **more))


def test_a_flow_that_begins_is_told_before_its_question() -> None:
    began, ask = effects("…", "status")
    assert began == Began(BOOK.flows["status"])
    assert ask == Ask(BOOK.flows["status"].steps["ask"], BOOK.slots["n"], "first")


def test_the_rest_is_asked_for_with_what_is_known() -> None:
    (ask,) = effects("دوازده", "inform", asking("status", "n"))
    assert isinstance(ask, Ask)
    assert (ask.style, ask.said) == ("rest", "12")


def test_a_check_gets_all_whole_readings_the_likeliest_first() -> None:
    check = effects("بیست و پنج سیصد و چهار", "inform", asking("status", "n"))[0]
    assert isinstance(check, Check)
    assert (check.action, check.slot.name, check.readings[0]) == ("known", "n", "25304")
    assert len(set(check.readings)) == len(check.readings)
    assert all(len(one) == 5 for one in check.readings)


def test_the_action_behind_the_answer_is_done() -> None:
    did, said = effects(NUMBER, "inform", asking("status", "n"))[1:]
    assert isinstance(did, Do) and (did.action, said) == ("tell", Say("utter_anything_else"))


def test_a_refused_number_may_be_told_in_words_of_its_own() -> None:
    say = effects(NUMBER, "inform", asking("status", "n"), {Check: Checked()})[1]
    assert say == Say("utter_not_understood", rather="utter_wrong_n")


def test_words_without_a_number_are_only_not_understood() -> None:
    assert effects("چی", "inform", asking("status", "n"))[0] == Say("utter_not_understood")


def test_a_rejected_value_is_told_with_its_own_response() -> None:
    say = effects("دیروز", "inform", asking("visit", "day"))[0]
    assert isinstance(say, Say)
    assert say.response == "utter_day_passed"


def test_a_value_to_confirm_is_told_as_the_slot_keeps_it() -> None:
    assert effects(MOBILE, "inform", asking("call_back", "mobile")) == [Confirm(BOOK.slots["mobile"], "09121234567")]


def test_keys_are_read_as_the_kind_that_is_asked_for() -> None:
    (confirm,) = effects("", "inform", asking("call_back", "mobile"), keys="09121234567#")
    assert confirm == Confirm(BOOK.slots["mobile"], "09121234567")


@pytest.mark.parametrize(
    ("intent", "tries", "hand_off"),
    [
        ("inform", 2, HandOff("utter_given_up", "n", "bad_number")),
        ("dont_know", 0, HandOff("utter_number_needed", "n", "no_number")),
    ],
)
def test_a_human_is_told_what_was_asked_for_and_why(intent: str, tries: int, hand_off: HandOff) -> None:
    assert effects("…", intent, asking("status", "n", tries=tries)) == [hand_off]


def test_a_turn_yields_nothing_that_is_no_effect() -> None:
    seen = {type(one) for intent in ("status", "visit", "call_back") for one in effects(NUMBER, intent)}
    seen |= {type(one) for one in effects(MOBILE, "inform", asking("call_back", "mobile"))}
    assert seen == {Began, Check, Do, Ask, Say, Confirm}
    assert seen <= set(get_args(Effect))
