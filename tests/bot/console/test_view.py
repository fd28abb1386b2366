"""What others get of a handoff, and that its published schema is the one in use."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bot.console.view import HandoffView, as_json, schema, schema_text, view_of
from handoff.events import EventKind, HandoffEvent
from handoff.file import HandoffFile, file_of
from handoff.packet import ContextPacket, PacketCaller
from handoff.record import new_record
from tests.bot.console.conftest import Desk

ROOT = Path(__file__).resolve().parents[3]


def test_the_published_schema_is_current() -> None:
    published = (ROOT / "docs" / "packet.schema.json").read_text(encoding="utf-8")
    assert published == schema_text(), "run: hatef handoff schema > docs/packet.schema.json"


def filled(packet: ContextPacket) -> HandoffFile:
    events = (HandoffEvent(EventKind.ACCEPTED, "sara"), HandoffEvent(EventKind.CLOSED, "sara", text="done"))
    return file_of(new_record(packet), events)


def test_what_is_sent_is_read_again(packet: ContextPacket) -> None:
    view = view_of(filled(packet), "/handoff/x")
    assert TypeAdapter(HandoffView).validate_python(as_json(view)) == view
    assert (view.accepted_by, view.closed) == ("sara", True)


def strays(value: Any, place: dict[str, Any], root: dict[str, Any]) -> list[str]:
    """Keys of a value that its schema does not name."""
    while "$ref" in place:
        place = root["$defs"][place["$ref"].rpartition("/")[2]]
    if isinstance(value, dict):
        known = place["properties"]
        return [name for name in value if name not in known] + [
            stray for name in value if name in known for stray in strays(value[name], known[name], root)
        ]
    if isinstance(value, list):
        return [stray for one in value for stray in strays(one, place["items"], root)]
    return []


def test_the_schema_names_all_that_is_sent(packet: ContextPacket) -> None:
    sent = as_json(view_of(filled(packet), ""))
    assert strays(sent, schema(), schema()) == []
    assert strays({**sent, "more": 1, "packet": {"odd": 1}}, schema(), schema()) == ["more", "odd"]
    assert set(schema()["required"]) <= set(sent)


def test_half_a_letter_breaks_nothing(packet: ContextPacket) -> None:
    broken = replace(packet, caller=PacketCaller(name="x\ud800"))
    assert as_json(view_of(file_of(new_record(broken), ()), ""))["packet"]["caller"]["name"] == "x?"


async def test_a_page_is_named_for_an_hour(desk: Desk) -> None:
    page = desk.parts.handoffs.page(desk.packet.packet_id)
    token = page.removeprefix("https://hatef.example/handoff/")
    assert desk.parts.handoffs.opened(token) == desk.packet.packet_id
