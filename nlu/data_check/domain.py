"""What the domain files declare, and whether what they say of it holds together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nlu.data_check.names import meant, unknown_keys
from nlu.data_check.read import Document, Map
from nlu.errors import DataProblem

MADE_INTENTS = frozenset({"nlu_fallback", "call_started"})
"""Intents that Rasa or the connector makes; they need no examples."""
_KEYS = {
    "version", "session_config", "intents", "entities", "slots", "forms", "actions", "responses", "config",
}  # fmt: skip
_SLOT_KEYS = {"type", "initial_value", "influence_conversation", "mappings", "values", "min_value", "max_value"}
_SLOT_TYPES = frozenset({"text", "bool", "categorical", "float", "list", "any"})
# The slots that a rule may look at whatever the domain says: Rasa's own.
MADE_SLOTS = frozenset({"requested_slot", "session_started_metadata"})


@dataclass
class Domain:
    """What is declared, with the place of each."""

    intents: dict[str, tuple[Document, int]] = field(default_factory=dict)
    entities: set[str] = field(default_factory=set)
    actions: dict[str, tuple[Document, int]] = field(default_factory=dict)
    responses: dict[str, tuple[Document, int]] = field(default_factory=dict)
    forms: dict[str, tuple[Document, Any, int]] = field(default_factory=dict)
    slots: dict[str, tuple[Document, Any, int]] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """All that a rule may do: actions, forms and responses."""
        return {*self.actions, *self.forms, *self.responses}

    def asks(self, form: str, slot: str) -> set[str]:
        """What may ask for a slot of a form."""
        return {f"{what}_ask_{which}" for what in ("utter", "action") for which in (slot, f"{form}_{slot}")}

    def asked(self) -> set[str]:
        """Everything that some form may ask with."""
        return {
            name
            for form, (_, settings, _) in self.forms.items()
            for slot in _required(settings)
            for name in self.asks(form, slot)
        }


def declared(documents: Iterable[Document], problems: list[DataProblem]) -> Domain:
    """What the files declare; what stands in two of them is a mistake."""
    domain = Domain()
    for document in documents:
        tree = document.tree
        problems += unknown_keys(document, tree, _KEYS, "the domain")
        problems += _twice(document, "intent", domain.intents, _list(document, "intents"))
        problems += _twice(document, "action", domain.actions, _list(document, "actions"))
        domain.entities |= {name for name, _ in _list(document, "entities")}
        responses = tree.get("responses") or Map()
        problems += _twice(document, "response", domain.responses, responses.lines.items())
        for key, into in (("forms", domain.forms), ("slots", domain.slots)):
            table = tree.get(key) or Map()
            into.update({name: (document, settings, table.lines[name]) for name, settings in table.items()})
    return domain


def _list(document: Document, key: str) -> list[tuple[str, int]]:
    rows = document.tree.get(key) or []
    names = [row if isinstance(row, str) else next(iter(row), "") for row in rows]
    return list(zip(names, getattr(rows, "lines", []), strict=False))


def misnamed(document: Document) -> Iterator[DataProblem]:
    """Names of two words: a line without its dash is taken for a part of the line before it."""
    for key in ("intents", "entities", "actions"):
        for name, line in _list(document, key):
            if " " in name:
                yield document.problem(line, f"'{name}' is no name", f"A dash is missing before '{name.split()[-1]}'.")


def _twice(
    document: Document, what: str, known: dict[str, tuple[Document, int]], found: Iterable[tuple[str, int]]
) -> Iterator[DataProblem]:
    for name, line in found:
        if name in known:
            first, at = known[name]
            yield document.problem(line, f"{what} '{name}' stands in {first.path.name}:{at} too", "Delete one of them.")
        known.setdefault(name, (document, line))


def check_domain(domain: Domain) -> Iterator[DataProblem]:
    """Slots and forms: types, mappings, and words to ask with."""
    for name, (document, slot, line) in domain.slots.items():
        yield from _check_slot(document, name, slot, line, domain)
    for name, (document, form, line) in domain.forms.items():
        yield from _check_form(document, name, form, line, domain)


def _required(form: Any) -> Collection[str]:
    slots = (form or {}).get("required_slots") or ()
    return tuple(slots)


def _check_form(document: Document, name: str, form: Any, line: int, domain: Domain) -> Iterator[DataProblem]:
    slots = (form or {}).get("required_slots")
    lines = slots.lines if isinstance(slots, Map) else dict(zip(slots or (), getattr(slots, "lines", ()), strict=False))
    if not lines:
        yield document.problem(line, f"form '{name}' asks for nothing", "Add `required_slots:` with slots below it.")
    for slot, at in lines.items():
        if slot not in domain.slots:
            remedy = meant(slot, domain.slots, "Add it to `slots:`.")
            yield document.problem(at, f"form '{name}' asks for slot '{slot}', which is not in the domain", remedy)
        elif not domain.asks(name, slot) & domain.names:
            remedy = f"Add response utter_ask_{slot} or action action_ask_{slot}."
            yield document.problem(at, f"form '{name}' asks for '{slot}' without words", remedy)


def _check_slot(document: Document, name: str, slot: Any, line: int, domain: Domain) -> Iterator[DataProblem]:
    yield from unknown_keys(document, slot, _SLOT_KEYS, f"slot '{name}'")
    kind = slot.get("type")
    if kind is None:
        yield document.problem(line, f"slot '{name}' has no type", "Add `type: text` below it.")
    elif kind not in _SLOT_TYPES and "." not in str(kind):
        remedy = meant(kind, _SLOT_TYPES, f"Known are: {', '.join(sorted(_SLOT_TYPES))}.")
        yield document.problem(slot.lines["type"], f"slot '{name}' has the unknown type '{kind}'", remedy)
    mappings = slot.get("mappings")
    if not isinstance(mappings, list) or not mappings:
        yield document.problem(line, f"slot '{name}' has no mappings", "Add `mappings: [{type: custom}]` below it.")
        return
    for mapping in mappings:
        if not isinstance(mapping, Map):
            yield document.problem(line, f"a mapping of slot '{name}' is no mapping", "Write `- type: custom`.")
        else:
            yield from _check_mapping(document, name, mapping, domain)


def _check_mapping(document: Document, slot: str, mapping: Map, domain: Domain) -> Iterator[DataProblem]:
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
    for condition in _several(mapping.get("conditions")):
        if isinstance(condition, Map):
            yield from _check_condition(document, slot, condition, domain)


def _check_condition(document: Document, slot: str, condition: Map, domain: Domain) -> Iterator[DataProblem]:
    for key, known, remedy in (("active_loop", domain.forms, "`forms:`"), ("requested_slot", domain.slots, "`slots:`")):
        name = condition.get(key)
        if name is not None and name not in known:
            what = f"slot '{slot}' has a condition on '{name}', which is not in the domain"
            yield document.problem(condition.lines[key], what, meant(name, known, f"Add it to {remedy}."))


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
