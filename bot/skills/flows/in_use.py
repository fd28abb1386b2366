"""The flows in use, and the responses that they may say: read from data/ when the action server starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from bot.errors import StartError
from nlu.flows.model import Book
from nlu.flows.read import read_book
from nlu.values import said

FOLDER, DOMAIN = "flows", "domain"


@dataclass(frozen=True, slots=True)
class FlowsInUse:
    """`questions` are the responses that ask something («shall I connect you?»): nothing is asked behind them."""

    book: Book = field(default_factory=Book)
    responses: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()

    def spoken(self, slots: Mapping[str, Any], language: str, now: datetime) -> dict[str, str]:
        """The filled slots of all flows as they are said."""
        return {
            name: said(slot.kind, slots[name], language, now)
            for name, slot in self.book.slots.items()
            if slots.get(name) is not None
        }


def load_flows(data: Path) -> FlowsInUse:
    """The flows of data/ and the names of its responses.

    Raises:
        StartError: a file has a mistake; `hatef data check` tells all of them.
    """
    documents = {str(path): yaml.safe_load(path.read_bytes()) for path in sorted((data / FOLDER).glob("*.y*ml"))}
    book, mistakes = read_book(documents)
    for name, found in mistakes.items():
        raise StartError(f"{name}: {found[0].what}. {found[0].remedy}")
    responses: dict[str, Any] = {}
    for path in sorted((data / DOMAIN).glob("*.y*ml")):
        responses |= (yaml.safe_load(path.read_bytes()) or {}).get("responses") or {}
    return FlowsInUse(book, frozenset(responses), frozenset(name for name, ways in responses.items() if _asks(ways)))


def _asks(variants: Any) -> bool:
    return any((one.get("custom") or {}).get("offer") for one in variants if isinstance(one, Mapping))
