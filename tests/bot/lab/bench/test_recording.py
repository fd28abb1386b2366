"""The benchmark of recordings: its sound is that of a call, its figures are of what was really written."""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.lab.bench.recording import Cost, bench_recording, call_sound, measure
from voice.audio import SAMPLE_RATE_HZ


def test_the_sound_is_that_of_a_call() -> None:
    sound = call_sound(1)
    assert sound.shape == (60 * SAMPLE_RATE_HZ, 2)
    seconds = np.abs(sound[: 59 * SAMPLE_RATE_HZ].astype(np.int32)).reshape(59, SAMPLE_RATE_HZ, 2).mean(axis=1)
    assert (seconds > 40).all()  # the room is never quite silent
    assert ((seconds > 500).sum(axis=0) > 10).all()  # both speak
    assert (call_sound(1) == sound).all()


def test_lossless_is_larger_and_locked_recordings_are_of_that_size() -> None:
    flac, opus = measure(1)
    assert 300 < flac.kilobytes < 1_000
    assert 100 < opus.kilobytes < flac.kilobytes
    assert min(flac.processor_ms, opus.processor_ms) > 0


def test_the_share_of_a_core() -> None:
    assert Cost("x", 1.0, 20.0).share_of_30 == pytest.approx(0.01)


async def test_it_tells_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await bench_recording(1, tmp_path / "figures.json")
    assert "FLAC" in capsys.readouterr().out
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert [set(one) for one in figures] == [{"name", "kilobytes", "processor_ms"}] * 2
