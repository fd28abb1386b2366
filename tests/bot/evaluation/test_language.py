"""The verdicts, the table and the JSON of a judged set; real recognisers and the real dialogue model where trained."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bot.errors import StartError
from bot.evaluation.language import Judged, evaluate, tally
from bot.evaluation.utterances import Sample
from bot.language import Evidence
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
CLIPS = ROOT / "tests" / "voice" / "models" / "sets"
RATE_HZ = 8000


def judged(language: str, chosen: str | None) -> Judged:
    evidence = (Evidence("fa", "سلام", 0.5, 0.5, 1.0, True), Evidence("ar", "مرحبا", 0.5, 0.5, 1.0, True))
    return Judged(Sample(Path("x.wav"), language, "سلام"), evidence, chosen)


def test_the_tally_counts_all_three_verdicts() -> None:
    counts = tally([judged("fa", "fa"), judged("fa", "fa"), judged("fa", "ar"), judged("ar", None)])
    assert counts == {"utterances": 4, "right": 2, "wrong": 1, "undecided": 1}
    assert tally([])["utterances"] == 0


def test_one_recogniser_is_nothing_to_choose_between(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(RATE_HZ, dtype=np.int16), RATE_HZ)
    (tmp_path / "ref.tsv").write_text("file\tlanguage\ttext\na.wav\tfa\tسلام\n", encoding="utf-8")
    with pytest.raises(StartError, match="no recogniser"):
        evaluate(Settings(home=tmp_path), None, tmp_path)


@pytest.mark.rasa
def test_real_clips_are_heard_in_both_languages(tmp_path: Path) -> None:
    """By the command, in a process of its own: vosk and kaldifst (which other tests use) must not meet in one."""
    lines = ["file\tlanguage\ttext", f"{CLIPS / 'caller_balance.wav'}\tfa\tموجودی", ""]
    (tmp_path / "ref.tsv").write_text("\n".join(lines), encoding="utf-8")
    where = ["--set", str(tmp_path), "--json", str(tmp_path / "figures.json")]
    command = [sys.executable, "-m", "bot", "evaluate", "language", *where]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=True).stdout
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert figures["fa"]["utterances"] == 1
    assert figures["ar"]["utterances"] == 0
    assert set(figures["utterances"][0]["scores"]) == {"fa", "ar"}
    assert "ar: no clips in" in shown
