"""What a golden call left behind, as text that a person compares: times, ids and tokens are masked."""

import dataclasses
import difflib
import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import yaml

MASK = "…"
MASKED = re.compile(r".*_ms|.*_at|packet_id|call_id|intent_confidence|sure|likely")
"""What differs from call to call, by its name. How sure the model is of an intent differs from machine to machine."""
TOKEN = re.compile(r"[a-z2-7]{32}")
CALL_ID = re.compile(r"golden-[0-9a-f]{8}")
TABLES = ("calls", "turns", "handoff_packets", "handoff_steps")
AWAY = "_away"


class Tape:
    """What the people in a call notice, each in their own order."""

    def __init__(self) -> None:
        self.of_call: list[dict[str, str]] = []
        self.of_agent: list[dict[str, str]] = []

    def call(self, who: str, what: str) -> None:
        """On the caller's side."""
        self.of_call.append({who: _masked_text(what)})

    def agent(self, who: str, what: str) -> None:
        """On the agent's side."""
        self.of_agent.append({who: _masked_text(what)})


def record(tape: Tape, database: Path, promised: Iterable[Any]) -> dict[str, Any]:
    """Everything of one call; `database` holds no other. `promised` are its call-backs (dataclasses)."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        (call,) = _rows(connection, "SELECT * FROM calls")
        turns = _rows(connection, "SELECT * FROM turns ORDER BY turn_index")
        packets = _rows(connection, "SELECT * FROM handoff_packets ORDER BY created_at_ms")
        steps = _rows(connection, "SELECT state, at_ms, note FROM handoff_steps ORDER BY step_id")
    for packet in packets:
        packet["body"] = json.loads(packet["body"])
        for intent in packet["body"]["intents"]:
            intent["intent_confidence"] = intent.pop("confidence")
    found = {
        "call": tape.of_call,
        "agent": tape.of_agent,
        "journal": {**_without_owner(call), "turns": _turns(turns)},
        "packets": [_without_owner(packet) for packet in packets],
        "steps": steps,
        "callbacks": [dataclasses.asdict(one) for one in promised],
    }
    masked: dict[str, Any] = _masked({name: part for name, part in found.items() if part})
    return masked


class _Line(dict[str, Any]):
    """Written in one line, whatever it holds."""


class _Dumper(yaml.SafeDumper):
    """Lists in one line each, where they hold no other; no line is broken."""


_Dumper.add_representer(
    _Line, lambda dumper, line: dumper.represent_mapping("tag:yaml.org,2002:map", line.items(), flow_style=True)
)


def as_text(found: Mapping[str, Any]) -> str:
    """The content of a golden file."""
    turns = [_Line(turn) for turn in found["journal"]["turns"]]
    lined = {**found, "journal": {**found["journal"], "turns": turns}}
    return yaml.dump(lined, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10**6)


def difference(golden: str, found: Mapping[str, Any]) -> str:
    """The lines in which a call is not as its file's text `golden` says; "" where it is."""
    lines = (golden.splitlines(), as_text(found).splitlines())
    return "\n".join(difflib.unified_diff(*lines, "as it was", "as it is now", lineterm="", n=1))


def away(database: Path) -> None:
    """The database refuses every write and every question about calls and handoffs."""
    _rename(database, "", AWAY)


def back(database: Path) -> None:
    """It works again; nothing where it was not away."""
    _rename(database, AWAY, "")


def _rename(database: Path, before: str, after: str) -> None:
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in TABLES:
            if table + before in there:
                connection.execute(f"ALTER TABLE {table}{before} RENAME TO {table}{after}")
        connection.commit()


def _rows(connection: sqlite3.Connection, query: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query)]


def _turns(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Turns without the columns that say nothing, and with the slots that the turn changed."""
    before: dict[str, Any] = {}
    told = []
    for row in rows:
        del row["call_id"], row["turn_index"]
        slots = json.loads(row.pop("slots"))
        changed = {name: value for name, value in slots.items() if before.get(name) != value}
        gone = dict.fromkeys(name for name in before if name not in slots) if slots else {}
        before = slots or before
        told.append({name: value for name, value in row.items() if value is not None} | _named(changed | gone))
    return told


def _named(slots: dict[str, Any]) -> dict[str, Any]:
    return {"slots": slots} if slots else {}


def _without_owner(row: dict[str, Any]) -> dict[str, Any]:
    """The owner is the process that held the call: whether one is still written down is all that is seen of it.

    Nor is the key by which handoffs are found seen: it is the number once more.
    """
    return {
        **{name: value for name, value in row.items() if name != "caller_key"},
        "owner": MASK if row["owner"] else "",
    }


def _masked(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {str(key): _masked(one, str(key)) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(one, name) for one in value]
    if MASKED.fullmatch(name) and value is not None:
        return MASK
    return _masked_text(value) if isinstance(value, str) else value


def _masked_text(text: str) -> str:
    return CALL_ID.sub(MASK, TOKEN.sub(MASK, str(text)))
