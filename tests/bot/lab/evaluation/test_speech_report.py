"""What is told: JSON with the issue's keys, a table, a plot, and what could not be used."""

import json
from pathlib import Path

import pytest

from bot.errors import DataFileError
from bot.lab.evaluation.speech_decoding import Decoded, Unusable
from bot.lab.evaluation.speech_figures import judge
from bot.lab.evaluation.speech_report import Report, show, write_json, write_plot
from bot.lab.evaluation.utterances import Sample
from bot.terminal import console, errors


def clip(name: str, heard: str, speaker: str, condition: str) -> Decoded:
    sample = Sample(Path("set") / name, "fa", "سلام موجودی", speaker, condition, "ask_balance")
    return Decoded(sample, heard, 2000, 50.0, 300, 12.0)


@pytest.fixture
def report() -> Report:
    intents = {"fa": lambda text: "ask_balance" if "موجودی" in text else "nlu_fallback"}
    judged = [judge(clip("a.wav", "سلام موجودی", "ann", "clean"), intents)]
    judged.append(judge(clip("b.wav", "سلام", "bob", "noise15"), intents))
    bad = Unusable(Sample(Path("set/c.wav"), "fa", "بله"), "the file is empty")
    return Report("my set", judged, [bad], ["a word is guessed"])


def test_the_json_file_has_the_rates_on_top_and_the_breakdowns(report: Report, tmp_path: Path) -> None:
    write_json(report, tmp_path / "a.json")
    told = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    for key in ("word_error_rate", "character_error_rate", "sentence_accuracy", "intent_accuracy", "real_time_factor"):
        assert isinstance(told[key], float)
    assert told["by_speaker"]["bob"]["sentence_accuracy"] == 0.0
    assert told["by_condition"]["noise15"]["word_error_rate"] == 0.5
    assert told["by_language"]["fa"]["clips"] == 2
    assert told["unusable"] == [{"file": "set/c.wav", "problem": "the file is empty"}]
    assert [one["right"] for one in told["utterances"]] == [True, False]
    assert "keyword_accuracy" not in told


def test_of_single_words_the_keyword_accuracy_is_told(report: Report) -> None:
    words = Report("words", report.judged, (), (), keywords=True)
    assert words.content()["keyword_accuracy"] == 0.5
    with console.capture() as shown:
        show(words)
    assert "keyword accuracy 50.0% of 2 clips" in shown.get()


def test_the_table_has_a_row_for_each_group_and_bad_files_are_named(report: Report) -> None:
    with console.capture() as shown, errors.capture() as complained:
        show(report)
    for row in ("all", "fa", "ann", "bob", "clean", "noise15"):
        assert f"│ {row} " in shown.get()
    assert "of the written texts 100.0%" in shown.get()
    assert "set/c.wav: the file is empty" in complained.get() and "a word is guessed" in complained.get()


def test_the_plot_shows_groups_that_differ(report: Report, tmp_path: Path) -> None:
    write_plot(report, tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "ann" in text and "noise15" in text and "words wrong" in text
    assert ">fa<" not in text  # the only language is what "all" shows


def test_a_place_that_cannot_be_written_is_told(report: Report, tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be written there"):
        write_json(report, tmp_path / "none" / "a.json")
