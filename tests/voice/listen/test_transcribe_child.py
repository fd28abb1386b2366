"""The child that writes down, as a process of its own on real sound with the bot's own model."""

import json
import subprocess
from pathlib import Path

import pytest

from bot.lab.demo.scenario import SOUNDS
from bot.lab.evaluation.sound_file import read_sound
from bot.releases.train import speech_models
from bot.settings.settings import load_settings
from voice import processes

ROOT = Path(__file__).resolve().parents[3]
SECOND = bytes(16_000)


@pytest.fixture(scope="module")
def models() -> dict[str, dict[str, str]]:
    found = speech_models(load_settings(ROOT / "config.yml"))
    return {code: {kind: str(folder) for kind, folder in kinds.items()} for code, kinds in found.items()}


def written_down(job: dict[str, object], pcm: bytes) -> list[dict[str, object]]:
    child = subprocess.run(
        processes.command("voice.listen.transcribe_child"),
        env=processes.environment(),
        input=json.dumps(job).encode() + b"\n" + pcm,
        capture_output=True,
        check=True,
        timeout=100,
    )
    return [json.loads(line) for line in child.stdout.splitlines()]


def test_sentences_with_their_times(models: dict[str, dict[str, str]]) -> None:
    first, second = read_sound(SOUNDS / "caller_balance.wav"), read_sound(SOUNDS / "caller_hours.wav")
    found = written_down(
        {"language": "fa", "models": models, "idle": False}, SECOND + first + 2 * SECOND + second + SECOND
    )
    assert len(found) == 2
    assert "موجودی" in str(found[0]["text"])
    assert "ساعت" in str(found[1]["text"])
    for piece, begins_ms, length in ((found[0], 1_000, first), (found[1], 3_000 + len(first) // 16, second)):
        assert abs(int(str(piece["start_ms"])) - begins_ms) < 700
        assert abs(int(str(piece["end_ms"])) - begins_ms - len(length) // 16) < 700
        assert 0 < float(str(piece["confidence"])) <= 1


def test_silence_is_nothing(models: dict[str, dict[str, str]]) -> None:
    assert written_down({"language": "fa", "models": models, "idle": False}, 5 * SECOND) == []
    assert written_down({"language": "fa", "models": models, "idle": False}, b"") == []
