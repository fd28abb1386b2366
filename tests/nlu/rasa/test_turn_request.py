"""One turn's request: parse and refuse. Pure code, runs in this environment too."""

import json
from typing import Any

import pytest

from nlu.rasa.turn_request import BadTurn, parse


def body(**more: Any) -> dict[str, Any]:
    return {"sender": "call-1", "text": "سلام", "metadata": {"language": "fa"}, **more}


def test_a_plain_turn() -> None:
    turn = parse(body())
    assert (turn.sender, turn.text) == ("call-1", "سلام")


def test_the_call_begins() -> None:
    assert parse(body(text="/session_start")).text == "/call_started"


def test_facts_about_the_call_become_slots() -> None:
    turn = parse(
        body(
            metadata={
                "language": "ar",
                "caller": "0912",
                "called": "100",
                "caller_name": "",
                "confidence": 0.4,
            }
        )
    )
    assert turn.call_slots == {"language": "ar", "caller_number": "0912", "called_number": "100"}


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("12345", '/inform{"order_number": "12345"}'),
        ("12345#", '/inform{"order_number": "12345"}'),
        ("*123#", '/inform{"number": "123"}'),
        ("0", "/talk_to_human"),
        ("00", "/talk_to_human"),
        ("00000", '/inform{"order_number": "00000"}'),
        ("123456", '/inform{"number": "123456"}'),
        ("*", "/repeat"),
        ("**", "/repeat"),
        ("#", "/nlu_fallback"),
        ("##", "/nlu_fallback"),
        ("A", "/nlu_fallback"),
        ("12A345", "/nlu_fallback"),
        ("12*345", "/nlu_fallback"),
        ("۱۲۳۴۵", "/nlu_fallback"),
    ],
)
def test_keys_become_what_they_stand_for(keys: str, text: str) -> None:
    assert parse(body(text="", metadata={"keys": keys})).text == text


def test_keys_beat_half_heard_words() -> None:
    assert parse(body(metadata={"keys": "12345"})).text.startswith("/inform")


@pytest.mark.parametrize(
    ("wrong", "about"),
    [
        ([], "JSON object"),
        (None, "JSON object"),
        (body(sender=""), "sender"),
        (body(sender=7), "sender"),
        (body(text=7), "text"),
        (body(text="  "), "text is empty"),
        (body(metadata=[1]), "metadata"),
        (body(metadata={"language": "en"}), "language"),
    ],
)
def test_what_is_no_turn(wrong: Any, about: str) -> None:
    with pytest.raises(BadTurn, match=about):
        parse(json.loads(json.dumps(wrong)))
