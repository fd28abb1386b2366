"""The list of promised call-backs, as somebody works it off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from handoff.errors import PacketInvalid
from handoff.record import Record, parse_record
from handoff.spill import Spill
from handoff.states import State

HAD = "an agent had the caller already"
"""Of a promise that a bridge broke into: perhaps all was said."""


@dataclass(frozen=True, slots=True)
class Callback:
    """One promise that is still to be kept. `number` and `name` are personal: shown to who calls back, never logged.

    `note` says why it came to be where that was no usual end: a Hatef that stopped, a line that broke.
    """

    packet_id: str
    call_id: str
    promised_at: datetime
    number: str
    name: str
    language: str
    reason: str
    note: str = ""


def callback_of(record: Record) -> Callback:
    """What to know of a handoff whose state is CALLBACK."""
    packet = record.packet
    promised = next(taken for taken in reversed(record.steps) if taken.state is State.CALLBACK)
    had = HAD if any(taken.state is State.BRIDGED for taken in record.steps) else ""
    return Callback(
        packet.packet_id,
        packet.call_id,
        promised.at,
        packet.caller.back,
        packet.caller.name,
        packet.language,
        packet.reason,
        "; ".join(filter(None, (promised.note, had))),
    )


def unreadable_callback(packet_id: str, call_id: str, promised_at: datetime) -> Callback:
    """A promise whose packet this version cannot read: it is listed all the same, the journal knows the call."""
    return Callback(packet_id, call_id, promised_at, "", "", "", "", "packet unreadable; see: hatef call " + call_id)


def spilled_callbacks(folder: Path) -> Iterator[Callback]:
    """Promises that wait in the spill folder for the database; blocking."""
    spill = Spill(folder)
    for name in spill.names():
        try:
            record = parse_record(spill.read(name) or b"")
        except (PacketInvalid, OSError):
            continue  # the service sets it aside and says so
        if record.state is State.CALLBACK:
            yield callback_of(record)
