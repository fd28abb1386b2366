"""The flows in use, and the responses that they may say: read from data/ when the action server starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from bot.crm.model import Money
from bot.crm.services.model import Service
from bot.errors import StartError
from bot.skills.runtime.display import money
from nlu.flows.model import LOOKUP, Book
from nlu.flows.read import read_book
from nlu.training.flows import flow_files
from nlu.values import Kind, parse_kind, said

DOMAIN = "domain"
KINDS = {"money": "amount", "date": "date", "time": "time", "digits": "digits", "yesno": "yesno"}
"""By what a service gives, the kind as which it is said; all else is said as it is."""


@dataclass(frozen=True, slots=True)
class FlowsInUse:
    """`questions` are the responses that ask something («shall I connect you?»): nothing is asked behind them."""

    book: Book = field(default_factory=Book)
    responses: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    given: Mapping[str, Kind] = field(default_factory=dict)
    """The slots that look-ups fill, and as what they are said."""

    def spoken(self, slots: Mapping[str, Any], language: str, now: datetime) -> dict[str, str]:
        """The filled slots of all flows as they are said."""
        kinds = {**self.given, **{name: slot.kind for name, slot in self.book.slots.items()}}
        return {
            name: in_words(kind, slots[name], language, now)
            for name, kind in kinds.items()
            if slots.get(name) is not None
        }


def in_words(kind: Kind, value: Any, language: str, now: datetime) -> str:
    """A value for the ear; amounts of the books as people count them."""
    if kind.name == "amount" and isinstance(value, Mapping) and value.get("currency") == "IRR":
        return money(Money(int(value["value"])), language)
    return said(kind, value, language, now)


def given_by(book: Book, services: Mapping[str, Service]) -> dict[str, Kind]:
    """The slots that the look-ups of some flows fill."""
    found = {}
    for step in (step for flow in book.flows.values() for step in flow.steps.values()):
        service = services.get(step.name.removeprefix(LOOKUP)) if step.name.startswith(LOOKUP) else None
        for name, output in service.outputs.items() if service is not None else ():
            found[step.outputs.get(name, name)] = parse_kind(KINDS.get(output.kind.value, "text"))
    return found


def load_flows(data: Path, services: Mapping[str, Service] = MappingProxyType({})) -> FlowsInUse:
    """The flows of data/ and the names of its responses.

    Raises:
        StartError: a file has a mistake; `hatef data check` tells all of them.
    """
    documents = {str(path): yaml.safe_load(path.read_bytes()) for path in flow_files(data)}
    book, mistakes = read_book(documents)
    for name, found in mistakes.items():
        raise StartError(f"{name}: {found[0].what}. {found[0].remedy}")
    responses: dict[str, Any] = {}
    for path in sorted((data / DOMAIN).glob("*.y*ml")):
        responses |= (yaml.safe_load(path.read_bytes()) or {}).get("responses") or {}
    questions = frozenset(name for name, ways in responses.items() if _asks(ways))
    return FlowsInUse(book, frozenset(responses), questions, given_by(book, services))


def _asks(variants: Any) -> bool:
    return any((one.get("custom") or {}).get("offer") for one in variants if isinstance(one, Mapping))
