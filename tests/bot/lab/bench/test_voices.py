"""`hatef bench voices` with the real voices."""

import json
from pathlib import Path

import pytest

from bot.errors import StartError
from bot.lab.bench import voices as bench_voices
from bot.lab.bench.voices import Figures
from bot.settings.settings import Settings

ROOT = Path(__file__).resolve().parents[4]


async def test_figures_of_both_languages_are_printed_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench_voices, "fixed_texts", lambda *_: ("سلام.", "مَرْحَبًا بِك."))
    monkeypatch.setenv("HATEF_STATE", str(tmp_path))
    await bench_voices.bench_voices(Settings(home=ROOT), 2, tmp_path / "voices.json")
    told = json.loads((tmp_path / "voices.json").read_text())
    for language in ("fa", "ar"):
        own = told["languages"][language]
        assert (own["engine"], own["new_ms"]["count"], own["cached_ms"]["count"]) == ("espeak", 2, 2)
        assert own["loudness_lufs"]["least"] == pytest.approx(own["loudness_lufs"]["target"], abs=1)
        assert own["loudness_lufs"]["most"] == pytest.approx(own["loudness_lufs"]["target"], abs=1)
        assert own["true_peak_dbtp"] < -1
        assert own["new_work_ms"] >= 0
    shown = capsys.readouterr().out
    assert "a new sentence" in shown and "LUFS" in shown


async def test_what_cannot_be_done_is_told_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="at least 1"):
        await bench_voices.bench_voices(Settings(home=ROOT), 0, None)
    with pytest.raises(StartError, match="there is no folder"):
        await bench_voices.bench_voices(Settings(home=ROOT), 1, tmp_path / "none" / "voices.json")


def test_a_goal_that_is_missed_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    slow = Figures("fa", "espeak", -23.0, [1, 90], [1, 2], [10, 20], [-23.0, -22.5], -3.0, 12.0)
    bench_voices._print({"fa": slow})
    lines = capsys.readouterr().out.splitlines()
    assert ["✗" in line for line in lines if "ms" in line][1:4] == [True, False, False]
