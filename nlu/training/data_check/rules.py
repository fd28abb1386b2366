"""The conversation: every intent has a rule, rules speak of what there is, and no two of them disagree."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from nlu.errors import DataProblem
from nlu.training.data_check.domain import MADE_SLOTS, Domain
from nlu.training.data_check.names import meant, unknown_keys
from nlu.training.data_check.read import Document, Map

_FILE_KEYS = {"version", "rules", "stories"}
_RULE_KEYS = {"rule", "story", "condition", "steps", "conversation_start", "wait_for_user_input"}
_STEP_KEYS = {"intent", "entities", "action", "active_loop", "slot_was_set", "user", "checkpoint", "or"}
_CONDITION_KEYS = {"active_loop", "slot_was_set"}
CALL_STARTED = "call_started"
_MADE_ACTIONS = frozenset({"action_listen", "action_deactivate_loop", "action_default_fallback", "action_restart"})


ANY = object()


@dataclass(frozen=True)
class Rule:
    """One rule or story."""

    document: Document
    name: str
    line: int
    is_rule: bool
    conditions: tuple[Map, ...]
    steps: tuple[Map, ...]
    keys: frozenset[str] = frozenset()

    @property
    def intents(self) -> list[tuple[Map, str]]:
        """What the caller wants in it, with the step that says so."""
        plain = [step for step in self.steps if "or" not in step]
        either = [one for step in self.steps for one in step.get("or") or () if isinstance(one, Map)]
        return [(step, str(step["intent"])) for step in [*plain, *either] if step.get("intent")]

    @property
    def active_form(self) -> str | None:
        """The form that is running when it applies."""
        found = [one["active_loop"] for one in self.conditions if one.get("active_loop")]
        return str(found[0]) if found else None

    def when(self) -> str:
        """A key for its conditions. To Rasa a rule without one contradicts what happens while no form asks."""
        free = () if any("active_loop" in one for one in self.conditions) else ({"active_loop": None},)
        return json.dumps(sorted(json.dumps(one, sort_keys=True) for one in (*self.conditions, *free)))

    def path(self) -> list[tuple[str, str]]:
        """Its steps as (kind, what), to compare with another's."""
        kinds = [(next((key for key in ("intent", "action") if step.get(key)), "state"), step) for step in self.steps]
        return [(kind, json.dumps(step, sort_keys=True)) for kind, step in kinds]


def misread(document: Document) -> Iterator[DataProblem]:
    """Keys of the file that nothing reads: all rules below one would be missing."""
    yield from unknown_keys(document, document.tree, _FILE_KEYS, document.path.name)


def rules_of(document: Document, problems: list[DataProblem]) -> list[Rule]:
    """The rules and stories of a file."""
    found = []
    for kind in ("rules", "stories"):
        for entry in document.tree.get(kind) or ():
            word = "rule" if kind == "rules" else "story"
            name = str(entry.get(word) or "")
            problems += unknown_keys(document, entry, _RULE_KEYS, f"rule '{name}'")
            if not name:
                problems.append(
                    document.problem(entry.line, f"a {word} has no name", f"Begin it with `- {word}: ...`.")
                )
            conditions = _maps(document, entry, "condition", name, problems)
            steps = tuple(entry.get("steps") or ())
            found.append(
                Rule(document, name, entry.line, kind == "rules", conditions, steps, frozenset(map(str, entry)))
            )
    return found


def _maps(document: Document, entry: Map, key: str, name: str, problems: list[DataProblem]) -> tuple[Map, ...]:
    value = entry.get(key) or ()
    if isinstance(value, list | tuple) and all(isinstance(one, Map) for one in value):
        return tuple(value)
    what = f"the {key} of rule '{name}' is no list"
    problems.append(document.problem(entry.lines[key], what, "Write `- active_loop: null` below it, with a dash."))
    return ()


def check_rules(rules: Iterable[Rule], domain: Domain, by_flows: Collection[str] = ()) -> Iterator[DataProblem]:
    """Each rule, all together, and the intents that neither a rule nor a flow takes."""
    rules = list(rules)
    for rule in rules:
        yield from _check_rule(rule, domain)
    yield from _contradictions([rule for rule in rules if rule.is_rule])
    taken = {intent for rule in rules for _, intent in rule.intents}
    unknown = any(set(step) - _STEP_KEYS for rule in rules for step in rule.steps)
    if unknown or taken - set(domain.intents):  # told already; what was meant by it is no intent without a rule
        return
    for intent, (document, line) in domain.intents.items():
        if intent not in taken and intent not in by_flows:
            remedy = "Let a flow of data/flows begin with it, or add a rule for it to data/rules.yml."
            yield document.problem(
                line, f"no rule takes intent '{intent}': callers hear that it was not understood", remedy
            )


def check_form_rules(rules: Iterable[Rule], domain: Domain) -> Iterator[DataProblem]:
    """What callers may say while a form asks, and no rule takes."""
    elsewhere = {intent for rule in rules for _, intent in rule.intents}
    for form, (document, _, line) in domain.forms.items():
        taken = {intent for rule in rules if rule.active_form == form for _, intent in rule.intents}
        if not taken:
            continue  # told otherwise, or the form is never begun
        for intent in domain.intents:
            if intent in elsewhere - taken - {CALL_STARTED}:
                what = (
                    f"no rule takes intent '{intent}' while form '{form}' asks: callers hear that it was not understood"
                )
                yield document.style(line, what, f"Add a rule with `condition: [{{active_loop: {form}}}]`.")


def said_in(rules: Iterable[Rule]) -> set[str]:
    """The actions and responses that the rules use."""
    return {str(step["action"]) for rule in rules for step in rule.steps if step.get("action")}


def _check_rule(rule: Rule, domain: Domain) -> Iterator[DataProblem]:
    for condition in rule.conditions:
        yield from unknown_keys(rule.document, condition, _CONDITION_KEYS, f"the condition of rule '{rule.name}'")
        yield from _check_state(rule, condition, domain)
    for step in rule.steps:
        yield from unknown_keys(rule.document, step, _STEP_KEYS, f"rule '{rule.name}'")
        yield from _check_step(rule, step, domain)
        yield from _check_state(rule, step, domain)
    for step, intent in rule.intents:
        if intent not in domain.intents:
            remedy = meant(intent, domain.intents, "Add it to `intents:`.")
            yield rule.document.problem(step.lines["intent"], f"intent '{intent}' is not in the domain", remedy)
    yield from _check_course(rule, domain)


def _check_step(rule: Rule, step: Map, domain: Domain) -> Iterator[DataProblem]:
    document, action = rule.document, step.get("action")
    if step.get("intent") and action:
        what = f"an intent and an action stand in one step of rule '{rule.name}'"
        yield document.problem(step.lines["action"], what, "A dash is missing: write `- action: ...`.")
    for key in ("checkpoint", "user") if rule.is_rule else ():
        if key in step:
            what = f"`{key}:` stands in rule '{rule.name}'"
            yield document.problem(step.lines[key], what, "Only stories hold it; write `- intent: ...`.")
    for key in ("intent", "action"):
        if key in step and not step[key]:
            yield document.problem(step.lines[key], f"'{key}:' of rule '{rule.name}' names nothing", "Name it.")
    yield from _check_entities(rule, step, domain)
    if action and action not in domain.names | _MADE_ACTIONS:
        line = step.lines["action"]
        if action.startswith("utter_"):
            remedy = meant(action, domain.responses, "Add it to data/domain/responses.yml.")
            yield document.problem(line, f"response '{action}' has no text", remedy)
        else:
            remedy = meant(action, domain.names, "Add it to `actions:`.")
            yield document.problem(line, f"action '{action}' is not in the domain", remedy)


def _check_entities(rule: Rule, step: Map, domain: Domain) -> Iterator[DataProblem]:
    document = rule.document
    entities = step.get("entities") or ()
    if not isinstance(entities, list | tuple):
        what = f"`entities:` of rule '{rule.name}' is no list"
        yield document.problem(step.lines["entities"], what, f"Write entities: [{entities}].")
        entities = ()
    for entity in entities:
        name = entity if isinstance(entity, str) else next(iter(entity), "") if isinstance(entity, Map) else str(entity)
        if name not in domain.entities:
            remedy = meant(name, domain.entities, "Add it to `entities:`.")
            yield document.problem(step.lines["entities"], f"entity '{name}' is not in the domain", remedy)


def _check_state(rule: Rule, step: Map, domain: Domain) -> Iterator[DataProblem]:
    """A condition or a step that speaks of a form or a slot."""
    document = rule.document
    if isinstance(step.get("slot_was_set"), str):
        slot = step["slot_was_set"]
        remedy = f"Write it below, with a dash: `- {slot}: true`."
        yield document.problem(step.lines["slot_was_set"], f"`slot_was_set:` of rule '{rule.name}' is no list", remedy)
    form = step.get("active_loop")
    if form is not None and form not in domain.forms:
        remedy = meant(form, domain.forms, "Add it to `forms:`.")
        yield document.problem(step.lines["active_loop"], f"form '{form}' is not in the domain", remedy)
    for slot, value in _slots(step.get("slot_was_set")):
        line = step.lines["slot_was_set"]
        if slot in MADE_SLOTS:
            continue
        if slot not in domain.slots:
            remedy = meant(slot, domain.slots, "Add it to `slots:`.")
            yield document.problem(line, f"slot '{slot}' is not in the domain", remedy)
        elif domain.slots[slot][1].get("influence_conversation") is False:
            what = f"rule '{rule.name}' looks at slot '{slot}', which does not influence the conversation"
            yield document.problem(line, what, "Set `influence_conversation: true` at the slot.")
        elif (allowed := _allowed(domain.slots[slot][1])) and value is not ANY and value not in allowed:
            what = f"rule '{rule.name}' waits for slot '{slot}' to be '{value}', which it never is"
            yield document.problem(line, what, f"Write one of: {', '.join(map(_as_yaml, allowed))}.")


def _allowed(slot: Any) -> tuple[Any, ...]:
    """The values that a slot may have; empty where they cannot be told."""
    if slot.get("type") == "bool":
        return (True, False, None)
    values = slot.get("values")
    return (*values, None) if slot.get("type") == "categorical" and isinstance(values, list) else ()


def _as_yaml(value: Any) -> str:
    return {True: "true", False: "false", None: "null"}.get(value, str(value)) if not isinstance(value, str) else value


def _slots(value: Any) -> list[tuple[str, Any]]:
    """The slots of a condition, each with the value that it waits for; `ANY` where any will do."""
    rows = value if isinstance(value, list) else [] if value is None else [value]
    found: list[tuple[str, Any]] = []
    for row in rows:
        found += [(str(key), wanted) for key, wanted in row.items()] if isinstance(row, Map) else [(str(row), ANY)]
    return found


def _check_course(rule: Rule, domain: Domain) -> Iterator[DataProblem]:
    """Whether its steps lead anywhere."""
    document, steps = rule.document, rule.steps
    if not any(step.get("action") for step in steps):
        if set(rule.keys) - _RULE_KEYS or any(set(step) - _STEP_KEYS for step in steps):
            return  # the unknown key says it
        yield document.problem(rule.line, f"rule '{rule.name}' does nothing", "Add a step `- action: ...`.")
        return
    if steps[-1].get("intent"):
        line = steps[-1].lines["intent"]
        yield document.problem(line, f"rule '{rule.name}' does nothing behind its last intent", "Add `- action: ...`.")
    told = [step for step in steps if step.get("intent")]
    if rule.is_rule and len(told) > 1:
        what = f"rule '{rule.name}' holds two turns of the caller"
        yield document.problem(told[1].lines["intent"], what, "Write a rule for each of them.")
    for before, step, after in zip((Map(), *steps), steps, (*steps[1:], Map()), strict=False):
        form = step.get("action")
        if form in domain.forms and "active_loop" not in after:
            what = f"in rule '{rule.name}' form '{form}' begins and no `active_loop:` follows"
            yield document.problem(step.lines["action"], what, f"Add `- active_loop: {form}` behind it.")
        elif form and form == rule.active_form and before.get("intent"):
            what = f"rule '{rule.name}' says nothing before form '{form}' goes on: the caller is asked in a circle"
            yield document.problem(step.lines["action"], what, "Put an action or a response before it.")


def _contradictions(rules: list[Rule]) -> Iterator[DataProblem]:
    """Two rules for one situation that do not do the same."""
    named: dict[str, Rule] = {}
    by_start: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        if rule.name and rule.name in named:
            first = named[rule.name].line
            yield rule.document.problem(
                rule.line, f"two rules are called '{rule.name}', see line {first}", "Rename one."
            )
        named.setdefault(rule.name, rule)
        path = rule.path()
        if not path:
            continue
        earlier = by_start.setdefault((rule.when(), path[0][1]), [])
        other = next((other for other in earlier if _disagree(other.path(), path)), None)
        if other:
            same = "does the same as" if other.path() == path else "contradicts"
            what = f"rule '{rule.name}' {same} rule '{other.name}' (line {other.line})"
            yield rule.document.problem(rule.line, what, "Delete one, or give them different conditions.")
        earlier.append(rule)


def _disagree(one: list[tuple[str, str]], two: list[tuple[str, str]]) -> bool:
    """Whether two courses of the same beginning part at what the bot does, not at what the caller says."""
    parting = next(((a, b) for a, b in zip(one, two, strict=False) if a != b), None)
    if parting is None:
        return True  # the same, or one goes on where the other waits
    return not (parting[0][0] == parting[1][0] == "intent")
