"""What the domain files declare, and whether what they say of it holds together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nlu.errors import DataProblem
from nlu.training.data_check.names import meant, unknown_keys
from nlu.training.data_check.read import Document, Map

MADE_INTENTS = frozenset({"nlu_fallback", "call_started"})
"""Intents that Rasa or the connector makes; they need no examples."""
_KEYS = {
    "version", "session_config", "intents", "entities", "slots", "forms", "actions", "responses", "config",
}  # fmt: skip
_FORM_KEYS = {"required_slots", "ignored_intents"}
_INTENT_KEYS = {"use_entities", "ignore_entities", "is_retrieval_intent"}
_SESSION = "session_config"
_SESSION_KEYS = {"session_expiration_time", "carry_over_slots_to_new_session"}
_NAME = re.compile(r"[^\W\d][\w/+-]*")
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
    """Keys that nothing reads, and names that are none: a line without its dash is a part of the one before it."""
    yield from unknown_keys(document, document.tree, _KEYS, "the domain")
    for key in ("intents", "entities", "actions"):
        for name, line in _list(document, key):
            if not _NAME.fullmatch(name):
                yield document.problem(line, f"'{name}' is no name", _as_name(name))


def _as_name(name: str) -> str:
    if "#" in name:
        return "Write a blank before #, or delete the comment."
    if " " in name and all(map(_NAME.fullmatch, name.split())):
        return f"A dash is missing before '{name.split()[-1]}'."
    meant_name = re.sub(r"\W+", "_", name).strip("_")
    return f"Write it with letters, digits and _: {meant_name or 'ask_price'}."


def _twice(
    document: Document, what: str, known: dict[str, tuple[Document, int]], found: Iterable[tuple[str, int]]
) -> Iterator[DataProblem]:
    for name, line in found:
        if name in known:
            first, at = known[name]
            yield document.problem(line, f"{what} '{name}' stands in {first.path.name}:{at} too", "Delete one of them.")
        known.setdefault(name, (document, line))


def check_forms(domain: Domain) -> Iterator[DataProblem]:
    """What each form asks for."""
    for name, (document, form, line) in domain.forms.items():
        yield from _check_form(document, name, form, line, domain)


def _required(form: Any) -> Collection[str]:
    slots = (form or {}).get("required_slots") or ()
    return tuple(slots)


def check_settings(document: Document, domain: Domain) -> Iterator[DataProblem]:
    """What stands below intents, and the session."""
    for row in document.tree.get("intents") or ():
        for name, settings in row.items() if isinstance(row, Map) else ():
            if not isinstance(settings, Map):
                yield document.problem(row.lines[name], f"nothing stands below intent '{name}'", "Delete its colon.")
                continue
            yield from unknown_keys(document, settings, _INTENT_KEYS, f"intent '{name}'")
            for key in ("use_entities", "ignore_entities"):
                yield from _named(document, settings, key, f"intent '{name}' names entity", domain.entities, "entities")
    session = document.tree.get(_SESSION)
    if isinstance(session, Map):
        yield from unknown_keys(document, session, _SESSION_KEYS, f"`{_SESSION}:`")
        if not isinstance(session.get("session_expiration_time", 0), int | float):
            line = session.lines["session_expiration_time"]
            yield document.problem(line, "`session_expiration_time:` is no number of minutes", "Write 0 for never.")


def _named(
    document: Document, settings: Map, key: str, who: str, known: Collection[str], where: str
) -> Iterator[DataProblem]:
    """The names of a list that are not declared."""
    listed = settings.get(key)
    for name in listed if isinstance(listed, list) else ():
        if name not in known:
            remedy = meant(name, known, f"Add it to `{where}:`.")
            yield document.problem(settings.lines[key], f"{who} '{name}', which is not in the domain", remedy)


def _check_form(document: Document, name: str, form: Any, line: int, domain: Domain) -> Iterator[DataProblem]:
    slots = (form or {}).get("required_slots")
    if isinstance(form, Map):
        unknown = list(unknown_keys(document, form, _FORM_KEYS, f"form '{name}'"))
        yield from unknown
        if unknown and not slots:
            return
        yield from _named(document, form, "ignored_intents", f"form '{name}' names intent", domain.intents, "intents")
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
