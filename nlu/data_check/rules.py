"""The conversation: every intent has a rule, rules speak of what there is, and no two of them disagree."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from nlu.data_check.domain import MADE_SLOTS, Domain
from nlu.data_check.names import meant, unknown_keys
from nlu.data_check.read import Document, Map
from nlu.errors import DataProblem

_FILE_KEYS = {"version", "rules", "stories"}
_RULE_KEYS = {"rule", "story", "condition", "steps", "conversation_start", "wait_for_user_input"}
_STEP_KEYS = {"intent", "entities", "action", "active_loop", "slot_was_set", "user", "checkpoint", "or"}
_CONDITION_KEYS = {"active_loop", "slot_was_set"}
_MADE_ACTIONS = frozenset({"action_listen", "action_deactivate_loop", "action_default_fallback", "action_restart"})


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
        """A key for its conditions."""
        return json.dumps(sorted(json.dumps(one, sort_keys=True) for one in self.conditions))

    def path(self) -> list[tuple[str, str]]:
        """Its steps as (kind, what), to compare with another's."""
        kinds = [(next((key for key in ("intent", "action") if step.get(key)), "state"), step) for step in self.steps]
        return [(kind, json.dumps(step, sort_keys=True)) for kind, step in kinds]


def rules_of(document: Document, problems: list[DataProblem]) -> list[Rule]:
    """The rules and stories of a file."""
    problems += unknown_keys(document, document.tree, _FILE_KEYS, document.path.name)
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


def check_rules(rules: Iterable[Rule], domain: Domain) -> Iterator[DataProblem]:
    """Each rule, all together, and the intents that none of them takes."""
    rules = list(rules)
    for rule in rules:
        yield from _check_rule(rule, domain)
    yield from _contradictions([rule for rule in rules if rule.is_rule])
    taken = {intent for rule in rules for _, intent in rule.intents}
    unknown = any(set(step) - _STEP_KEYS for rule in rules for step in rule.steps)
    if unknown or taken - set(domain.intents):  # told already; what was meant by it is no intent without a rule
        return
    for intent, (document, line) in domain.intents.items():
        if intent not in taken:
            remedy = "Add a rule for it to data/rules.yml."
            yield document.problem(
                line, f"no rule takes intent '{intent}': callers hear that it was not understood", remedy
            )


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
    for key in ("intent", "action"):
        if key in step and not step[key]:
            yield document.problem(step.lines[key], f"'{key}:' of rule '{rule.name}' names nothing", "Name it.")
    for entity in step.get("entities") or ():
        name = entity if isinstance(entity, str) else next(iter(entity), "") if isinstance(entity, Map) else str(entity)
        if name not in domain.entities:
            remedy = meant(name, domain.entities, "Add it to `entities:`.")
            yield document.problem(step.lines["entities"], f"entity '{name}' is not in the domain", remedy)
    if action and action not in domain.names | _MADE_ACTIONS:
        line = step.lines["action"]
        if action.startswith("utter_"):
            remedy = meant(action, domain.responses, "Add it to data/domain/responses.yml.")
            yield document.problem(line, f"response '{action}' has no text", remedy)
        else:
            remedy = meant(action, domain.names, "Add it to `actions:`.")
            yield document.problem(line, f"action '{action}' is not in the domain", remedy)


def _check_state(rule: Rule, step: Map, domain: Domain) -> Iterator[DataProblem]:
    """A condition or a step that speaks of a form or a slot."""
    document = rule.document
    form = step.get("active_loop")
    if form is not None and form not in domain.forms:
        remedy = meant(form, domain.forms, "Add it to `forms:`.")
        yield document.problem(step.lines["active_loop"], f"form '{form}' is not in the domain", remedy)
    for slot in _slots(step.get("slot_was_set")):
        line = step.lines["slot_was_set"]
        if slot in MADE_SLOTS:
            continue
        if slot not in domain.slots:
            remedy = meant(slot, domain.slots, "Add it to `slots:`.")
            yield document.problem(line, f"slot '{slot}' is not in the domain", remedy)
        elif domain.slots[slot][1].get("influence_conversation") is False:
            what = f"rule '{rule.name}' looks at slot '{slot}', which does not influence the conversation"
            yield document.problem(line, what, "Set `influence_conversation: true` at the slot.")


def _slots(value: Any) -> list[str]:
    rows = value if isinstance(value, list) else [] if value is None else [value]
    names: list[str] = []
    for row in rows:
        names += [str(key) for key in row] if isinstance(row, Map) else [str(row)]
    return names


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
