"""The slots of the domain: type, first value, and how each is filled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nlu.errors import DataProblem
from nlu.training.data_check.domain import Domain
from nlu.training.data_check.names import meant, unknown_keys
from nlu.training.data_check.read import Document, Map
from nlu.training.data_check.words import NAMES

FILLED_BY_CALL = (
    "language",
    "caller_number",
    "called_number",
    "caller_name",
    "was_lost",
    "human_offered",
    "more_offered",
)
"""What the connector writes before every turn."""
_KEYS = {"type", "initial_value", "influence_conversation", "mappings", "values", "min_value", "max_value"}
_TYPES = frozenset({"text", "bool", "categorical", "float", "list", "any"})
_FILTERS = frozenset({"intent", "not_intent", "conditions"})
_MAPPINGS = {
    "from_entity": _FILTERS | {"type", "entity", "role", "group"},
    "from_text": _FILTERS | {"type"},
    "from_intent": _FILTERS | {"type", "value"},
    "from_trigger_intent": _FILTERS | {"type", "value"},
    "custom": frozenset({"type", "action", "conditions"}),
}
_NEEDED = {"from_entity": "entity", "from_intent": "value", "from_trigger_intent": "value"}


def check_slots(domain: Domain) -> Iterator[DataProblem]:
    """Every slot, and those that a call cannot be without."""
    for name, (document, slot, line) in domain.slots.items():
        yield from _check_slot(document, name, slot, line, domain)
    home = next((document for document, _, _ in domain.slots.values()), None)
    for name in FILLED_BY_CALL:
        if name not in domain.slots and home is not None:
            what = f"slot '{name}' is missing, which the call fills"
            yield home.problem(0, what, "Restore it as it stands in the data/ that Hatef ships.")


def _check_slot(document: Document, name: str, slot: Any, line: int, domain: Domain) -> Iterator[DataProblem]:
    yield from unknown_keys(document, slot, _KEYS, f"slot '{name}'")
    kind = slot.get("type")
    if kind is None:
        yield document.problem(line, f"slot '{name}' has no type", "Add `type: text` below it.")
    elif kind not in _TYPES and "." not in str(kind):
        remedy = meant(kind, _TYPES, f"Known are: {', '.join(sorted(_TYPES))}.")
        yield document.problem(slot.lines["type"], f"slot '{name}' has the unknown type '{kind}'", remedy)
    if (influence := slot.get("influence_conversation", True)) not in (True, False):
        what = f"`influence_conversation:` of slot '{name}' is '{influence}'"
        yield document.problem(slot.lines["influence_conversation"], what, "Write true or false.")
    yield from _check_values(document, name, slot, line)
    mappings = slot.get("mappings")
    if not isinstance(mappings, list) or not mappings:
        yield document.problem(line, f"slot '{name}' has no mappings", "Add `mappings: [{type: custom}]` below it.")
        return
    for mapping in mappings:
        if not isinstance(mapping, Map):
            yield document.problem(line, f"a mapping of slot '{name}' is no mapping", "Write `- type: custom`.")
        else:
            yield from _check_mapping(document, name, mapping, domain)


def _check_values(document: Document, name: str, slot: Map, line: int) -> Iterator[DataProblem]:
    """The values that a slot may have, and its first one."""
    kind, first = slot.get("type"), slot.get("initial_value")
    values, low, high = slot.get("values"), slot.get("min_value"), slot.get("max_value")
    if kind == "categorical" and (not isinstance(values, list) or not values):
        yield document.problem(
            line, f"slot '{name}' has no values to choose from", "Add `values: [one, two]` below it."
        )
    numbers = [one for one in (low, high) if one is not None]
    if any(isinstance(one, bool) or not isinstance(one, int | float) for one in numbers):
        yield document.problem(line, f"a bound of slot '{name}' is no number", "Write e.g. max_value: 10.")
    elif len(numbers) == 2 and numbers[0] >= numbers[1]:
        yield document.problem(line, f"slot '{name}' has no value between {low} and {high}", "Swap them.")
    at = slot.lines.get("initial_value", line)
    if kind == "bool" and first not in (None, True, False):
        yield document.problem(at, f"slot '{name}' begins as '{first}' and is a bool", "Write true or false, unquoted.")
    if kind == "float" and first is not None and (isinstance(first, bool) or not isinstance(first, int | float)):
        yield document.problem(at, f"slot '{name}' begins as '{first}' and is a float", "Write a number, unquoted.")
    if kind == "categorical" and isinstance(values, list) and first is not None and first not in values:
        yield document.problem(at, f"slot '{name}' begins as '{first}'", meant(first, map(str, values), "Add it."))
    if name == "language" and first is not None and first not in NAMES:
        yield document.problem(at, f"calls would begin in '{first}'", f"Known are: {', '.join(NAMES)}.")


def _check_mapping(document: Document, slot: str, mapping: Map, domain: Domain) -> Iterator[DataProblem]:
    kind = mapping.get("type")
    if kind not in _MAPPINGS:
        remedy = meant(kind, _MAPPINGS, f"Known are: {', '.join(_MAPPINGS)}.")
        told = f"is of the unknown type '{kind}'" if kind else "has no type"
        line = mapping.lines.get("type", mapping.line)
        yield document.problem(line, f"a mapping of slot '{slot}' {told}", remedy)
        return
    yield from unknown_keys(document, mapping, set(_MAPPINGS[kind]), f"a {kind} mapping of slot '{slot}'")
    needed = _NEEDED.get(kind)
    if needed and mapping.get(needed) is None and not set(mapping) - _MAPPINGS[kind]:
        what = f"a {kind} mapping of slot '{slot}' names no {needed}"
        yield document.problem(mapping.line, what, f"Add `{needed}: ...` below it.")
    yield from _check_names(document, slot, mapping, domain)
    for condition in _several(mapping.get("conditions")):
        if isinstance(condition, Map):
            yield from _check_condition(document, slot, condition, domain)


def _check_names(document: Document, slot: str, mapping: Map, domain: Domain) -> Iterator[DataProblem]:
    entity = mapping.get("entity")
    if entity is not None and entity not in domain.entities:
        remedy = meant(entity, domain.entities, "Add it to `entities:`.")
        what = f"slot '{slot}' is filled from entity '{entity}', which is not in the domain"
        yield document.problem(mapping.lines["entity"], what, remedy)
    for key in ("intent", "not_intent"):
        for intent in _several(mapping.get(key)):
            if intent not in domain.intents:
                remedy = meant(intent, domain.intents, "Add it to `intents:`.")
                what = f"slot '{slot}' names intent '{intent}', which is not in the domain"
                yield document.problem(mapping.lines[key], what, remedy)


def _check_condition(document: Document, slot: str, condition: Map, domain: Domain) -> Iterator[DataProblem]:
    for key, known, remedy in (("active_loop", domain.forms, "`forms:`"), ("requested_slot", domain.slots, "`slots:`")):
        name = condition.get(key)
        if name is not None and name not in known:
            what = f"slot '{slot}' has a condition on '{name}', which is not in the domain"
            yield document.problem(condition.lines[key], what, meant(name, known, f"Add it to {remedy}."))


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
