"""Where a conversation stands, kept between the turns of a call as JSON."""

import json
from typing import Any

import pytest

from nlu.flows.state import Frame, Question, State

WHOLE = State(
    (Frame("book", "2_collect", ("visit_day", "mobile")), Frame("order_status", "ask")),
    Question("order_number", 2, ("12", "120"), "99999", ("12345", True)),
    (("balance", "موجودی‌ام"),),
)


def kept(state: State) -> Any:
    """As Rasa keeps a slot: through JSON."""
    return json.loads(json.dumps(state.pack()))


@pytest.mark.parametrize(
    "state",
    [
        State(),
        WHOLE,
        State((Frame("balance", "END"),)),
        State((Frame("order_status", "ask"),), Question("order_number")),
        State((), None, (("balance", "موجودی"),)),
    ],
)
def test_what_is_packed_is_unpacked_as_it_was(state: State) -> None:
    assert State.unpack(kept(state)) == state


def test_nothing_under_way_is_nothing() -> None:
    assert State().pack() is None
    assert State.unpack(None) == State()


def test_the_rules_see_whether_a_question_is_open() -> None:
    """`nlu.rasa.flow_policy` looks at `question`."""
    assert kept(WHOLE)["question"]["slot"] == "order_number"
    assert kept(State((Frame("balance", "END"),)))["question"] is None


def without(key: str) -> Any:
    return {name: value for name, value in kept(WHOLE).items() if name != key}


@pytest.mark.parametrize(
    "junk",
    [
        "x",
        7,
        [],
        {},
        without("stack"),
        without("question"),
        without("kept"),
        {**kept(WHOLE), "stack": 3},
        {**kept(WHOLE), "stack": [["only"]]},
        {**kept(WHOLE), "stack": [["a", "b", None]]},
        {**kept(WHOLE), "question": "order_number"},
        {**kept(WHOLE), "question": {"slot": "order_number"}},
        {**kept(WHOLE), "question": {**kept(WHOLE)["question"], "tries": "two"}},
        {**kept(WHOLE), "question": {**kept(WHOLE)["question"], "before": None}},
        {**kept(WHOLE), "kept": [["balance"]]},
        {**kept(WHOLE), "kept": None},
    ],
)
def test_what_was_never_packed_is_nothing_under_way(junk: Any) -> None:
    assert State.unpack(junk) == State()
