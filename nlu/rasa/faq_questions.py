"""FaqQuestions: finds the question of data/faq.csv that is nearest to what was said, and lets it compete.

It stands behind the intent classifier, which knows nothing of the table: an edited question moves no other intent. All
other examples of the training data tell how rare a word is. The surer the classifier is of a request of its own, the
nearer a question must be; where it takes a sentence for out of scope, or for nothing, the table is asked first.

    classifier: out_of_scope, or unsure ──▶ similarity from `nearest` on      ask_order_status, 0.99 ──▶ from `sure` on

The questions are those of the file that HATEF_QUESTIONS names, read anew when it changes: an edited one is understood
without another training. Without that file they are those that the model was trained with.

What was found stands in the message under `faq`: {"question", "similarity"}, for the action that answers.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.rasa.fold_tokenizer import language_of
from nlu.text.fold import match_key
from nlu.text.languages import CODES
from nlu.text.nearest import Near, Nearest, Rarity, rarity

FAQ = "faq"
OUT_OF_SCOPE = "out_of_scope"
FILE = "questions.json"
QUESTIONS_VARIABLE = "HATEF_QUESTIONS"
GRAMS_LEAST = 2
"""Grams of fewer sentences of the background are as rare as those of none; they are most, and are not kept."""
UNSURE = 0.4
"""Up to this confidence the classifier's intent makes no question harder to find."""
CERTAIN = 0.6
"""How sure a question is that is only just near enough; one that is asked word for word is quite sure."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FaqQuestions(GraphComponent, IntentClassifier):
    """See the module."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`nearest`, `sure`: see the module. `firm`: intents that only a question asked word for word outdoes."""
        return {"nearest": 0.39, "sure": 0.5, "firm": ["talk_to_human"]}

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._background: dict[str, Rarity] = {}
        self._nearest: dict[str, Nearest] = {}
        self._read_at = 0  # modification time of the file of questions, ns; 0: those of the model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FaqQuestions:
        """A component without questions, made by Rasa's graph."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the questions, and how rare the grams of all other examples are."""
        stored: dict[str, Any] = {}
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        spoken = [(language_of(example, example.get(TEXT)), example) for example in examples]
        for language in CODES:
            mine = [example for at, example in spoken if at == language]
            questions = [example.get(TEXT) for example in mine if example.get(INTENT) == FAQ]
            others = (match_key(example.get(TEXT), language) for example in mine if example.get(INTENT) != FAQ)
            counted = rarity(others, GRAMS_LEAST)
            stored[language] = {"questions": questions, "texts": counted.texts, "counts": dict(counted.counts)}
        self._make(stored)
        with self._model_storage.write_to(self._resource) as folder:
            text = json.dumps(stored, ensure_ascii=False, sort_keys=True)
            (folder / FILE).write_text(text, encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing downstream wants our opinion of the training data."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent of every message that asks one of the questions."""
        self._refresh()
        for message in messages:
            text = message.get(TEXT)
            nearest = self._nearest.get(language_of(message, text)) if text else None
            if nearest is None:
                continue
            found = next(iter(nearest.ranked(text)), None)
            if found is not None and found.similarity >= self._needed(message.get(INTENT) or {}):
                _let_win(message, found, self._config["nearest"])
        return messages

    def _needed(self, intent: dict[str, Any]) -> float:
        """How near a question must be, beside what the classifier says."""
        low, high = float(self._config["nearest"]), float(self._config["sure"])
        name, confidence = intent.get("name"), float(intent.get("confidence") or 0.0)
        if name in (None, OUT_OF_SCOPE):
            return low
        if name in self._config["firm"] and confidence > UNSURE:
            return 1.0 - 1e-6
        return low + (high - low) * max(0.0, confidence - UNSURE) / (1 - UNSURE)

    def _make(self, stored: dict[str, Any]) -> None:
        self._background = {language: Rarity(own["texts"], own["counts"]) for language, own in stored.items()}
        self._ask({language: own["questions"] for language, own in stored.items()})

    def _ask(self, questions: dict[str, list[str]]) -> None:
        self._nearest = {
            language: Nearest([(one, one) for one in own], language, self._background.get(language))
            for language, own in questions.items()
            if own
        }

    def _refresh(self) -> None:
        path = os.environ.get(QUESTIONS_VARIABLE, "")
        try:
            written = os.stat(path).st_mtime_ns
            if written != self._read_at:
                self._ask(json.loads(Path(path).read_text(encoding="utf-8")))
                self._read_at = written
        except (OSError, ValueError):
            return  # no such file, or one that is being written

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FaqQuestions:
        """A trained component from the model file."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._make(json.loads((folder / FILE).read_text(encoding="utf-8")))
        return component


def _let_win(message: Message, found: Near, nearest: float) -> None:
    share = (found.similarity - nearest) / (1 - nearest)
    confidence = CERTAIN + (1 - CERTAIN) * max(0.0, min(share, 1.0))
    first = {"name": FAQ, "confidence": confidence}
    others = [one for one in message.get(INTENT_RANKING_KEY) or () if one["name"] != FAQ]
    rest = [{**one, "confidence": one["confidence"] * (1 - confidence)} for one in others]
    message.set(INTENT, first, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [first, *rest], add_to_output=True)
    told = {"question": found.question, "similarity": round(found.similarity, 3)}
    message.set(FAQ, told, add_to_output=True)
