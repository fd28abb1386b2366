"""What actions read of Rasa's tracker."""

from typing import Any

import pytest

from bot.skills.runtime.tracker import parse_tracker


def order(value: Any, readings: Any = None) -> dict[str, Any]:
    more = {} if readings is None else {"additional_info": readings}
    return {"entity": "order_number", "value": value} | more


@pytest.mark.parametrize("raw", [{}, {"latest_message": None, "active_loop": None, "events": None, "slots": None}])
def test_an_empty_tracker(raw: dict[str, Any]) -> None:
    tracker = parse_tracker(raw)
    assert (tracker.language, tracker.intent, tracker.active_form) == ("fa", "", "")
    assert tracker.text_slot("order_number") == ""
    assert (tracker.candidates(), tracker.readings("order_number"), tracker.said_last_turn()) == ({}, [], [])


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        ([order("12345")], ["12345"]),
        ([order("۱۲۳۴۵")], ["12345"]),
        ([order("٠٤٥ 12")], ["04512"]),
        (
            [order("12345", {"readings": [{"digits": "12345", "cost": 0}, {"digits": "1200345"}]})],
            ["12345", "1200345"],
        ),
        ([order("1", ["12345"]), order("67890")], ["1", "12345", "67890"]),
        ([order(["12345", "67890"])], ["12345", "67890"]),
        ([order(12345)], ["12345"]),
        ([order("12a45"), order(None), order("12345", {"readings": None}), order("")], ["12345"]),
        ([{"entity": "city", "value": "12345"}], []),
    ],
)
def test_readings_in_every_shape(entities: list[dict[str, Any]], expected: list[str]) -> None:
    assert parse_tracker({"latest_message": {"entities": entities}}).readings("order_number") == expected


def test_only_the_last_slot_events_are_candidates() -> None:
    events = [
        {"event": "slot", "name": "order_number", "value": "1"},
        {"event": "action", "name": "order_form"},
        {"event": "slot", "name": "order_number", "value": "2"},
        {"event": "slot", "name": "city", "value": None},
    ]
    assert parse_tracker({"events": events}).candidates() == {"order_number": "2", "city": None}


def test_what_the_bot_said_by_turn() -> None:
    events = [
        {"event": "bot", "text": "zero"},
        {"event": "user", "text": "?"},
        {"event": "bot", "text": "one"},
        {"event": "slot", "name": "x", "value": 1},
        {"event": "bot", "text": "two"},
        {"event": "user", "text": "?"},
        {"event": "bot", "text": "three"},
    ]
    tracker = parse_tracker({"events": events})
    assert [message["text"] for message in tracker.said_last_turn()] == ["one", "two"]
    assert [message["text"] for message in tracker.said_this_turn()] == ["three"]
