"""The table's questions beside the classifier's intents, trained and loaded in the Rasa environment."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(200)]

CODE = """
import json, os, tempfile
from pathlib import Path
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from nlu.rasa.faq_questions import FaqQuestions as F

def message(text, intent=None, confidence=0.0):
    if intent is None:
        return Message({"text": text})
    ranking = [{"name": intent, "confidence": confidence}, {"name": "greet", "confidence": 1 - confidence}]
    return Message({"text": text, "intent": ranking[0], "intent_ranking": ranking})

examples = [("پارکینگ دارید", "faq"), ("هزینه ارسال چقدره", "faq"), ("هل يوجد موقف", "faq")]
examples += [(f"موجودی {word} چقدره", "ask_balance") for word in ("من", "حساب", "کارت", "ما")]
data = TrainingData([Message({"text": text, "intent": intent}) for text, intent in examples])
folder = Path(tempfile.mkdtemp())
storage, resource = LocalModelStorage(folder), Resource("faq")
context = ExecutionContext(GraphSchema({}))
F.create(F.get_default_config(), storage, resource, context).train(data)
component = F.load(F.get_default_config(), storage, resource, context)

def found(text, intent=None, confidence=0.0):
    one = message(text, intent, confidence)
    component.process([one])
    return {"intent": one.get("intent"), "ranking": one.get("intent_ranking"), "faq": one.get("faq")}

said = "شما هم یه پارکینگ برای ماشین دارید یا نه"
result = {
    "asked": found("پاركينگ داريد", "out_of_scope", 0.9),
    "near": found(said, "out_of_scope", 0.9),
    "sure": found(said, "ask_address", 1.0),
    "unsure": found(said, "ask_address", 0.3),
    "human": found("پارکینگ دارید وصل کنید", "talk_to_human", 0.9),
    "word for word": found("پارکینگ دارید", "talk_to_human", 0.9),
    "far": found("موجودی من چقدره", "ask_balance", 0.9),
    "arabic": found("هل يوجد موقف", "out_of_scope", 0.9),
    "nothing": found("", None),
    "known to no classifier": found("پارکینگ دارید", None),
}
path = folder / "asked.json"
path.write_text(json.dumps({"fa": ["کادو می‌کنید"], "ar": []}))
os.environ["HATEF_QUESTIONS"] = str(path)
result["edited"] = found("کادو می‌کنید", "out_of_scope", 0.9)
result["gone"] = found("پارکینگ دارید", "out_of_scope", 0.9)
path.write_text("{half")
os.utime(path, (1, 1))
result["half written"] = found("کادو می‌کنید", "out_of_scope", 0.9)
print(json.dumps(result))
"""


@pytest.fixture(scope="module")
def found(in_rasa: Callable[[str], Any]) -> dict[str, Any]:
    result: dict[str, Any] = in_rasa(CODE)
    return result


@pytest.mark.parametrize(
    ("case", "intent"),
    [
        ("asked", "faq"),
        ("near", "faq"),
        ("sure", "ask_address"),
        ("unsure", "faq"),
        ("human", "talk_to_human"),
        ("word for word", "faq"),
        ("far", "ask_balance"),
        ("arabic", "faq"),
        ("known to no classifier", "faq"),
        ("edited", "faq"),
        ("gone", "out_of_scope"),
        ("half written", "faq"),
    ],
)
def test_the_surer_the_classifier_the_nearer_a_question_must_be(found: dict[str, Any], case: str, intent: str) -> None:
    assert found[case]["intent"]["name"] == intent


def test_what_was_asked_is_told_to_the_action(found: dict[str, Any]) -> None:
    assert found["asked"]["faq"] == {"question": "پارکینگ دارید", "similarity": 1.0}
    assert found["near"]["faq"]["question"] == "پارکینگ دارید"
    assert found["far"]["faq"] is None


def test_the_ranking_stays_a_distribution(found: dict[str, Any]) -> None:
    for case in ("asked", "near", "unsure"):
        shares = [one["confidence"] for one in found[case]["ranking"]]
        assert sum(shares) == pytest.approx(1) and shares[0] >= 0.6
    assert found["asked"]["intent"]["confidence"] > found["near"]["intent"]["confidence"]


def test_nothing_said_is_nothing_found(found: dict[str, Any]) -> None:
    assert found["nothing"]["intent"] is None
