"""What data/services/ brings to the flows: an action `lookup_NAME` a service, and the slots that it fills."""

from __future__ import annotations

from pathlib import Path

from nlu.flows.model import LOOKUP, Book
from nlu.training.data_check.domain import Domain
from nlu.training.data_check.read import Document, Map
from nlu.training.flows import SERVICES, looked_up, outputs_of


def learn_lookups(domain: Domain, data: Path, book: Book) -> None:
    """Let the domain know them."""
    place = Document(data / SERVICES, Map(), ())
    outputs = outputs_of(data)
    for name in outputs:
        domain.actions.setdefault(f"{LOOKUP}{name}", (place, 0))
    for slot in looked_up(book, outputs):
        domain.slots.setdefault(slot, (place, Map(), 0))
