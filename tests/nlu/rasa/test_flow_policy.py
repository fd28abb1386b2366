"""Rules and flows side by side: which of them takes a turn, predicted by the trained policy in the Rasa environment."""

import json
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(200)]

CODE = """
import json, tempfile
from pathlib import Path
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.utils.io import read_yaml
from nlu.flows.patterns import ANSWERED
from nlu.rasa.flow_policy import FlowPolicy

DOMAIN = '''
version: "3.1"
intents: [inform, affirm, deny, greet, cancel, nlu_fallback, ask_hours, ask_order, ask_balance, strange]
entities: [order_number]
slots:
  flow: {type: any, influence_conversation: false, mappings: [{type: custom}]}
responses:
  utter_hours: [{text: x}]
  utter_greet: [{text: x}]
  utter_more: [{text: x}]
actions: [action_flow]
'''
RULES = '''
version: "3.1"
rules:
  - rule: hours
    steps: [{intent: ask_hours}, {action: utter_hours}, {action: utter_more}]
  - rule: greet
    steps: [{intent: greet}, {action: utter_greet}]
'''
domain = Domain.from_yaml(DOMAIN)
steps = YAMLStoryReader(domain).read_from_parsed_yaml(read_yaml(RULES))
trackers = TrainingDataGenerator(StoryGraph(steps), domain, augmentation_factor=0).generate()
storage, context = LocalModelStorage(Path(tempfile.mkdtemp())), ExecutionContext(GraphSchema({}))
config = {**FlowPolicy.get_default_config(), "answered": sorted(ANSWERED), "triggers": [
    {"intent": "ask_order", "least": 0.0, "entities": []},
    {"intent": "ask_balance", "least": 0.8, "entities": []},
    {"intent": "inform", "least": 0.0, "entities": ["order_number"]},
]}
policy = FlowPolicy.create(config, storage, Resource("flows"), context)
policy.train(trackers, domain)
loaded = FlowPolicy.load(config, storage, Resource("flows"), context)
plain = Domain.from_yaml(DOMAIN.replace("actions: [action_flow]", "actions: []"))
ASKING = {"stack": [["order", "ask", []]], "question": {"slot": "n"}, "kept": []}
WAITING = {"stack": [["order", "END", []]], "question": None, "kept": []}

def next_action(intent, state=None, confidence=1.0, entities=(), done=(), domain=domain):
    one = DialogueStateTracker("call", domain.slots)
    one.update(ActionExecuted("action_listen"))
    state = {"asking": ASKING, "waiting": WAITING, None: None}[state]
    if state:
        one.update(SlotSet("flow", state))
    found = [{"entity": name, "value": "1"} for name in entities]
    one.update(UserUttered("x", {"name": intent, "confidence": confidence}, found))
    for name in done:
        one.update(ActionExecuted(name))
    made = loaded.predict_action_probabilities(one, domain)
    best = max(made.probabilities)
    return domain.action_names_or_texts[made.probabilities.index(best)] if best else "", best

without = FlowPolicy.create(FlowPolicy.get_default_config(), storage, Resource("bare"), context).config
CASES = json.loads(%r)
print(json.dumps({
    "cases": [next_action(**case) for case in CASES],
    "no action": next_action("ask_order", "asking", domain=plain)[0],
    "default": [without["triggers"], without["answered"]],
}))
"""
FLOW, LISTEN = "action_flow", "action_listen"

TABLE: dict[str, tuple[dict[str, Any], str]] = {
    # a turn while nothing asks
    "a trigger": ({"intent": "ask_order"}, FLOW),
    "a trigger in the middle of nothing but a flow that is done": ({"intent": "ask_order", "state": "waiting"}, FLOW),
    "a trigger that is sure": ({"intent": "ask_balance", "confidence": 0.8}, FLOW),
    "a trigger by its entity": ({"intent": "inform", "entities": ["order_number"]}, FLOW),
    "a rule": ({"intent": "ask_hours"}, "utter_hours"),
    "a rule while a flow that is done lies about": ({"intent": "ask_hours", "state": "waiting"}, "utter_hours"),
    "small talk": ({"intent": "greet"}, "utter_greet"),
    # a turn while a flow asks
    "an answer": ({"intent": "inform", "state": "asking"}, FLOW),
    "small talk while a flow asks": ({"intent": "greet", "state": "asking"}, FLOW),
    "leaving the flow": ({"intent": "cancel", "state": "asking"}, FLOW),
    "not understood while a flow asks": ({"intent": "nlu_fallback", "state": "asking"}, FLOW),
    "another flow": ({"intent": "ask_balance", "state": "asking"}, FLOW),
    "a rule while a flow asks": ({"intent": "ask_hours", "state": "asking"}, "utter_hours"),
    "neither a rule nor an answer": ({"intent": "strange", "state": "asking"}, FLOW),
    # behind an action
    "behind the flows": ({"intent": "ask_order", "state": "asking", "done": [FLOW]}, LISTEN),
    "behind the flows that are done": ({"intent": "ask_order", "done": [FLOW]}, LISTEN),
    "in the middle of a rule": ({"intent": "ask_hours", "state": "asking", "done": ["utter_hours"]}, "utter_more"),
    "at the end of a rule, a flow asks": (
        {"intent": "ask_hours", "state": "asking", "done": ["utter_hours", "utter_more"]},
        FLOW,
    ),
    "at the end of a rule, no flow asks": ({"intent": "ask_hours", "done": ["utter_hours", "utter_more"]}, LISTEN),
    "at the end of a rule, a flow is done": (
        {"intent": "ask_hours", "state": "waiting", "done": ["utter_hours", "utter_more"]},
        LISTEN,
    ),
    "behind a rule and the flows": (
        {"intent": "ask_hours", "state": "asking", "done": ["utter_hours", "utter_more", FLOW]},
        LISTEN,
    ),
}
UNSURE: dict[str, dict[str, Any]] = {
    "a trigger that is not sure": {"intent": "ask_balance", "confidence": 0.79},
    "a trigger without its entity": {"intent": "inform"},
    "an answer to nothing": {"intent": "cancel"},
}


@pytest.fixture(scope="module")
def found(in_rasa: Callable[[str], Any]) -> dict[str, Any]:
    cases = [*(case for case, _ in TABLE.values()), *UNSURE.values()]
    result: dict[str, Any] = in_rasa(CODE % json.dumps(cases))
    return result


@pytest.mark.parametrize("name", TABLE)
def test_who_takes_the_turn(found: dict[str, Any], name: str) -> None:
    action, sure = found["cases"][list(TABLE).index(name)]
    assert action == TABLE[name][1]
    assert sure == 1.0


@pytest.mark.parametrize("name", UNSURE)
def test_what_starts_no_flow_is_left_to_the_fallback(found: dict[str, Any], name: str) -> None:
    action, sure = found["cases"][len(TABLE) + list(UNSURE).index(name)]
    assert action != FLOW
    assert sure < 1.0


def test_a_domain_without_the_action_is_left_to_the_rules(found: dict[str, Any]) -> None:
    assert found["no action"] != FLOW


def test_without_training_no_intent_is_the_flows(found: dict[str, Any]) -> None:
    assert found["default"] == [[], []]
