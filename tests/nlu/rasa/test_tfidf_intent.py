"""The tokenizer and the classifier, trained and loaded in the Rasa environment."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(200)]

CODE = """
import json, tempfile, zipfile
from pathlib import Path
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from nlu.rasa.fold_tokenizer import FoldTokenizer
from nlu.rasa.tfidf_intent import TfidfIntentClassifier as C, masked

tokenizer = FoldTokenizer(FoldTokenizer.get_default_config())
def message(text, intent=None):
    one = Message({"text": text, "intent": intent} if intent else {"text": text})
    tokenizer.process([one])
    return one

pairs = [
    ("سلام", "greet"), ("سلام وقت بخیر", "greet"), ("درود", "greet"),
    ("سفارشم کجاست", "order"), ("سفارش من کجاست", "order"), ("وضعیت سفارش", "order"),
    ("یک دو سه چهار پنج", "inform"), ("شماره سه دو یک صفر نه", "inform"), ("۴۵۶۷۸", "inform"),
]
data = TrainingData([message(*pair) for pair in pairs])
folder = Path(tempfile.mkdtemp())
storage, resource = LocalModelStorage(folder), Resource("intents")
context = ExecutionContext(GraphSchema({}))
first = C.create(C.get_default_config(), storage, resource, context)
first.train(data)
second = C.load(C.get_default_config(), storage, resource, context)
untrained = C.create(C.get_default_config(), storage, resource, context)

def rank(component, text):
    one = message(text)
    component.process([one])
    return [[entry["name"], entry["confidence"]] for entry in one.get("intent_ranking")]

text = "سفارش من کجاست"
one = message("می خواهم برم")
print(json.dumps({
    "texts": {text: rank(second, text) for text in ("سلام", "سفارشم كجاست", "نه هشت هفت شش پنج", "۱۲۳۴۵")},
    "same": rank(first, text) == rank(second, text),
    "untrained": rank(untrained, text),
    "masks": [masked(message(text)) for text in ("سفارش یک دو سه چهار پنج کجاست", "یک بار دیگه", "۱۲۳۴۵")],
    "tokens": [[token.text, token.start, token.end] for token in one.get("text_tokens")],
    "files": sorted(path.name for path in folder.rglob("*") if path.is_file()),
    "empty": [[token.text] for token in message("؟!").get("text_tokens")],
}))
"""


@pytest.fixture(scope="module")
def found(in_rasa: Callable[[str], Any]) -> dict[str, Any]:
    result: dict[str, Any] = in_rasa(CODE)
    return result


@pytest.mark.parametrize(
    ("text", "intent"),
    [("سلام", "greet"), ("سفارشم كجاست", "order"), ("نه هشت هفت شش پنج", "inform"), ("۱۲۳۴۵", "inform")],
)
def test_top_intent(found: dict[str, Any], text: str, intent: str) -> None:
    assert found["texts"][text][0][0] == intent


def test_a_ranking_is_a_distribution_in_order(found: dict[str, Any]) -> None:
    for ranking in found["texts"].values():
        shares = [share for _, share in ranking]
        assert sum(shares) == pytest.approx(1)
        assert shares == sorted(shares, reverse=True)


def test_stored_and_loaded_is_the_same(found: dict[str, Any]) -> None:
    assert found["same"] is True


def test_the_model_holds_no_pickle(found: dict[str, Any]) -> None:
    assert found["files"] == ["intents.json", "weights.npz"]


def test_without_training_there_is_no_intent(found: dict[str, Any]) -> None:
    assert found["untrained"] == []


def test_long_numbers_are_masked_and_small_ones_are_not(found: dict[str, Any]) -> None:
    assert found["masks"] == ["سفارش 0 کجاست", "یک بار دیگر", "0"]


def test_tokens_are_folded_and_point_into_the_raw_text(found: dict[str, Any]) -> None:
    assert found["tokens"] == [["میخواهم", 0, 8], ["بروم", 9, 12]]


def test_a_text_without_words_is_one_token(found: dict[str, Any]) -> None:
    assert found["empty"] == [["؟!"]]
