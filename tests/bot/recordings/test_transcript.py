"""Both sides of a recorded call from the bridge on, written down by the real child."""

from pathlib import Path

import numpy as np
import pytest

from bot.lab.demo.scenario import SOUNDS
from bot.lab.evaluation.sound_file import read_sound
from bot.recordings.errors import KeyUnknown
from bot.recordings.transcript import Models, TranscriptLost, sound_from, write_down
from bot.recordings.writing import Writing
from bot.releases.train import speech_models
from bot.settings.settings import load_settings
from tests.bot.recordings.made import FACTS, KEY, KEYS, OTHER_KEYS, kept_file, numbers
from voice.audio import FRAME_BYTES, whole_frames
from voice.gateway.tap import Item, Tap, Tick

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def models() -> Models:
    return speech_models(load_settings(ROOT / "config.yml"))


def frames(pcm: bytes) -> list[bytes]:
    whole = whole_frames(pcm)
    return [whole[at : at + FRAME_BYTES] for at in range(0, len(whole), FRAME_BYTES)]


def conversation(folder: Path) -> Path:
    """The bot speaks for two seconds; then the caller asks, and the agent answers."""
    asks, answers = frames(read_sound(SOUNDS / "caller_balance.wav")), frames(read_sound(SOUNDS / "caller_hours.wav"))
    bot: list[Item] = [Tick(sent=frame) for frame in frames(read_sound(SOUNDS / "caller_address.wav"))[:100]]
    people: list[Item] = [Tick(caller=frame) for frame in asks]
    people += [60, *(Tick(beside=frame) for frame in answers), 60]
    writing = Writing(folder, KEY, FACTS)
    writing.feed([*bot, *people])
    return writing.finish(Tap(), handed=True)


def test_who_said_what_and_when(tmp_path: Path, models: Models) -> None:
    said = write_down(conversation(tmp_path), KEYS, 2_000, "fa", models, idle=False)
    assert [one.speaker for one in said] == ["caller", "agent"]
    assert "موجودی" in said[0].text
    assert "ساعت" in said[1].text
    assert 1_900 <= said[0].start_ms < said[0].end_ms < said[1].start_ms + 500
    assert all(0 < one.confidence <= 1 for one in said)


@pytest.mark.parametrize(("from_ms", "first"), [(0, 1), (2_000, 101), (3_000, 151), (4_980, 250)])
def test_the_sound_from_a_moment_on(tmp_path: Path, from_ms: int, first: int) -> None:
    sound = sound_from(kept_file(tmp_path, count=250), KEYS, from_ms)
    assert numbers(sound) == [(n, n + 1000) for n in range(first, 251)]
    assert sound_from(tmp_path / "c1.hrec", KEYS, 60_000).shape == (0, 2)
    assert sound.dtype == np.int16


def test_without_its_key_nothing_is_written_down(tmp_path: Path, models: Models) -> None:
    with pytest.raises(KeyUnknown):
        write_down(kept_file(tmp_path), OTHER_KEYS, 0, "fa", models)


def test_a_child_that_cannot_is_told(tmp_path: Path) -> None:
    nowhere: Models = {"fa": {"general": tmp_path / "nowhere"}}
    with pytest.raises(TranscriptLost, match="could not be written down"):
        write_down(kept_file(tmp_path, count=10), KEYS, 0, "fa", nowhere, idle=False)
