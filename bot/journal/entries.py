"""One thing to be written into the journal: as SQL for the database, as a line of JSON while the database is away."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Executable, Select, insert, select, update

from bot.journal.records import CallEnd, CallStart, Turn
from bot.journal.tables import calls, turns

VERSION = 1

Kind = Literal["call", "turn", "change"]
"""`call` and `turn` are new rows, `change` fills in columns of a call."""


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


def write(connection: Connection, entry: Entry) -> None:
    """Into the database."""
    connection.execute(_statement(entry), dict(_columns(entry)))


def write_again(connection: Connection, entry: Entry) -> None:
    """Into the database, unless it is there already: nobody knows how far an earlier try came."""
    if entry.kind == "change" or connection.execute(_same(entry)).first() is None:
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
        or "call_id" not in values
    ):
        raise ValueError("no columns of the journal")
    return Entry(raw["kind"], values)


def _table(kind: Kind) -> Any:
    return turns if kind == "turn" else calls


def _columns(entry: Entry) -> Mapping[str, Any]:
    return {key: value for key, value in entry.values.items() if entry.kind != "change" or key != "call_id"}


def _statement(entry: Entry) -> Executable:
    if entry.kind == "change":
        return update(calls).where(calls.c.call_id == entry.values["call_id"])
    return insert(_table(entry.kind))


def _same(entry: Entry) -> Select[Any]:
    query = select(_table(entry.kind).c.call_id).where(_table(entry.kind).c.call_id == entry.values["call_id"])
    return query.where(turns.c.turn_index == entry.values["turn_index"]) if entry.kind == "turn" else query
