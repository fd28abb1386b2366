"""The context packet: everything Hatef learned in a call, for the human who takes it over."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json as parse_json

from handoff.errors import PacketInvalid, PacketVersionUnknown

VERSION = 1
ID_BYTES = 6

Verified = Literal["none", "number", "pin", "voice", "agent"]
Speaker = Literal["caller", "bot", "agent"]


@dataclass(frozen=True, slots=True)
class PacketCaller:
    """Who calls; nothing is known of a stranger but perhaps his number."""

    number: str = ""
    customer_id: str = ""
    name: str = ""
    call_back: str = ""
    """The number on which they want to be called, where that is another one."""

    @property
    def back(self) -> str:
        """The number to call them back on."""
        return self.call_back or self.number

    @property
    def reachable(self) -> bool:
        """There is a number that somebody can call back."""
        return any(letter.isdigit() for letter in self.back)


@dataclass(frozen=True, slots=True)
class IntentTried:
    """One thing the caller wanted. `at_ms` counts from the start of the call, `confidence` 0 to 1."""

    name: str
    confidence: float = 1.0
    at_ms: int = 0
    settled: bool = False


@dataclass(frozen=True, slots=True)
class SlotKnown:
    """One thing learned, with the confidence it was learned with, 0 to 1."""

    name: str
    value: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PacketTurn:
    """What one side said; `at_ms` counts from the start of the call."""

    speaker: Speaker
    text: str
    at_ms: int = 0


@dataclass(frozen=True, slots=True)
class CrmLink:
    """A record the agent will want open: kind («customer», «order»), its key, and its page if there is one."""

    kind: str
    key: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What the company's records said: of what kind («order»), its value, the key of the record, and when."""

    name: str
    value: str
    about: str = ""
    at_ms: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What the caller heard as the answer to one intent."""

    intent: str
    text: str
    at_ms: int = 0


@dataclass(frozen=True, slots=True)
class Mood:
    """How the caller seems to feel, and the signs of it: words, and by how many dB the voice was raised."""

    level: Literal["calm", "upset", "angry"] = "calm"
    words: tuple[str, ...] = ()
    louder_db: float = 0.0


@dataclass(frozen=True, slots=True)
class SuggestedAnswer:
    """What the records answer to what was wanted and not settled, for the agent to say."""

    intent: str
    text: str


@dataclass(frozen=True, slots=True)
class ContextPacket:
    """One handoff's context. Frozen, and equal to itself after JSON there and back."""

    packet_id: str
    call_id: str
    language: str
    reason: str
    created_at: datetime
    call_started_at: datetime
    caller: PacketCaller = PacketCaller()
    called: str = ""
    verified: Verified = "none"
    skill: str = ""
    intents: tuple[IntentTried, ...] = ()
    slots: tuple[SlotKnown, ...] = ()
    last_turns: tuple[PacketTurn, ...] = ()
    crm_links: tuple[CrmLink, ...] = ()
    facts: tuple[Fact, ...] = ()
    told: tuple[Told, ...] = ()
    mood: Mood = Mood()
    suggested_answer: SuggestedAnswer | None = None
    version: int = VERSION

    def slot(self, name: str) -> str:
        """The value of one slot, "" where it is not known."""
        return next((slot.value for slot in self.slots if slot.name == name), "")


def new_packet_id() -> str:
    """Twelve random hex digits; a token carries them."""
    return secrets.token_hex(ID_BYTES)


_ADAPTER = TypeAdapter(ContextPacket)


def to_json(packet: ContextPacket) -> str:
    """Serialise; times are ISO 8601 with their zone. Half a letter (a lone surrogate) becomes «?»: UTF-8 has none."""
    text = json.dumps(_ADAPTER.dump_python(packet, mode="json"), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode()


def from_json(text: str | bytes) -> ContextPacket:
    """Parse what `to_json` wrote.

    Keys that this version does not know are passed over, so a later minor addition stays readable.

    Raises:
        PacketVersionUnknown: the packet says another version.
        PacketInvalid: no JSON, a part is missing or has the wrong type.
    """
    try:
        raw = parse_json(text)
    except ValueError as error:
        raise PacketInvalid("document", "this is not JSON") from error
    if not isinstance(raw, Mapping):
        raise PacketInvalid("document", "this is not an object")
    if raw.get("version") != VERSION:
        raise PacketVersionUnknown(raw.get("version"))
    return _checked(raw)


def _checked(raw: Mapping[str, Any]) -> ContextPacket:
    try:
        return _ADAPTER.validate_python(raw)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        # The chain is cut: pydantic's own text quotes the value, which may be personal.
        raise PacketInvalid(".".join(str(step) for step in first["loc"]), first["msg"]) from None
