"""Events: there and back, fit for a database whatever they are told."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.errors import PacketInvalid, PacketVersionUnknown
from handoff.events import (
    TEXT_LENGTH,
    WHO_LENGTH,
    EventKind,
    HandoffEvent,
    new_event_id,
    pack_event,
    parse_event,
    visible,
)

PACKET = "00a1b2c3d4e5"
AT = datetime(2026, 11, 30, 17, 5, 0, 123_000, UTC)


@given(st.sampled_from(EventKind), st.text(), st.text())
def test_there_and_back(kind: EventKind, who: str, text: str) -> None:
    event = HandoffEvent(kind, who, text=text)
    assert parse_event(pack_event(PACKET, event)) == (PACKET, event)


@given(st.text(max_size=3_000))
def test_whatever_is_told_fits_every_database(text: str) -> None:
    event = HandoffEvent(EventKind.NOTE, text, text=text)
    assert len(event.who) <= WHO_LENGTH
    assert len(event.text) <= TEXT_LENGTH
    event.text.encode()
    assert "\x00" not in event.who + event.text


def test_words_and_their_lines_stay() -> None:
    event = HandoffEvent(EventKind.NOTE, " سارا\n", AT, "خط یک\nخط دو\tپایان\x00\ud800 ")
    assert (event.who, event.text, event.at_ms) == ("سارا", "خط یک\nخط دو\tپایان", 1796058300123)


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\x1b", "\x9b", "\x00"])
def test_what_nobody_can_see_is_left_out(hidden: str) -> None:
    event = HandoffEvent(EventKind.NOTE, f"sa{hidden}ra", text=hidden)
    assert (event.who, event.text) == ("sara", "")
    assert visible("می\u200cخواهم ه\u200d") == "می\u200cخواهم ه\u200d", "joiners are letters in Persian"


def test_without_a_time_it_is_now_in_whole_milliseconds() -> None:
    event = HandoffEvent(EventKind.ACCEPTED, "sara")
    assert event.at.microsecond % 1000 == 0
    assert abs((datetime.now(UTC) - event.at).total_seconds()) < 60


def test_ids_are_unique_and_in_the_order_of_time() -> None:
    ids = [new_event_id() for _ in range(1_000)]
    assert len(set(ids)) == 1_000
    assert [one[:16] for one in ids] == sorted(one[:16] for one in ids)
    assert {len(one) for one in ids} == {24}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"kind": "dreamt"}, "event"),
        ({"at_ms": "soon"}, "event"),
        ({"at_ms": 10**30}, "event"),
        ({"who": None, "at_ms": None}, "event"),
        ({"format": 2}, "version"),
    ],
)
def test_what_is_no_event_says_so_without_its_words(change: dict[str, object], where: str) -> None:
    raw = json.loads(pack_event(PACKET, HandoffEvent(EventKind.NOTE, "sara", AT, "personal"))) | change
    with pytest.raises(PacketInvalid) as told:
        parse_event(json.dumps(raw))
    assert told.value.where == where
    assert "personal" not in str(told.value)


@pytest.mark.parametrize("text", [b"", b"[]", b"null", b'{"format":1', b"\xff", b'{"format":1}'])
def test_other_files_are_no_events(text: bytes) -> None:
    with pytest.raises(PacketInvalid):
        parse_event(text)


def test_another_version_is_told_apart() -> None:
    with pytest.raises(PacketVersionUnknown):
        parse_event(b'{"format": 7}')
