"""What happened to a handoff beside its steps: who was called, who took it, what was noted."""

import json
import re
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic_core import from_json as parse_json

from handoff.errors import PacketInvalid, PacketVersionUnknown
from handoff.record import moment

FORMAT = 1
WHO_LENGTH = 64
TEXT_LENGTH = 2_000
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
"""What nothing can show, or what makes one text look like another; tabs, line ends and joiners stay."""


class EventKind(StrEnum):
    """What happened; stored, and sent to other programs."""

    AGENT_CALLED = "agent_called"
    AGENT_CONNECTED = "agent_connected"
    AGENT_COMPLETED = "agent_completed"
    CALLER_ABANDONED = "caller_abandoned"
    ACCEPTED = "accepted"
    NOTE = "note"
    CLOSED = "closed"


def visible(text: str) -> str:
    """A text as it is kept: what nobody can see of it is left out."""
    return CONTROLS.sub("", text).strip()


def now() -> datetime:
    """This moment in UTC, in whole milliseconds, as it is kept."""
    return moment(round(datetime.now(UTC).timestamp() * 1000))


def new_event_id() -> str:
    """Unique, and in the order of time within one process: 24 hex digits."""
    return f"{time.time_ns():016x}{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class HandoffEvent:
    """One thing that happened. `who` names an agent or a program, `text` is a human's note: neither goes into a log.

    What is too long is cut, and letters that nothing can show are left out. The same event may be noted again: it is
    kept once.
    """

    kind: EventKind
    who: str = ""
    at: datetime = field(default_factory=now)
    text: str = ""
    event_id: str = field(default_factory=new_event_id)

    def __post_init__(self) -> None:
        """Fit for every database."""
        object.__setattr__(self, "who", visible(self.who)[:WHO_LENGTH].strip())
        object.__setattr__(self, "text", visible(self.text)[:TEXT_LENGTH].strip())

    @property
    def at_ms(self) -> int:
        """Milliseconds since 1970."""
        return round(self.at.timestamp() * 1000)


def pack_event(packet_id: str, event: HandoffEvent) -> str:
    """Serialise as JSON, for the spill folder."""
    parts = {"format": FORMAT, "packet_id": packet_id, "event_id": event.event_id, "kind": event.kind}
    return json.dumps({**parts, "who": event.who, "at_ms": event.at_ms, "text": event.text}, ensure_ascii=False)


def parse_event(text: str | bytes) -> tuple[str, HandoffEvent]:
    """Parse what `pack_event` wrote: the packet's id and the event.

    Raises:
        PacketVersionUnknown: of another version. PacketInvalid: anything else that is no event.
    """
    try:
        raw = parse_json(text)
    except ValueError as error:
        raise PacketInvalid("event", "this is not JSON") from error
    if not isinstance(raw, dict):
        raise PacketInvalid("event", "this is not an object")
    if raw.get("format") != FORMAT:
        raise PacketVersionUnknown(raw.get("format"))
    return str(raw.get("packet_id")), _event(raw)


def _event(raw: dict[str, Any]) -> HandoffEvent:
    try:
        at = moment(int(raw["at_ms"]))
        return HandoffEvent(EventKind(raw["kind"]), str(raw["who"]), at, str(raw["text"]), str(raw["event_id"]))
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise PacketInvalid("event", "a part is missing or of the wrong kind") from error
