"""What Rasa is told of the flows: their slots and the action that runs them, and which intents are theirs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from nlu.flows.model import LOOKUP, OUTCOME, ROWS, Book
from nlu.flows.patterns import ANSWERED
from nlu.flows.read import read_book

POLICY = "nlu.rasa.flow_policy.FlowPolicy"
ACTION, STATE_SLOT = "action_flow", "flow"
FOLDER, SERVICES = "flows", "services"


def _unseen(**more: Any) -> dict[str, Any]:
    """A slot that only actions fill and no rule looks at. One of its own each: Rasa takes them apart."""
    return {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}], **more}


def flow_files(data: Path) -> list[Path]:
    """The files of flows in data/."""
    return sorted((data / FOLDER).glob("*.y*ml"))


def book_of(data: Path) -> Book:
    """The flows of data/, as far as they can be read; `data_check` tells what cannot."""
    return read_book({str(path): yaml.safe_load(path.read_bytes()) for path in flow_files(data)})[0]


def outputs_of(data: Path) -> dict[str, tuple[str, ...]]:
    """By service of data/services/, the outputs that it gives; of files that cannot be read nothing."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((data / SERVICES).glob("*.y*ml")):
        services = (yaml.safe_load(path.read_bytes()) or {}).get("services")
        for name, service in services.items() if isinstance(services, Mapping) else ():
            outputs = service.get("outputs") if isinstance(service, Mapping) else None
            found[str(name)] = tuple(str(one) for one in outputs or ())
    return found


def looked_up(book: Book, outputs: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The slots that the look-ups of some flows fill, each once."""
    steps = [step for flow in book.flows.values() for step in flow.steps.values() if step.name.startswith(LOOKUP)]
    given = [step.outputs.get(name, name) for step in steps for name in outputs.get(step.name.removeprefix(LOOKUP), ())]
    return tuple(dict.fromkeys([*given, OUTCOME, ROWS])) if steps else ()


def with_triggers(policies: Any, book: Book) -> Any:
    """The policies of config.yml, the one of flows with what it needs to know of them."""
    known = {
        "triggers": [
            {"intent": one.intent, "least": one.least, "entities": sorted(one.entities)}
            for flow in book.flows.values()
            for one in flow.triggers
        ],
        "answered": sorted(ANSWERED),
    }
    return [{**one, **known} if isinstance(one, Mapping) and one.get("name") == POLICY else one for one in policies]


def domain_of(book: Book, outputs: Mapping[str, Sequence[str]] = MappingProxyType({})) -> dict[str, Any]:
    """The part of the domain that flows bring with them, given the outputs of each service."""
    slots: dict[str, Any] = {name: _unseen() for name in looked_up(book, outputs)}
    slots |= {name: _unseen(initial_value=slot.initial) for name, slot in book.slots.items()}
    return {"version": "3.1", "slots": {STATE_SLOT: _unseen(), **slots}, "actions": [ACTION]}


def write_domain(data: Path, target: Path, book: Book) -> None:
    """The domain folder of a training: the designers' files, and beside them what the flows bring."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(data / "domain", target)
    text = yaml.safe_dump(domain_of(book, outputs_of(data)), allow_unicode=True, sort_keys=False)
    (target / "made_of_flows.yml").write_text(text, encoding="utf-8")
