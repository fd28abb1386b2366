"""The flows: what stands in them is read, named rightly, asked for in words, and comes to an end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from nlu.errors import DataProblem
from nlu.flows.mistakes import Mistake, Place
from nlu.flows.model import END, Flow, Step
from nlu.flows.read import read_book
from nlu.training.data_check.domain import Domain
from nlu.training.data_check.names import meant
from nlu.training.data_check.read import Document, Map, Rows

ENGINE_SLOTS = frozenset({"flow", "candidates"})
SAID_BY_FLOWS = frozenset(
    "utter_and_now utter_ask_again utter_ask_keys utter_ask_rest utter_confirm_value utter_given_up "
    "utter_anything_else "
    "utter_not_understood utter_form_dropped utter_how_can_help utter_number_needed utter_wait utter_again utter_sure "
    "utter_sorry_number utter_greet_short utter_please utter_welcome utter_needs_identity".split()
)
"""What the engine says of itself (`nlu.flows.turn`, `bot/skills/flows`)."""
FOR_A_SLOT: tuple[str, ...] = (
    "utter_ask_{}",
    "utter_ask_{}_again",
    "utter_ask_{}_keys",
    "utter_ask_{}_rest",
    "utter_confirm_{}",
)
FOR_A_SLOT += ("utter_wrong_{}", "utter_given_up_{}", "utter_number_needed_{}")


class Flows:
    """The flows of all files, and where each thing stands."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = {str(document.path): document for document in documents}
        self.book, self._mistakes = read_book({name: one.tree for name, one in self._documents.items()})

    def learn(self, domain: Domain) -> None:
        """Let the domain know the slots that flows declare."""
        for name in self.book.slots:
            document, line = self._place(("slots", name))
            domain.slots.setdefault(name, (document, Map(), line))

    @property
    def intents(self) -> set[str]:
        """Those that start a flow."""
        return {one.intent for flow in self.book.flows.values() for one in flow.triggers}

    @property
    def said(self) -> set[str]:
        """Every action and response that flows may use."""
        found = set(SAID_BY_FLOWS)
        for flow in self.book.flows.values():
            for step in flow.steps.values():
                found |= {step.utter, step.check, *(one.utter for one in step.rejections)}
                found |= {step.name} if step.kind == "action" else set()
        return found | {words.format(name) for words in FOR_A_SLOT for name in self.book.slots}

    def check(self, domain: Domain) -> Iterator[DataProblem]:
        """Every mistake; what could not be read hides what follows from it."""
        told = [(name, one) for name, mistakes in self._mistakes.items() for one in mistakes]
        for name, mistake in told:
            yield self._documents[name].problem(_line(self._documents[name].tree, mistake.at), *_words(mistake))
        if told:
            return
        yield from self._rivals()
        yield from self._engine_responses(domain)
        for flow in self.book.flows.values():
            yield from self._check_flow(flow, domain)

    def _place(self, at: Place) -> tuple[Document, int]:
        """The document in which that stands, and its line."""
        for document in self._documents.values():
            top = document.tree.get(at[0])
            if isinstance(top, Mapping) and at[1] in top:
                return document, _line(document.tree, at)
        document = next(iter(self._documents.values()))
        return document, 0

    def _problem(self, flow: Flow, what: str, remedy: str) -> DataProblem:
        document, line = self._place(("flows", flow.id))
        return document.problem(line, f"flow '{flow.id}': {what}", remedy)

    def _rivals(self) -> Iterator[DataProblem]:
        """Flows that never start, because one before them starts with the same and whenever they might."""
        taken: dict[tuple[str, frozenset[str]], list[Flow]] = {}
        for flow in self.book.flows.values():
            for intent, entities in dict.fromkeys((one.intent, one.entities) for one in flow.triggers):
                before = taken.setdefault((intent, entities), [])
                first = next((one for one in before if one.guard is None or one.guard == flow.guard), None)
                before.append(flow)
                if first is not None:
                    remedy = f"Keep one of them, or write an `if:` in '{first.id}' for when it is meant."
                    yield self._problem(flow, f"intent '{intent}' starts '{first.id}' already", remedy)

    def _engine_responses(self, domain: Domain) -> Iterator[DataProblem]:
        """What every flow may say and no file has; callers would hear nothing there."""
        missing = sorted(SAID_BY_FLOWS - set(domain.responses)) if self.book.flows else []
        for name in missing:
            document = next((one for one, _ in domain.responses.values()), next(iter(self._documents.values())))
            remedy = "Restore it in data/domain, with a text for every language."
            yield document.problem(0, f"response '{name}' is missing, which any flow may say", remedy)

    def _check_flow(self, flow: Flow, domain: Domain) -> Iterator[DataProblem]:
        for one in flow.triggers:
            if one.intent not in domain.intents:
                remedy = meant(one.intent, domain.intents, "Add it to `intents:`, with examples.")
                yield self._problem(flow, f"intent '{one.intent}' is not in the domain", remedy)
        looked_at = flow.persisted | (flow.guard.slots if flow.guard else frozenset())
        yield from self._check_slots(flow, looked_at, domain)
        for step in flow.steps.values():
            yield from self._check_step(flow, step, domain)
        yield from self._check_course(flow)

    def _check_step(self, flow: Flow, step: Step, domain: Domain) -> Iterator[DataProblem]:
        if step.kind == "collect" and step.name not in self.book.slots:
            remedy = meant(step.name, self.book.slots, f"Add `{step.name}: {{kind: ...}}` to `slots:` of the file.")
            yield self._problem(flow, f"slot '{step.name}' has no kind", remedy)
        elif step.kind == "collect" and not _asking(step, domain):
            remedy = f"Add the response utter_ask_{step.name} to data/domain, in every language."
            yield self._problem(flow, f"nothing asks for '{step.name}'", remedy)
        if step.kind in ("link", "call") and step.name not in self.book.flows:
            yield self._problem(flow, f"there is no flow '{step.name}'", meant(step.name, self.book.flows, "Write it."))
        yield from self._check_names(flow, step, domain)
        looked_at = {slot for condition in _conditions(step) for slot in condition.slots} | set(step.values)
        yield from self._check_slots(flow, looked_at, domain)

    def _check_names(self, flow: Flow, step: Step, domain: Domain) -> Iterator[DataProblem]:
        """A step does an action or says a response; only an action checks, only a response says why."""
        if step.kind == "action" and step.name in domain.forms:
            remedy = "Write `collect:` for each of its slots."
            yield self._problem(flow, f"'{step.name}' is a form, which does not run in a flow", remedy)
        elif step.kind == "action" and step.name not in {*domain.actions, *domain.responses}:
            names = {*domain.actions, *domain.responses}
            remedy = meant(step.name, names, "Add it to `actions:` of the domain, or to `responses:`.")
            yield self._problem(flow, f"'{step.name}' is no action and no response", remedy)
        if step.check and step.check not in domain.actions:
            remedy = meant(step.check, domain.actions, "Add it to `actions:` of the domain.")
            yield self._problem(flow, f"'{step.check}' is no action", remedy)
        for one in step.rejections:
            if one.utter not in domain.responses:
                remedy = meant(one.utter, domain.responses, "Add it to `responses:` of the domain.")
                yield self._problem(flow, f"'{one.utter}' is no response", remedy)

    def _check_slots(self, flow: Flow, looked_at: AbstractSet[str], domain: Domain) -> Iterator[DataProblem]:
        for slot in sorted(looked_at - set(domain.slots) - ENGINE_SLOTS):
            remedy = meant(slot, domain.slots, "Add it to `slots:`.")
            yield self._problem(flow, f"slot '{slot}' is not in the domain", remedy)

    def _check_course(self, flow: Flow) -> Iterator[DataProblem]:
        """Steps that nothing reaches, and those from which no end is reached."""
        reached = _reached(flow, flow.first)
        for step in flow.steps:
            if step not in reached:
                yield self._problem(flow, f"step '{step}' is never reached", "Lead a `next:` to it, or delete it.")
        for step in sorted(reached - {END}):
            if END not in _reached(flow, step):
                yield self._problem(flow, f"no way leads from step '{step}' to its end", "Write `next: END` somewhere.")
                return


def _words(mistake: Mistake) -> tuple[str, str]:
    return mistake.what, mistake.remedy


def _asking(step: Step, domain: Domain) -> bool:
    if step.utter:
        return step.utter in domain.responses
    return f"utter_ask_{step.name}" in domain.responses or f"action_ask_{step.name}" in domain.actions


def _conditions(step: Step) -> list[Any]:
    return [way.condition for way in step.ways if way.condition] + [one.condition for one in step.rejections]


def _reached(flow: Flow, start: str) -> set[str]:
    """The steps to which some way leads from `start`, itself too."""
    found: set[str] = set()
    ahead = [start]
    while ahead:
        name = ahead.pop()
        if name in found:
            continue
        found.add(name)
        step = flow.steps.get(name)
        if step is not None:
            ahead += [*_onward(step), *([step.unknown] if step.unknown else [])]
    return found


def _onward(step: Step) -> list[str]:
    """Where its ways lead; what stands behind one that is always open is never taken."""
    found = []
    for way in step.ways:
        found.append(way.target)
        if way.condition is None:
            break
    return found


def _line(tree: Any, at: Place) -> int:
    """The line of a place in a document; of the nearest thing around it that has one."""
    line, here = 0, tree
    for key in at:
        if isinstance(here, Map) and key in here:
            line, here = here.lines[key], here[key]
        elif isinstance(here, Rows) and isinstance(key, int) and key < len(here):
            line, here = here.lines[key], here[key]
        else:
            break
    return line
