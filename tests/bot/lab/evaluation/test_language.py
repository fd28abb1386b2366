"""The verdicts, the table and the JSON of judged sets; real recognisers where models are trained."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bot.call.language.evidence import Evidence
from bot.errors import StartError
from bot.lab.evaluation.language import SETS, Judged, Options, evaluate, figures_of, listeners, tally
from bot.lab.evaluation.language_hearing import Heard
from bot.lab.evaluation.utterances import Sample, read_set
from bot.settings.settings import Settings

ROOT = Path(__file__).resolve().parents[4]
CLIPS = ROOT / "data" / "sets" / "fa-voices"
RATE_HZ = 8000


def judged(
    language: str, chosen: str | None, condition: str = "clean", final_ms: float = 10.0, text: str = "one two three"
) -> Judged:
    evidence = tuple(Evidence(one, "x", 0.5, 1.0, -50.0) for one in ("fa", "ar"))
    sample = Sample(Path("x.wav"), language, text, "", condition)
    return Judged(Heard(sample, evidence, 1000, final_ms, evidence), chosen)


def test_the_tally_counts_all_three_verdicts_and_the_delay() -> None:
    counts = tally([judged("fa", "fa"), judged("fa", "fa", final_ms=40), judged("fa", "ar"), judged("ar", None)])
    assert counts == {
        "utterances": 4,
        "right": 2,
        "wrong": 1,
        "unsure": 1,
        "final_ms": 10,
        "final_ms_worst": 40,
    }
    assert tally([])["utterances"] == 0


def test_figures_are_told_by_language_and_condition() -> None:
    figures = figures_of([judged("fa", "fa"), judged("fa", "ar", "noise15", text="one two")])
    assert set(figures) == {"fa"}
    wrong = {name: counts["wrong"] for name, counts in figures["fa"].items()}
    assert wrong == {"all": 1, "clean": 0, "noise15": 1, "noise15, short": 1}


def test_both_languages_have_a_set() -> None:
    languages = {sample.language for folder in SETS for sample in read_set(ROOT / folder) if sample.kind == "general"}
    assert languages == {"fa", "ar"}


def test_one_recogniser_is_nothing_to_choose_between(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(RATE_HZ, dtype=np.int16), RATE_HZ)
    (tmp_path / "ref.tsv").write_text("file\tlanguage\ttext\na.wav\tfa\tسلام\n", encoding="utf-8")
    with pytest.raises(StartError, match="no recogniser"):
        evaluate(Settings(home=tmp_path), Options((tmp_path,)))


def test_a_second_pass_that_is_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="no second pass"):
        listeners(Settings(home=tmp_path), again=True)


@pytest.mark.rasa
def test_real_clips_are_heard_in_both_languages(tmp_path: Path) -> None:
    """By the command, in a process of its own: vosk and kaldifst (which other tests use) must not meet in one."""
    lines = ["file\tlanguage\ttext\tkind", f"{CLIPS / 'caller_balance.wav'}\tfa\tموجودی\t"]
    lines += [f"{CLIPS / 'caller_yes.wav'}\tfa\tبله\tyesno", ""]
    (tmp_path / "ref.tsv").write_text("\n".join(lines), encoding="utf-8")
    where = ["--set", str(tmp_path), "--conditions", "clean,noise15", "--json", str(tmp_path / "figures.json")]
    command = [sys.executable, "-m", "bot", "evaluate", "language", *where]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=True).stdout
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert figures["fa"]["all"]["utterances"] == 2
    assert [one["condition"] for one in figures["utterances"]] == ["clean", "noise15"]
    assert all(sum(one["probabilities"].values()) == pytest.approx(1) for one in figures["utterances"])
    assert "ar" not in figures
    assert "ar: no clips" in shown
