"""The caller who types."""

import pytest

from bot.lab.conversations.script import Script
from bot.lab.conversations.typed_call import Transcript, TypedEar, TypedLeg
from voice.errors import LegOver
from voice.events import KeyPressed, LegEnded, NoInput, Utterance

SCRIPT = Script.model_validate(
    {"name": "n", "turns": [{"say": "سلام"}, {"key": "1#"}, {"silence": True}], "number": "7"}
)


def ear_and_leg() -> tuple[TypedEar, TypedLeg, Transcript]:
    leg, transcript = TypedLeg(SCRIPT, "id"), Transcript()
    return TypedEar(leg, "fa", SCRIPT.turns, transcript), leg, transcript


def arm(ear: TypedEar) -> None:
    ear.expect("general", no_input_ms=5, end_silence_ms=1)


async def test_a_turn_comes_when_the_bot_has_finished_speaking() -> None:
    ear, _, transcript = ear_and_leg()
    ear.playing(True)
    arm(ear)
    assert ear.events.empty() and not transcript.done
    ear.playing(False)
    said = ear.events.get_nowait()
    assert isinstance(said, Utterance) and said.text == "سلام"
    ear.playing(False)
    assert ear.events.empty(), "one turn for each time it is armed"


async def test_all_kinds_of_turns_and_the_end() -> None:
    ear, leg, _ = ear_and_leg()
    for _ in range(3):
        arm(ear)
    keys = [leg.events.get_nowait() for _ in range(2)]
    assert [key.digit for key in keys if isinstance(key, KeyPressed)] == ["1", "#"]
    ear.events.get_nowait()
    silence = ear.events.get_nowait()
    assert isinstance(silence, NoInput) and silence.waited_ms == 5
    assert leg.ended is None
    arm(ear)
    assert isinstance(leg.events.get_nowait(), LegEnded)
    with pytest.raises(LegOver):
        leg.play()
