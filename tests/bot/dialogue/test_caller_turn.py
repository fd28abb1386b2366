"""One shape for what a caller did, and how the connector gets it."""

import pytest

from bot.dialogue.caller_turn import CallerTurn
from nlu.rasa.turn_request import parse


@pytest.mark.parametrize(
    ("turn", "message"),
    [
        (CallerTurn("speech", "موجودی", 0.81234), "موجودی"),
        (CallerTurn("keys", keys="12345"), '/inform{"order_number": "12345"}'),
        (CallerTurn("keys", keys="0"), "/talk_to_human"),
        (CallerTurn("keys", keys="*"), "/repeat"),
    ],
)
def test_the_connector_reads_what_is_packed(turn: CallerTurn, message: str) -> None:
    text, metadata = turn.pack()
    read = parse({"sender": "call-1", "text": text, "metadata": dict(metadata)})
    assert (read.text, read.metadata["confidence"]) == (message, round(turn.confidence, 3))


def test_the_content_is_what_was_said_or_keyed() -> None:
    turns = CallerTurn("speech", "سلام"), CallerTurn("keys", keys="#"), CallerTurn("silence")
    assert [turn.content for turn in turns] == ["سلام", "#", ""]
