"""What other programs get of one handoff. Its schema is published: docs/packet.schema.json.

Fields are only added while `format` stays the same; whoever reads passes over those they do not know.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import TypeAdapter

from handoff.events import HandoffEvent
from handoff.file import HandoffFile
from handoff.packet import ContextPacket
from handoff.record import StepTaken
from handoff.states import State

FORMAT: Literal[1] = 1


@dataclass(frozen=True, slots=True)
class HandoffView:
    """One handoff. Times are ISO 8601 with their zone; `steps` and `events` stand oldest first."""

    packet: ContextPacket
    state: State
    steps: tuple[StepTaken, ...]
    events: tuple[HandoffEvent, ...]
    accepted_by: str
    """Who has it; "" while nobody has."""
    accepted_at: datetime | None
    closed: bool
    page: str
    """Where it can be opened in a browser for the life of a token; the address is a right, keep it as one."""
    format: Literal[1] = FORMAT


_ADAPTER = TypeAdapter(HandoffView)


def view_of(found: HandoffFile, page: str) -> HandoffView:
    """A handoff as others see it."""
    accepted = found.accepted
    return HandoffView(
        packet=found.packet,
        state=found.state,
        steps=found.steps,
        events=found.events,
        accepted_by=accepted.who if accepted else "",
        accepted_at=accepted.at if accepted else None,
        closed=found.closed is not None,
        page=page,
    )


def as_json(view: HandoffView) -> dict[str, Any]:
    """Ready for `json.dumps`; half a letter (a lone surrogate) becomes «?», for UTF-8 has none."""
    text = json.dumps(_ADAPTER.dump_python(view, mode="json"), ensure_ascii=False)
    found: dict[str, Any] = json.loads(text.encode("utf-8", "replace"))
    return found


def schema() -> dict[str, Any]:
    """The JSON schema (2020-12) of what `as_json` makes."""
    made = _ADAPTER.json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def schema_text() -> str:
    """As it is published."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
