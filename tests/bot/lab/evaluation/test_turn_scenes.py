"""What the scripted calls hold; the sounds are cheap stand-ins, no synthesiser speaks."""

from pathlib import Path

import numpy as np
import pytest

from bot.lab.evaluation.turn_scenes import DELAYS_MS, ECHOES_DB, Scene, scenes
from bot.lab.evaluation.turn_sounds import Signal, TurnSounds, at_level, ms_of, samples_of


class Toneless(TurnSounds):
    """A voice of noise: 80 ms a letter."""

    def _speech(self, text: str, dbfs: float = -22.0) -> Signal:
        return at_level(np.random.default_rng(len(text)).normal(size=samples_of(80 * len(text))), dbfs)


@pytest.fixture(scope="module")
def all_scenes() -> list[Scene]:
    return list(scenes(Toneless(Path(__file__).resolve().parents[4] / "data/sets/fa-voices")))


def test_every_situation_is_there_once(all_scenes: list[Scene]) -> None:
    names = [(scene.group, scene.name) for scene in all_scenes]
    assert len(set(names)) == len(names)
    groups = {group for group, _ in names}
    said = {"interruption", "sentence", "filler", "yes or no", "digits"}
    assert groups == said | {"echo", "noise", "cough", "clicks", "music", "tone", "backchannel"}
    linear = [s for s in all_scenes if s.group == "echo" and s.overdriven_dbfs is None]
    assert len(linear) == len(ECHOES_DB) * len(DELAYS_MS)


def test_what_is_said_lies_inside_the_sound_with_silence_after_it(all_scenes: list[Scene]) -> None:
    for scene in all_scenes:
        if scene.speech_ms is not None:
            begins_ms, ends_ms = scene.speech_ms
            assert 0 < begins_ms < ends_ms <= ms_of(scene.near) - 2000


def test_only_answers_and_interruptions_have_words_that_count(all_scenes: list[Scene]) -> None:
    silent = {scene.group for scene in all_scenes if scene.speech_ms is None}
    assert silent == {"echo", "noise", "cough", "clicks", "music", "tone", "backchannel"}


def test_who_interrupts_begins_before_the_prompt_ends(all_scenes: list[Scene]) -> None:
    for scene in all_scenes:
        if scene.group == "interruption":
            assert scene.prompt is not None and scene.speech_ms is not None
            assert scene.speech_ms[0] < ms_of(scene.prompt) - 1000
