"""NumberEntityExtractor: spoken or typed numbers as entities, with every reading in `additional_info`.

A number with a reading of a wanted length becomes the wanted entity, with that reading as its value. Any other
number of some length becomes the entity `other`, so that a form can refuse it aloud; so does one beside a word that
looks like a number and cannot be read, or that calls itself another number («شماره فاکتور»), with the words as its
value and no reading. A number that is corrected while it is said is the corrected one. Small numbers inside a sentence
(«یک بار دیگه بگید») are no entities at all.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.numbers import context as number_context
from nlu.numbers import correction as number_correction
from nlu.numbers import slots
from nlu.numbers.words import Run
from nlu.rasa.fold_tokenizer import language_of

LONG_DIGITS = 3  # a number this long is worth an entity wherever it stands
SHORT_DIGITS = 2  # one this long only where it is most of what was said
MOST = 0.5


def is_long(run: Run) -> bool:
    """Whether the likeliest reading has `LONG_DIGITS` or more."""
    return len(run.readings[0].digits) >= LONG_DIGITS


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class NumberEntityExtractor(GraphComponent, EntityExtractorMixin):
    """See the module."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`entity`: the wanted entity; `lengths`: its digits; `other`: the entity of any other number, "" for none."""
        return {"entity": "order_number", "lengths": [5], "other": "number"}

    def __init__(self, config: dict[str, Any]) -> None:
        self._rule = slots.Rule(config["entity"], tuple(config["lengths"]))
        self._other: str = config["other"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NumberEntityExtractor:
        """Made by Rasa's graph."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of every message."""
        for message in messages:
            text = message.get(TEXT)
            found = self._found(text, language_of(message, text)) if text else []
            message.set(ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name(found), add_to_output=True)
        return messages

    def _found(self, text: str, language: str) -> list[dict[str, Any]]:
        if (number := number_correction.corrected(text, self._rule, language)) is not None:
            readings = [{"digits": number, "value": str(int(number)), "cost": 0.0}]
            return [self._entity(self._rule.name, number, (0, len(text)), readings)]
        if self._other and (part := number_correction.tail(text, language)) is not None:
            readings = [{"digits": part[0], "value": str(int(part[0])), "cost": 0.0}]
            return [self._entity(self._other, part[0], part[1], readings)]
        return [entity for run in slots.runs(text, language) for entity in self._entities(run, text, language)]

    def _entities(self, run: Run, text: str, language: str) -> list[dict[str, Any]]:
        pick = slots.pick(run.readings, self._rule) if run.whole else None
        readings = [{"digits": r.digits, "value": str(r.value), "cost": r.cost} for r in run.readings]
        start, end = run.span
        if pick and number_context.is_another(text, run.span, language):
            return [self._entity(self._other, text[start:end], run.span, [])] if self._other else []
        if pick:
            return [self._entity(self._rule.name, pick.digits, run.span, readings)]
        share = (end - start) / max(len(text.strip()), 1)
        short = len(run.readings[0].digits) >= SHORT_DIGITS and share >= MOST
        if not self._other or not (is_long(run) or short):
            return []
        if not run.whole:
            return [self._entity(self._other, text[start:end], run.span, [])]
        return [self._entity(self._other, run.readings[0].digits or str(run.readings[0].value), run.span, readings)]

    @staticmethod
    def _entity(name: str, value: str, span: tuple[int, int], readings: list[dict[str, Any]]) -> dict[str, Any]:
        start, end = span
        return {
            "entity": name,
            "value": value,
            "start": start,
            "end": end,
            "confidence_entity": 1.0,
            "additional_info": {"readings": readings},
        }
