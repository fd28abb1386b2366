"""The caller who types."""

import pytest

from bot.lab.conversations.script import Script
from bot.lab.conversations.typed_call import Transcript, TypedEar, TypedEars, TypedLeg
from voice.errors import LegOver
from voice.events import KeyPressed, LegEnded, ListenEvent, NoInput, Utterance

SCRIPT = Script.model_validate(
    {"name": "n", "turns": [{"say": "سلام"}, {"key": "1#"}, {"silence": True}], "number": "7"}
)


class Caller:
    """One who types, and what was heard of him."""

    def __init__(self) -> None:
        self.leg, self.transcript = TypedLeg(SCRIPT, "id"), Transcript()
        self.ear = TypedEar(self.leg, "fa", SCRIPT.turns, self.transcript)
        self.heard: list[ListenEvent] = []
        TypedEars(self.ear).open("id", "fa", self.heard.append)

    def arm(self, turn: int = 1) -> None:
        self.ear.expect("general", turn=turn, no_input_ms=5, end_silence_ms=1)


async def test_a_turn_comes_when_the_bot_has_finished_speaking() -> None:
    caller = Caller()
    caller.ear.playing(True)
    caller.arm()
    assert not caller.heard and not caller.transcript.done
    caller.ear.playing(False)
    caller.ear.playing(False)
    (said,) = caller.heard  # one turn for each time it is armed
    assert isinstance(said, Utterance) and said.text == "سلام"


async def test_all_kinds_of_turns_and_the_end() -> None:
    caller = Caller()
    leg = caller.leg
    for turn in (1, 2, 3):
        caller.arm(turn)
    keys = [leg.events.get_nowait() for _ in range(2)]
    assert [key.digit for key in keys if isinstance(key, KeyPressed)] == ["1", "#"]
    said, silence = caller.heard
    assert isinstance(said, Utterance) and said.turn == 1
    assert isinstance(silence, NoInput) and (silence.waited_ms, silence.turn) == (5, 3)
    assert leg.ended is None
    caller.arm(4)
    assert isinstance(leg.events.get_nowait(), LegEnded)
    with pytest.raises(LegOver):
        leg.play()
