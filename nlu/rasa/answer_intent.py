"""AnswerIntent: a text that answers the open question is an answer, whatever it resembles otherwise.

«تهران» is no request, and «دوازده سیصد و چهل و پنج» none either; asked for a city or a number they are `inform`. The
connector says in the message's metadata what is asked for (`asked: {slot, kind}`). A kind that nearly any words might
be (a name, free text) gives way to an intent that is sure.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.errors import BadKind
from nlu.rasa.fold_tokenizer import language_of
from nlu.values import Kind, parse_kind, read

INFORM, AFFIRM, DENY = "inform", "affirm", "deny"
UNKNOWN = frozenset({"", "nlu_fallback", "out_of_scope"})
SURE: dict[str, float] = {"text": 0.75, "name": 0.6, "city": 0.75, "choice": 0.75}
"""From where on an intent goes before an answer of that kind; of other kinds an answer always is one."""
SURE_OF_PARTS = 0.6
"""From where on an intent goes before a part of a number: «ساعت ده بازید» is no ten."""


def answered(kind: Kind, text: str, language: str, now: datetime, intent: str, confidence: float) -> str | None:
    """The intent that a text is as an answer to a question of that kind; None: it is what it was taken for."""
    readings = read(kind, text, language, now)
    if intent not in UNKNOWN | {INFORM} and confidence >= SURE_OF_PARTS:  # «نه» is a nine and a no
        readings = tuple(one for one in readings if not one.part)
    if not readings:
        return None
    if kind.name == "yesno":
        return (AFFIRM if readings[0].value else DENY) if intent in UNKNOWN else None
    if intent not in UNKNOWN and intent != INFORM and confidence >= SURE.get(kind.name, 2.0):
        return None
    return INFORM


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerIntent(GraphComponent):
    """See the module. It stands behind the classifier and its fallback."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AnswerIntent:
        """Made by Rasa's graph."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message that answers something."""
        for message in messages:
            metadata = message.get("metadata") or {}
            text, asked = message.get(TEXT), metadata.get("asked")
            if text and asked:
                self._look(message, text, asked, _now(metadata))
        return messages

    def _look(self, message: Message, text: str, asked: dict[str, Any], now: datetime) -> None:
        try:
            kind = parse_kind(asked["kind"])
        except (BadKind, KeyError, TypeError):  # a model of another release: its question is not ours
            return
        found = message.get(INTENT) or {}
        name, sure = str(found.get("name") or ""), float(found.get("confidence") or 0.0)
        intent = answered(kind, text, language_of(message, text), now, name, sure)
        if intent is not None and intent != name:
            answer = {"name": intent, "confidence": 1.0}
            message.set(INTENT, answer, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [answer, *(message.get(INTENT_RANKING_KEY) or [])], add_to_output=True)


def _now(metadata: dict[str, Any]) -> datetime:
    """The time of the call where it is told, as tests and typed conversations do; else now."""
    told = metadata.get("now")
    return datetime.fromisoformat(str(told)) if told else datetime.now()
