"""What Rasa is told of the flows: their slots and the action that runs them, and which intents are theirs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from nlu.flows.model import Book
from nlu.flows.patterns import ANSWERED
from nlu.flows.read import read_book

POLICY = "nlu.rasa.flow_policy.FlowPolicy"
ACTION, STATE_SLOT = "action_flow", "flow"
FOLDER = "flows"
_UNSEEN = {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}
"""A slot that only actions fill and no rule looks at."""


def flow_files(data: Path) -> list[Path]:
    """The files of flows in data/."""
    return sorted((data / FOLDER).glob("*.y*ml"))


def book_of(data: Path) -> Book:
    """The flows of data/, as far as they can be read; `data_check` tells what cannot."""
    return read_book({str(path): yaml.safe_load(path.read_bytes()) for path in flow_files(data)})[0]


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


def domain_of(book: Book) -> dict[str, Any]:
    """The part of the domain that flows bring with them."""
    slots = {name: {**_UNSEEN, "initial_value": slot.initial} for name, slot in book.slots.items()}
    return {"version": "3.1", "slots": {STATE_SLOT: _UNSEEN, **slots}, "actions": [ACTION]}


def write_domain(data: Path, target: Path, book: Book) -> None:
    """The domain folder of a training: the designers' files, and beside them what the flows bring."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(data / "domain", target)
    text = yaml.safe_dump(domain_of(book), allow_unicode=True, sort_keys=False)
    (target / "made_of_flows.yml").write_text(text, encoding="utf-8")
