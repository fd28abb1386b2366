"""The book of flows: which intent starts which flow, and what a flow asks for."""

import pytest

from tests.nlu.flows.talking import book

BOOK = book("""
slots: {order_number: digits(5), city: text}
flows:
  order_status:
    nlu_trigger:
      - intent: ask_order_status
      - intent: {name: inform, entities: [order_number]}
    steps:
      - collect: order_number
        next:
          - if: slots.order_number = 11111
            then:
              - collect: city
              - collect: order_number
          - else: END
  balance:
    nlu_trigger: [{intent: {name: ask_balance, confidence_threshold: 0.8}}]
    steps: [action: action_tell_balance]
  order_again:
    nlu_trigger: [{intent: ask_order_status}]
    steps: [action: action_order_again]
""")


@pytest.mark.parametrize(
    ("intent", "confidence", "entities", "flow"),
    [
        ("ask_order_status", 0.1, (), "order_status"),
        ("inform", 1.0, ("order_number", "city"), "order_status"),
        ("inform", 1.0, ("city",), None),
        ("inform", 1.0, (), None),
        ("ask_balance", 0.8, (), "balance"),
        ("ask_balance", 0.79, (), None),
        ("greet", 1.0, ("order_number",), None),
        ("", 1.0, (), None),
    ],
)
def test_an_intent_starts_a_flow(intent: str, confidence: float, entities: tuple[str, ...], flow: str | None) -> None:
    found = BOOK.triggered(intent, confidence, frozenset(entities))
    assert (found.id if found else None) == flow


def test_an_intent_that_is_told_alone_is_sure() -> None:
    found = BOOK.triggered("ask_balance")
    assert found is not None
    assert found.id == "balance"


def test_a_flow_asks_for_each_slot_once() -> None:
    """Also for those in its branches."""
    assert sorted(BOOK.flows["order_status"].collected) == ["city", "order_number"]
    assert BOOK.flows["order_status"].collected[0] == "order_number"
    assert BOOK.flows["balance"].collected == ()
