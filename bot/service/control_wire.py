"""What goes over the control socket: lines of JSON, one request a connection, one answer or a stream of events.

▶ {"v": 1, "ask": "status"}
▶ {"v": 1, "ask": "calls", "full": false}        full: numbers and words as they are; otherwise masked, left out
▶ {"v": 1, "ask": "events", "full": false}
▶ {"v": 1, "ask": "queue"}                       the built-in queues, their agents, who waits
▶ {"v": 1, "ask": "queue_events"}                the same, and again behind every change
▶ {"v": 1, "ask": "agent", "agent": "101", "to": "away", "reason": "lunch"}   to: ready, away, out
◀ {"v": 1, "hatef": "0.1.0", "status": {...}}
◀ {"v": 1, "hatef": "0.1.0", "calls": [...]}     of events, too, before the first of them
◀ {"v": 1, "event": "turn", "at": "2026-11-30T12:00:00.000+00:00", "call": {...}, "turn": {...}}
◀ {"v": 1, "hatef": "0.1.0", "queue": {...}}
◀ {"v": 1, "hatef": "0.1.0", "agent": {...}}
◀ {"v": 1, "hatef": "0.1.0", "error": "version", "why": "..."}

A newer version only adds keys where it keeps its number; a reader passes over those it does not know.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

import bot
from bot.journal.privacy import mask
from bot.journal.records import Turn
from bot.service.board import Change, LiveCall

VERSION = 1
SOCKET = "control.sock"
LONGEST_PATH = 100
"""Bytes; the system takes no more than 107 for a Unix socket."""
MOST_REQUEST_BYTES = 4 * 1024
MOST_ANSWER_BYTES = 4 * 1024 * 1024
MOST_NAME = 64
"""Letters of an agent's id, and of a reason."""
MOST_TEXT = 1_000
"""Letters of one turn."""

Ask = Literal["status", "calls", "events", "queue", "queue_events", "agent"]
Fault = Literal["request", "refused", "version", "busy", "broken"]


@dataclass(frozen=True, slots=True)
class Request:
    """What a client wants. `full`: numbers and words of callers as they are.

    Of an agent's state: `agent` is to be `to` from now on, for `reason`.
    """

    ask: Ask
    full: bool = False
    agent: str = ""
    to: str = ""
    reason: str = ""


class BadLine(ValueError):
    """A line that is no message of this version; `fault` says why it is refused."""

    def __init__(self, fault: Fault, why: str) -> None:
        super().__init__(why)
        self.fault = fault


def socket_path(state: Path) -> Path:
    """Where the Hatef with this state folder listens."""
    return state / SOCKET


@contextmanager
def address(state: Path) -> Iterator[str]:
    """What to bind or connect to; by way of the folder's handle where the path is too long for a Unix socket."""
    path = socket_path(state)
    if len(os.fsencode(path)) <= LONGEST_PATH:
        yield str(path)
        return
    handle = os.open(state, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{handle}/{SOCKET}"
    finally:
        os.close(handle)


def pack_request(request: Request) -> bytes:
    """As one line."""
    change = {"agent": request.agent, "to": request.to, "reason": request.reason} if request.ask == "agent" else {}
    return _line({"ask": request.ask, "full": request.full, **change})


def parse_request(line: bytes) -> Request:
    """What `pack_request` made. Raises BadLine."""
    raw = _parsed(line)
    if raw.get("v") != VERSION:
        raise BadLine("version", f"this Hatef speaks version {VERSION} of the control protocol")
    if raw.get("ask") not in get_args(Ask) or not isinstance(raw.get("full", False), bool):
        raise BadLine("request", f"ask for one of: {', '.join(get_args(Ask))}")
    texts = {name: raw.get(name, "") for name in ("agent", "to", "reason")}
    if not all(isinstance(text, str) and len(text) <= MOST_NAME for text in texts.values()):
        raise BadLine("request", f"agent, to and reason are texts of {MOST_NAME} letters at most")
    return Request(raw["ask"], raw.get("full", False), **texts)


def pack_answer(**what: Any) -> bytes:
    """An answer as one line, with the version of Hatef that gives it."""
    return _line({"hatef": bot.__version__, **what})


def pack_fault(fault: Fault, why: str) -> bytes:
    """A refusal as one line."""
    return pack_answer(error=fault, why=why)


def pack_change(change: Change, full: bool) -> bytes:
    """An event as one line."""
    event: dict[str, Any] = {"event": change.kind, "at": _moment(change.at), "call": call_as_json(change.call, full)}
    if change.turn is not None:
        event["turn"] = _turn_as_json(change.turn, full)
    if change.reason:
        event["reason"] = change.reason
    return _line(event)


def parse_answer(line: bytes) -> Mapping[str, Any]:
    """Any line that the service sends. Raises BadLine, also of an answer in another version."""
    raw = _parsed(line)
    if raw.get("v") != VERSION:
        raise BadLine("version", str(raw.get("hatef", "unknown")))
    return raw


def call_as_json(call: LiveCall, full: bool) -> dict[str, Any]:
    """A live call; its caller masked unless it is wanted in full."""
    return {**asdict(call), "since": _moment(call.since), "caller": call.caller if full else mask(call.caller)}


def parse_call(raw: Mapping[str, Any]) -> LiveCall:
    """What `call_as_json` made. Raises BadLine."""
    known = {field.name for field in fields(LiveCall)}
    try:
        values = {name: value for name, value in raw.items() if name in known}
        return LiveCall(**{**values, "since": datetime.fromisoformat(values["since"])})
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise BadLine("request", "no live call") from error


def _turn_as_json(turn: Turn, full: bool) -> dict[str, Any]:
    told = {"speaker": turn.speaker, "kind": turn.kind, "intent": turn.intent, "confidence": turn.confidence}
    return {**told, "text": turn.text[:MOST_TEXT]} if full else told


def _moment(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds")


def _line(message: Mapping[str, Any]) -> bytes:
    return json.dumps({"v": VERSION, **message}, ensure_ascii=True).encode() + b"\n"


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine("request", "no line of JSON") from error
    if not isinstance(raw, dict):
        raise BadLine("request", "no JSON object")
    return raw
