"""Whole conversations with flows: everything that callers do in the middle of them, once for all flows."""

from typing import Any

import pytest

from nlu.flows.effects import Checked, Done
from tests.nlu.flows.talking import Talk, only

FLOWS = """
slots:
  order_number: {kind: digits(5), confirm: never}
  visit_day: {kind: date, confirm: never}
  sure: {kind: yesno}
  mobile: {kind: mobile, confirm: always}
flows:
  order_status:
    description: where an order is
    nlu_trigger: [{intent: ask_order_status}]
    steps:
      - collect: order_number
        check: validate_order_number
        unknown:
          - action: utter_number_needed
          - action: action_hand_off
      - action: action_tell_order_status
  balance:
    description: what the account holds
    nlu_trigger: [{intent: ask_balance}]
    steps:
      - action: action_tell_balance
  book:
    description: an appointment
    nlu_trigger: [{intent: appointment_book}]
    steps:
      - collect: visit_day
        rejections:
          - if: slots.visit_day < "2026-11-30"
            utter: utter_day_passed
      - collect: mobile
      - collect: sure
        next:
          - if: slots.sure
            then:
              - action: action_book
                next: END
          - else: not_booked
      - id: not_booked
        action: utter_not_booked
  human:
    description: a human
    ends_others: true
    nlu_trigger: [{intent: insult}]
    steps:
      - action: action_hand_off
"""
MORE = "utter_anything_else"
ENDED = {"action_hand_off": lambda _: Done(ended=True)}


@pytest.fixture
def talk() -> Talk:
    return Talk(FLOWS, {"validate_order_number": only("12345"), **ENDED})


@pytest.fixture
def asked(talk: Talk) -> Talk:
    """The order number is asked for."""
    assert talk.says("سفارشم کجاست", "ask_order_status") == ["ask order_number first"]
    return talk


def test_a_flow_that_asks_nothing_is_done_at_once(talk: Talk) -> None:
    assert talk.says("موجودی", "ask_balance") == ["action_tell_balance", MORE]
    assert talk.packed is None


def test_a_question_and_its_answer(asked: Talk) -> None:
    assert asked.says("یک دو سه چهار پنج") == ["check 12345", "action_tell_order_status", MORE]
    assert asked.slots["order_number"] == "12345"


def test_what_was_said_with_the_request_is_not_asked_for(talk: Talk) -> None:
    said = talk.says("سفارش یک دو سه چهار پنج کجاست", "ask_order_status")
    assert said == ["check 12345", "action_tell_order_status", MORE]


def test_the_number_of_an_earlier_request_is_asked_for_anew(asked: Talk) -> None:
    asked.says("یک دو سه چهار پنج")
    assert asked.says("سفارش دیگم کجاست", "ask_order_status") == ["ask order_number first"]


def test_keys_answer_like_words(asked: Talk) -> None:
    assert asked.says('/inform{"order_number": "12345"}', keys="12345#")[0] == "check 12345"


def test_a_number_in_parts(asked: Talk) -> None:
    assert asked.says("دوازده") == ["ask order_number rest 12"]
    assert asked.says("سیصد و چهل و پنج")[0] == "check 12345"


def test_refused_answers_bring_help_and_at_last_a_human(asked: Talk) -> None:
    wrong = "نه نه نه نه نه"  # 99999
    assert asked.says(wrong) == ["check 99999", "utter_not_understood", "ask order_number again"]
    assert asked.says(wrong) == ["check 99999", "utter_not_understood", "ask order_number keys"]
    assert asked.says(wrong) == ["check 99999", "utter_given_up", "human bad_number"]
    assert asked.packed is None


def test_a_refused_number_is_put_right(asked: Talk) -> None:
    asked.says("یک دو سه چهار نه")
    assert asked.says("آخرش پنج بود") == ["check 12345", "action_tell_order_status", MORE]


def test_a_check_that_says_why_is_not_talked_over(asked: Talk) -> None:
    asked.outside["validate_order_number"] = lambda _: Checked(said=True)
    assert asked.says("یک دو سه چهار شش") == ["check 12346", "ask order_number again"]


def test_a_check_that_brings_a_human_ends_everything(asked: Talk) -> None:
    asked.outside["validate_order_number"] = lambda _: Checked(said=True, ended=True)
    assert asked.says("یک دو سه چهار شش") == ["check 12346"]
    assert asked.packed is None


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("greet", ["utter_greet_short", "ask order_number back"]),
        ("thank", ["utter_welcome", "ask order_number back"]),
        ("affirm", ["utter_please", "ask order_number back"]),
        ("repeat", ["utter_again", "ask order_number back"]),
        ("wait", ["utter_wait", "ask order_number silent"]),
        ("wrong", ["utter_sorry_number", "ask order_number again"]),
        ("ask_order_status", ["utter_sure", "ask order_number back"]),
        ("nlu_fallback", ["utter_not_understood", "ask order_number again"]),
        ("inform", ["utter_not_understood", "ask order_number again"]),
    ],
)
def test_the_question_stays_open(asked: Talk, intent: str, said: list[str]) -> None:
    assert asked.says("…", intent) == said
    assert asked.says("یک دو سه چهار پنج")[0] == "check 12345"


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("deny", ["utter_form_dropped", MORE]),
        ("cancel", ["utter_form_dropped", MORE]),
        ("more", ["utter_how_can_help"]),
        ("dont_know", ["utter_number_needed", "action_hand_off"]),
        ("talk_to_human", ["action_hand_off"]),
        ("complaint", ["action_hand_off"]),
        ("goodbye", ["action_goodbye"]),
        ("insult", ["action_hand_off"]),
    ],
)
def test_the_flow_is_left(asked: Talk, intent: str, said: list[str]) -> None:
    assert asked.says("…", intent) == said
    assert asked.packed is None


def test_out_of_scope_twice_brings_a_human(asked: Talk) -> None:
    assert asked.says("…", "out_of_scope") == ["utter_not_understood", "ask order_number again"]
    assert asked.says("…", "out_of_scope", lost=True) == ["action_hand_off"]


def test_another_request_comes_first_and_the_question_comes_back(asked: Talk) -> None:
    assert asked.says("موجودی", "ask_balance") == ["action_tell_balance", "ask order_number back"]
    assert asked.says("یک دو سه چهار پنج")[-1] == MORE


def test_a_digression_in_a_digression_and_all_the_way_back(asked: Talk) -> None:
    assert asked.says("نوبت", "appointment_book") == ["ask visit_day first"]
    assert asked.says("موجودی", "ask_balance") == ["action_tell_balance", "ask visit_day back"]
    assert asked.says("ولش کن", "cancel") == ["utter_form_dropped", "ask order_number back"]


def test_going_back_to_what_lies_beneath_leaves_what_is_above(asked: Talk) -> None:
    asked.says("نوبت", "appointment_book")
    assert asked.says("سفارشم چی شد", "ask_order_status") == ["ask order_number first"]
    assert len(asked.packed["stack"]) == 1


def test_a_rule_in_between(asked: Talk) -> None:
    assert asked.resumes() == ["ask order_number back"]


def test_a_rule_in_between_that_offers_something_takes_over(asked: Talk) -> None:
    assert asked.resumes(offered=True) == []
    assert asked.packed is None


def test_the_second_of_two_requests_is_kept(talk: Talk) -> None:
    also = [("ask_order_status", "سفارشم کجاست")]
    said = talk.says("موجودی و سفارشم کجاست", "ask_balance", also)
    assert said == ["action_tell_balance", "utter_and_now", "ask order_number first"]


def test_the_second_request_waits_for_the_end_of_the_first(asked: Talk) -> None:
    asked.says("موجودی و نوبت", "ask_balance", [("appointment_book", "نوبت")])
    said = asked.says("یک دو سه چهار پنج")
    assert said == ["check 12345", "action_tell_order_status", "utter_and_now", "ask visit_day first"]


def booking(talk: Talk, *answers: str) -> list[str]:
    said = talk.says("نوبت می‌خوام", "appointment_book")
    for one in answers:
        said = talk.says(one)
    return said


def test_a_rejected_value_is_told_and_asked_for_again(talk: Talk) -> None:
    said = booking(talk, "دیروز")
    assert said == ["utter_day_passed", "ask visit_day again"]


def test_a_value_that_is_read_back(talk: Talk) -> None:
    assert booking(talk, "پس‌فردا", "صفر نه یک دو یک دو سه چهار پنج شش هفت") == ["confirm 09121234567"]
    assert talk.says("بله", "affirm") == ["ask sure first"]
    assert talk.slots["mobile"] == "09121234567"


def test_a_value_that_is_denied_is_asked_for_again(talk: Talk) -> None:
    booking(talk, "پس‌فردا", "صفر نه یک دو یک دو سه چهار پنج شش هفت")
    assert talk.says("نه", "deny") == ["utter_sorry_number", "ask mobile again"]


def test_another_value_instead_of_yes(talk: Talk) -> None:
    booking(talk, "پس‌فردا", "صفر نه یک دو یک دو سه چهار پنج شش هفت")
    said = talk.says("نه صفر نه یک دو یک دو سه چهار پنج شش هشت", "deny")
    assert said == ["confirm 09121234568"]


def test_yes_and_no_answer_a_question_for_them(talk: Talk) -> None:
    booking(talk, "پس‌فردا", "صفر نه یک دو یک دو سه چهار پنج شش هفت")
    talk.says("بله", "affirm")
    assert talk.says("بله", "affirm") == ["action_book", MORE]
    booking(talk, "پس‌فردا", "صفر نه یک دو یک دو سه چهار پنج شش هفت")
    talk.says("بله", "affirm")
    assert talk.says("نه", "deny") == ["utter_not_booked", MORE]


def test_an_earlier_answer_is_put_right(talk: Talk) -> None:
    booking(talk, "پس‌فردا")
    assert talk.says("اشتباه شد", "wrong") == ["utter_sorry_number", "ask visit_day first"]
    assert talk.says("فردا") == ["ask mobile first"]
    assert talk.slots["visit_day"] == "2026-12-01"


def test_what_an_action_asks_is_not_talked_over(talk: Talk) -> None:
    talk.outside["action_tell_balance"] = lambda _: Done(asked=True)
    assert talk.says("موجودی", "ask_balance") == ["action_tell_balance"]


def test_a_flow_that_was_released_away_is_forgotten(asked: Talk) -> None:
    asked.packed = {**asked.packed, "stack": [["gone", "x", []]]}
    assert asked.says("موجودی", "ask_balance") == ["action_tell_balance", MORE]


@pytest.mark.parametrize("junk", [None, 3, {"stack": 3}, {"stack": [["a"]], "kept": [], "question": None}, "x"])
def test_a_state_that_is_none_begins_anew(talk: Talk, junk: Any) -> None:
    talk.packed = junk
    assert talk.says("موجودی", "ask_balance") == ["action_tell_balance", MORE]
