"""What becomes of an answer where the choices are rows of the company's records, known only in the call."""

from typing import Any

import pytest

from nlu.flows.effects import Done
from nlu.flows.model import ROWS
from tests.nlu.flows.talking import Talk

FLOWS = """
slots:
  visit: {kind: choice, confirm: never, from_rows: {value: slot_id, say: "{day} {time}"}}
flows:
  book:
    nlu_trigger: [{intent: appointment_book}]
    steps:
      - action: lookup_free
      - collect: visit
      - action: action_book
"""
FREE = [
    {"slot_id": "s-1", "day": "2026-12-05", "time": "09:00", "said": {"day": "شنبه", "time": "ساعت ۹"}},
    {"slot_id": "s-2", "day": "2026-12-06", "time": "16:30", "said": {"day": "یکشنبه", "time": "ساعت ۱۶:۳۰"}},
]
MORE = "utter_anything_else"


def found(rows: Any) -> Talk:
    """A call to which these times are free."""
    talk = Talk(FLOWS, {"lookup_free": lambda _: Done({ROWS: rows})})
    assert talk.says("نوبت", "appointment_book") == ["lookup_free", "ask visit first"]
    return talk


@pytest.mark.parametrize(
    ("text", "keys", "chosen"),
    [("شنبه", "", "s-1"), ("یکشنبه خوبه", "", "s-2"), ("دومی", "", "s-2"), ("اولی", "", "s-1"), ("", "2#", "s-2")],
)
def test_a_row_is_chosen_by_its_words_its_place_or_its_key(text: str, keys: str, chosen: str) -> None:
    talk = found(FREE)
    assert talk.says(text, keys=keys) == ["action_book", MORE]
    assert talk.slots["visit"] == chosen


@pytest.mark.parametrize(("text", "keys"), [("اصفهان", ""), ("", "3#")])
def test_what_is_no_row_is_refused(text: str, keys: str) -> None:
    assert found(FREE).says(text, keys=keys)[0] == "utter_not_understood"


@pytest.mark.parametrize("rows", [None, [], [{}], [{"slot_id": "s-1"}]])
def test_rows_without_words_do_no_harm(rows: Any) -> None:
    assert found(rows).says("شنبه")[0] == "utter_not_understood"


def test_a_row_is_read_back_before_it_is_taken() -> None:
    talk = Talk(FLOWS.replace("confirm: never, ", ""), {"lookup_free": lambda _: Done({ROWS: FREE})})
    talk.says("نوبت", "appointment_book")
    assert talk.says("سه‌شنبه") == ["confirm s-1"]  # as near to «شنبه» as it is wrong
    assert talk.says("بله", "affirm") == ["action_book", MORE]


def test_a_row_is_called_by_the_columns_it_has() -> None:
    slot = found(FREE).book.slots["visit"].among([{"slot_id": "s-1", "said": {"day": "شنبه"}}])
    assert slot.kind.choices[0].said("fa") == "شنبه"
    assert slot.declared == {"kind": "choice", "choices": {"s-1": {"fa": ["شنبه"], "ar": ["شنبه"]}}}
