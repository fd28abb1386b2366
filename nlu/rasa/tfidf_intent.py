"""TfidfIntentClassifier: TF-IDF of letters and words (sentence_grams.py) and linear margins (SVM), numbers masked.

Requests are also trained with the greetings and thanks that callers put around them (nlu/text/mixed_examples.py), and a
request is found inside a long story (long_texts.py). A sentence of the training data is what it stands under there.
What is stored is plain JSON and NumPy arrays (no pickle), so a model file can carry no code. Figures: docs/nlu.md.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from nlu.numbers import slots
from nlu.rasa import long_texts
from nlu.rasa.faq_questions import FAQ
from nlu.rasa.fold_tokenizer import language_of
from nlu.rasa.number_entity import is_long
from nlu.rasa.sentence_grams import grams, letters
from nlu.text import detect as language
from nlu.text import mixed_examples
from nlu.text.fold import tokens
from nlu.text.languages import FALLBACK
from nlu.text.mixed_examples import Row

MASK = "0"
KNOWN_LEAST = 0.3
"""So much of a text must look like the training data, or it is not understood at all."""
EXAMPLE_SHARE = 0.9
"""How sure a sentence of the training data is of its intent."""
OPENINGS, CLOSINGS = "opening", "closing"
"""Lookups of the training data: what stands before and behind a request."""


def masked(message: Message) -> str:
    """The folded tokens of a message, every long number replaced by one mask: which number it is tells no intent."""
    text = message.get(TEXT)
    spans = [run.span for run in slots.runs(text, language_of(message, text)) if is_long(run)]
    words: list[str] = []
    for token in message.get(TOKENS_NAMES[TEXT]):
        inside = any(start <= token.start < end for start, end in spans)
        if not inside:
            words.append(token.text)
        elif words[-1:] != [MASK]:
            words.append(MASK)
    return " ".join(words)


def _key(spoken: str, text: str) -> str:
    """A training sentence by its language and its masked text."""
    return f"{spoken} {text}"


def _rows(training_data: TrainingData) -> list[Row]:
    found = [example for example in training_data.intent_examples if example.get(TEXT)]
    examples = [example for example in found if example.get(INTENT) != FAQ]  # FaqQuestions finds these
    return [(language_of(example, example.get(TEXT)), example.get(INTENT), masked(example)) for example in examples]


def _lookup(training_data: TrainingData, name: str) -> dict[str, list[str]]:
    """The elements of the lookups of that name, folded, by the language of each lookup."""
    found: dict[str, list[str]] = {}
    for table in training_data.lookup_tables:
        elements = table.get("elements")
        if table.get("name") != name or not isinstance(elements, list):
            continue
        spoken = language.detect(" ".join(elements))
        own = found.setdefault(FALLBACK if spoken == "undecided" else spoken, [])
        own += [" ".join(token.key for token in tokens(element, spoken)) for element in elements]
    return found


def _vectorizer(vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer=grams,
        sublinear_tf=True,
        vocabulary=vocabulary,
        dtype=np.float64,
    )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TfidfIntentClassifier(GraphComponent, IntentClassifier):
    """See the module. The ranking has every intent, most likely first."""

    @classmethod
    def required_components(cls) -> list[type]:
        """A tokenizer must stand before it."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`C`: inverse regularisation strength; `random_state`: seed of the solver.

        `sharpness`: how steeply the classifier's margins become confidences (softmax of margin x sharpness).
        `requests`: the intents that may stand somewhere in a long story.
        """
        return {"C": 1.0, "sharpness": 3.0, "random_state": 42, "requests": list(long_texts.REQUESTS)}

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._features = _vectorizer()
        self._classes: list[str] = []
        self._weights = np.zeros((0, 0))  # (n-grams, intents)
        self._bias = np.zeros(0)  # (intents,)
        self._examples: dict[str, str] = {}  # the intent of every training sentence, by `_key`

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TfidfIntentClassifier:
        """An untrained component, made by Rasa's graph."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the intent examples and store the result."""
        examples = _rows(training_data)
        around = (_lookup(training_data, OPENINGS), _lookup(training_data, CLOSINGS))
        rows = examples + mixed_examples.mixed(examples, *around)
        matrix = self._features.fit_transform([text for _, _, text in rows])
        model = LinearSVC(
            C=self._config["C"],
            class_weight="balanced",  # how many examples an intent has says nothing of how often it is meant
            random_state=self._config["random_state"],
        )
        model.fit(matrix, [intent for _, intent, _ in rows])
        self._examples = {_key(spoken, text): intent for spoken, intent, text in examples}
        self._classes = [str(name) for name in model.classes_]
        self._weights, self._bias = model.coef_.T, model.intercept_
        self._persist()
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing downstream wants our opinion of the training data."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of every message."""
        for message in messages:
            if not message.get(TEXT) or not self._classes:
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [], add_to_output=True)
                continue
            ranking = self._ranking(language_of(message, message.get(TEXT)), masked(message))
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, spoken: str, text: str) -> list[dict[str, Any]]:
        if self._known(text) < KNOWN_LEAST:  # another language: the bias alone would name some intent
            return [{"name": name, "confidence": 1 / len(self._classes)} for name in self._classes]
        shares = self._shares(self._features.transform([text]))[0]
        if parts := long_texts.windows(text):
            requests = np.array([name in self._config["requests"] for name in self._classes])
            shares = long_texts.told_within(shares, self._shares(self._features.transform(parts)), requests)
        if (known := self._examples.get(_key(spoken, text))) is not None:
            shares = EXAMPLE_SHARE * (np.array(self._classes) == known) + (1 - EXAMPLE_SHARE) * shares
        order = np.argsort(-shares, kind="stable")
        return [{"name": self._classes[n], "confidence": float(shares[n])} for n in order]

    def _known(self, text: str) -> float:
        """Share of the text's runs of two letters and more that the training data has, 0 to 1."""
        runs = [run for run in letters(text) if len(run.strip()) > 1]
        return sum(run in self._features.vocabulary_ for run in runs) / len(runs) if runs else 1.0

    def _shares(self, features: Any) -> np.ndarray:
        """Each intent's share, 0 to 1: (texts, intents) of (texts, n-grams)."""
        scores = (features @ self._weights + self._bias) * self._config["sharpness"]
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def _persist(self) -> None:
        vocabulary = {gram: int(column) for gram, column in self._features.vocabulary_.items()}
        with self._model_storage.write_to(self._resource) as folder:
            stored = {"classes": self._classes, "vocabulary": vocabulary, "examples": self._examples}
            text = json.dumps(stored, ensure_ascii=False, sort_keys=True)
            (folder / "intents.json").write_text(text, encoding="utf-8")
            np.savez_compressed(folder / "weights.npz", idf=self._features.idf_, weights=self._weights, bias=self._bias)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TfidfIntentClassifier:
        """A trained component from the model file."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            stored = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
            with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
                component._weights, component._bias, idf = arrays["weights"], arrays["bias"], arrays["idf"]
        component._classes, component._examples = stored["classes"], stored["examples"]
        component._features = _vectorizer(stored["vocabulary"])
        component._features.idf_ = idf
        return component
