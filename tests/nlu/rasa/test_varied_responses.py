"""Of several wordings the one that was heard least, in the Rasa environment."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(200)]

CODE = """
import asyncio, json
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

domain = Domain.from_yaml('''
version: "3.1"
slots:
  n: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  late: {type: bool, influence_conversation: false, mappings: [{type: custom}]}
responses:
  utter_one: [{text: "شماره {n}"}]
  utter_three: [{text: first}, {text: second}, {text: third}]
  utter_late:
    - text: in time
    - text: sorry
      condition: [{type: slot, name: late, value: true}]
    - text: very sorry
      condition: [{type: slot, name: late, value: true}]
  utter_only_late:
    - text: sorry
      condition: [{type: slot, name: late, value: true}]
  utter_offer: [{text: "x", custom: {offer: human}}]
''')
made = NaturalLanguageGenerator.create(EndpointConfig(type="nlu.rasa.varied_responses.VariedResponses"), domain)

def tracker(*events):
    one = DialogueStateTracker("call", domain.slots)
    for event in events:
        one.update(event)
    return one

def said(name, times=1):
    return [BotUttered("…", metadata={"utter_action": name}) for _ in range(times)]

def generate(name, *events, **values):
    return asyncio.run(made.generate(name, tracker(*events), "hatef", **values))

def text(name, *events, **values):
    found = generate(name, *events, **values)
    return found and found["text"]

LATE = SlotSet("late", True)
kept = json.dumps(made.responses, ensure_ascii=False)
print(json.dumps({
    "class": type(made).__name__,
    "row": [text("utter_three", *said("utter_three", times)) for times in range(5)],
    "again": text("utter_three"),
    "others": text("utter_three", *said("utter_one", 4), ActionExecuted("utter_three"), BotUttered("first")),
    "one": [text("utter_one", SlotSet("n", "12"), *said("utter_one", times)) for times in range(3)],
    "given": text("utter_one", SlotSet("n", "12"), n="۱ ۲"),
    "late": [text("utter_late", LATE, *said("utter_late", times)) for times in range(3)],
    "in time": [text("utter_late", *said("utter_late", times)) for times in range(2)],
    "none fits": generate("utter_only_late"),
    "fits": text("utter_only_late", LATE),
    "custom": generate("utter_offer"),
    "unchanged": json.dumps(made.responses, ensure_ascii=False) == kept,
}))
"""


@pytest.fixture(scope="module")
def found(in_rasa: Callable[[str], Any]) -> dict[str, Any]:
    result: dict[str, Any] = in_rasa(CODE)
    return result


def test_rasa_makes_it_from_its_endpoints(found: dict[str, Any]) -> None:
    assert found["class"] == "VariedResponses"


def test_one_wording_after_the_other_the_first_one_first(found: dict[str, Any]) -> None:
    assert found["row"] == ["first", "second", "third", "first", "second"]


def test_a_call_that_heard_none_hears_the_first_every_time(found: dict[str, Any]) -> None:
    assert found["again"] == "first"


def test_only_this_response_is_counted(found: dict[str, Any]) -> None:
    """Not the others, nor what was said without the name of its response."""
    assert found["others"] == "first"


def test_placeholders_are_filled_each_time(found: dict[str, Any]) -> None:
    assert found["one"] == ["شماره 12"] * 3


def test_what_an_action_gives_goes_before_the_slot(found: dict[str, Any]) -> None:
    assert found["given"] == "شماره ۱ ۲"


def test_wordings_for_a_slot_take_turns_among_themselves(found: dict[str, Any]) -> None:
    assert found["late"] == ["sorry", "very sorry", "sorry"]
    assert found["in time"] == ["in time", "in time"]


def test_where_no_wording_fits_nothing_is_said(found: dict[str, Any]) -> None:
    assert found["none fits"] is None
    assert found["fits"] == "sorry"


def test_what_else_a_response_holds_is_kept(found: dict[str, Any]) -> None:
    assert found["custom"] == {"text": "x", "custom": {"offer": "human"}}


def test_filling_changes_no_response(found: dict[str, Any]) -> None:
    assert found["unchanged"] is True
