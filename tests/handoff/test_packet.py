"""A packet is equal to itself after JSON there and back; what is no packet is refused without quoting it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.errors import PacketInvalid, PacketVersionUnknown
from handoff.packet import ContextPacket, PacketCaller, PacketTurn, SlotKnown, from_json, new_packet_id, to_json

TEXT = st.text(max_size=30)


def test_a_full_packet_survives(packet: ContextPacket) -> None:
    assert from_json(to_json(packet)) == packet


@given(TEXT, TEXT, TEXT, st.floats(0, 1))
def test_any_text_survives(number: str, name: str, value: str, confidence: float) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    slots = (SlotKnown(name, value, confidence),)
    packet = ContextPacket("00", "c", "ar", "no_match", now, now, PacketCaller(number, name=name), slots=slots)
    assert from_json(to_json(packet)) == packet


def test_json_is_readable(packet: ContextPacket) -> None:
    raw = json.loads(to_json(packet))
    assert raw["version"] == 1
    assert raw["created_at"] == "2026-11-21T12:30:05.250000Z"
    assert raw["last_turns"][0]["speaker"] == "caller"


def test_a_key_of_a_later_minor_version_is_passed_over(packet: ContextPacket) -> None:
    raw = json.loads(to_json(packet)) | {"weather": "sunny"}
    assert from_json(json.dumps(raw)) == packet


@pytest.mark.parametrize("version", [0, 2, None, "1"])
def test_another_version_is_named(packet: ContextPacket, version: object) -> None:
    raw = json.loads(to_json(packet)) | {"version": version}
    with pytest.raises(PacketVersionUnknown, match=str(version)):
        from_json(json.dumps(raw))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", b"\xff\xfe"])
def test_what_is_no_json_object_is_refused(text: str | bytes) -> None:
    with pytest.raises(PacketInvalid, match="document"):
        from_json(text)


@pytest.mark.parametrize(
    ("part", "value", "where"),
    [
        ("created_at", "yesterday", "created_at"),
        ("verified", "perhaps", "verified"),
        ("caller", {"number": 912}, "caller.number"),
        ("slots", [{"name": "x"}], "slots.0.value"),
    ],
)
def test_a_wrong_part_is_named_but_not_quoted(packet: ContextPacket, part: str, value: Any, where: str) -> None:
    raw = json.loads(to_json(packet)) | {part: value}
    with pytest.raises(PacketInvalid) as caught:
        from_json(json.dumps(raw))
    assert caught.value.where == where
    assert "912" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_slots_are_found_by_name(packet: ContextPacket) -> None:
    assert packet.slot("order_number") == "12345"
    assert packet.slot("city") == ""


def test_ids_differ() -> None:
    ids = {new_packet_id() for _ in range(200)}
    assert len(ids) == 200
    assert {len(one) for one in ids} == {12}


def test_packets_are_frozen(packet: ContextPacket) -> None:
    with pytest.raises(AttributeError):
        packet.reason = "other"  # type: ignore[misc]
    assert replace(packet, reason="other").reason == "other"


def test_half_a_letter_keeps_no_packet_from_being_stored(packet: ContextPacket) -> None:
    odd = replace(packet, caller=PacketCaller("0912", name="sa\ud800ra"), last_turns=(PacketTurn("caller", "\udfff"),))
    back = from_json(to_json(odd))
    assert (back.caller.name, back.last_turns[0].text) == ("sa?ra", "?")
