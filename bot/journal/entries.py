"""One thing to be written into the journal: as SQL for the database, as a line of JSON while the database is away."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Executable, Select, Table, and_, insert, select, update

from bot.journal.records import CallEnd, CallStart, Turn
from bot.journal.tables import calls, handoffs, turns
from handoff.figures import HandoffFigures

VERSION = 1

Kind = Literal["call", "turn", "change", "handoff", "wrap_up"]
"""`call`, `turn` and `handoff` are new rows, `change` fills in columns of a call, `wrap_up` one of a handoff."""
KEYS: Mapping[Kind, tuple[str, ...]] = {
    "call": ("call_id",),
    "change": ("call_id",),
    "turn": ("call_id", "turn_index"),
    "handoff": ("packet_id", "queue"),
    "wrap_up": ("packet_id",),
}
"""By which columns a row is found."""
RENEWED = frozenset({"change", "wrap_up", "handoff"})
WHY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """`values` by column; of a change, too, `call_id` says which call."""

    kind: Kind
    values: Mapping[str, Any]


def started(start: CallStart, caller: str, owner: str = "") -> Entry:
    """A call came in; `caller` is the number as it is to be kept, `owner` the run of Hatef that holds the call."""
    row = {"call_id": start.call_id, "caller": caller, "called": start.called, "language": start.language}
    return Entry("call", row | {"started_at_ms": int(start.started_at.timestamp() * 1000), "owner": owner})


def changed(call_id: str, **columns: Any) -> Entry:
    """Something more is known of a call."""
    return Entry("change", {"call_id": call_id, **columns})


def ended(end: CallEnd) -> Entry:
    """A call is over, and nobody holds it any more."""
    known = {"ended_ms": end.ended_ms, "end_reason": end.reason, "handoff_outcome": end.handoff_outcome}
    return changed(end.call_id, **known, owner="")


def spoken(call_id: str, turn: Turn) -> Entry:
    """One side spoke."""
    row = {
        "call_id": call_id,
        "turn_index": turn.index,
        "speaker": turn.speaker,
        "kind": turn.kind,
        "text": turn.text,
        "confidence": turn.confidence,
        "intent": turn.intent,
        "intent_confidence": turn.intent_confidence,
        "slots": dict(turn.slots),
        "end_of_speech_ms": turn.end_of_speech_ms,
        "final_text_ms": turn.final_text_ms,
        "answer_decided_ms": turn.answer_decided_ms,
        "first_sample_ms": turn.first_sample_ms,
        "likely": turn.likely,
        "sure": turn.sure,
    }
    return Entry("turn", row)


def handed_over(figures: HandoffFigures) -> Entry:
    """A handoff has come so far, or is over."""
    row = asdict(figures)
    arrived_at_ms = round(row.pop("arrived_at").timestamp() * 1000)
    return Entry("handoff", {**row, "arrived_at_ms": arrived_at_ms, "why": figures.why[:WHY_LENGTH]})


def wrapped_up(call_id: str, packet_id: str, wrap_up_ms: int) -> Entry:
    """The agent is done with the notes of a handoff."""
    return Entry("wrap_up", {"call_id": call_id, "packet_id": packet_id, "wrap_up_ms": wrap_up_ms})


def write(connection: Connection, entry: Entry) -> None:
    """Into the database."""
    statement = _statement(entry)
    if entry.kind == "handoff" and connection.execute(_same(entry)).first() is not None:
        statement = update(handoffs).where(_found(entry))  # it has come further, or a call-back brings it again
    connection.execute(statement, dict(_columns(entry)))


def write_again(connection: Connection, entry: Entry) -> None:
    """Into the database, unless it is there already: nobody knows how far an earlier try came.

    What is known better from one entry to the next is written each time: the last one stands.
    """
    if entry.kind in RENEWED or connection.execute(_same(entry)).first() is None:
        write(connection, entry)


def pack_entry(entry: Entry) -> str:
    """Serialise as one line."""
    return json.dumps({"v": VERSION, "kind": entry.kind, "values": entry.values}, ensure_ascii=True, default=str)


def parse_entry(line: str | bytes) -> Entry:
    """Parse what `pack_entry` wrote; ValueError for anything else, a line that was cut too."""
    raw = json.loads(line)
    if not isinstance(raw, dict) or raw.get("v") != VERSION or raw.get("kind") not in get_args(Kind):
        raise ValueError("no journal entry of this version")
    values = raw.get("values")
    if (
        not isinstance(values, dict)
        or not values.keys() <= set(_table(raw["kind"]).c.keys())
        or not {"call_id", *KEYS[raw["kind"]]} <= values.keys()
    ):
        raise ValueError("no columns of the journal")
    return Entry(raw["kind"], values)


def _table(kind: Kind) -> Table:
    if kind in ("handoff", "wrap_up"):
        return handoffs
    return turns if kind == "turn" else calls


def _columns(entry: Entry) -> Mapping[str, Any]:
    if entry.kind == "wrap_up":
        return {"wrap_up_ms": entry.values["wrap_up_ms"]}
    return {key: value for key, value in entry.values.items() if entry.kind != "change" or key != "call_id"}


def _statement(entry: Entry) -> Executable:
    if entry.kind == "wrap_up":
        # Of the queues that the caller came through, the one in which an agent talked.
        return update(handoffs).where(_found(entry), handoffs.c.talk_ms.is_not(None))
    if entry.kind == "change":
        return update(calls).where(_found(entry))
    return insert(_table(entry.kind))


def _same(entry: Entry) -> Select[Any]:
    return select(_table(entry.kind).c.call_id).where(_found(entry))


def _found(entry: Entry) -> ColumnElement[bool]:
    columns = _table(entry.kind).c
    return and_(*(columns[key] == entry.values[key] for key in KEYS[entry.kind]))
