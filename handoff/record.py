"""One handoff as it is kept: its packet, every step it took, and which run of Hatef has it in its hands."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pydantic_core import from_json as parse_json

from handoff.errors import PacketInvalid, PacketVersionUnknown, StepRefused
from handoff.packet import ContextPacket, from_json, to_json
from handoff.states import FOLLOWERS, State

FORMAT = 1
NOTE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One entry of a handoff's history; times are whole milliseconds, UTC."""

    state: State
    at: datetime
    note: str = ""

    @property
    def at_ms(self) -> int:
        """Milliseconds since 1970."""
        return round(self.at.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Record:
    """A handoff with its whole history, oldest step first. `owner` "" means that it is over."""

    packet: ContextPacket
    steps: tuple[StepTaken, ...]
    owner: str = ""

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.steps[-1].state

    def moved(self, state: State, note: str = "") -> "Record":
        """One step further; raises StepRefused where `handoff.states` does not draw it."""
        if state not in FOLLOWERS[self.state]:
            raise StepRefused(self.packet.packet_id, self.state, state)
        return replace(self, steps=(*self.steps, step(state, note)))

    def over(self) -> "Record":
        """Nobody works on it any more."""
        return replace(self, owner="")

    def left_behind(self, why: str) -> "Record":
        """What becomes of it when the Hatef that had it is gone: a call-back, if nothing was settled yet."""
        if self.state in SETTLED:
            return self.over()
        failed = self if self.state is State.FAILED else self.moved(State.FAILED, why)
        return (failed.moved(State.CALLBACK, why) if self.packet.caller.reachable else failed).over()


SETTLED = frozenset({State.REFERRED, State.ABANDONED, State.CALLBACK, State.CALLED_BACK, State.CANCELLED})
"""States that a Hatef which is gone leaves behind as they are. Its bridges broke with it."""


def step(state: State, note: str = "") -> StepTaken:
    """A step taken now; a long note is cut."""
    return StepTaken(state, moment(round(datetime.now(UTC).timestamp() * 1000)), note[:NOTE_LENGTH])


def moment(at_ms: int) -> datetime:
    """Milliseconds since 1970 as a time in UTC."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def new_record(packet: ContextPacket, owner: str = "") -> Record:
    """A handoff that begins: state STORED."""
    return Record(packet, (step(State.STORED),), owner)


def pack_record(record: Record) -> str:
    """Serialise as JSON; the packet is an object inside."""
    steps = ",".join(_json_of([one.state, one.at_ms, one.note]) for one in record.steps)
    return f'{{"format":{FORMAT},"owner":{_json_of(record.owner)},"steps":[{steps}],"packet":{to_json(record.packet)}}}'


def parse_record(text: str | bytes) -> Record:
    """Parse what `pack_record` wrote, or a bare packet as earlier versions spilled it.

    Raises:
        PacketVersionUnknown: of another version. PacketInvalid: anything else that is no handoff.
    """
    try:
        raw = parse_json(text)
    except ValueError as error:
        raise PacketInvalid("document", "this is not JSON") from error
    if not isinstance(raw, dict):
        raise PacketInvalid("document", "this is not an object")
    if "packet_id" in raw:
        return new_record(from_json(text))
    if raw.get("format") != FORMAT:
        raise PacketVersionUnknown(raw.get("format"))
    packet = from_json(_json_of(raw.get("packet")))
    return Record(packet, _steps(raw.get("steps")), str(raw.get("owner") or ""))


def _steps(raw: Any) -> tuple[StepTaken, ...]:
    try:
        taken = tuple(StepTaken(State(state), moment(int(at_ms)), str(note)) for state, at_ms, note in raw)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise PacketInvalid("steps", "not a list of states with their times") from error
    if not taken:
        raise PacketInvalid("steps", "there is none")
    return taken


def _json_of(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
