"""Intents of sentences, by the trained model."""

import json
from pathlib import Path

import pytest

from bot.lab.evaluation.intents import evaluate, intents_of, shipped_sentences
from bot.settings.settings import Settings, load_settings
from nlu.errors import DataProblem

ROOT = Path(__file__).resolve().parents[4]


def test_no_text_needs_no_model(tmp_path: Path) -> None:
    of = intents_of(Settings(home=tmp_path), {"fa": [""], "ar": []})
    assert of["fa"]("") == of["ar"]("چیزی") == ""


def test_the_shipped_tables_hold_both_languages() -> None:
    assert {one.language for one in shipped_sentences(ROOT / "data")} == {"fa", "ar"}


def test_a_broken_table_is_told_before_a_model_is_loaded(tmp_path: Path) -> None:
    table = tmp_path / "set.tsv"
    table.write_text("text\n", encoding="utf-8")
    with pytest.raises(DataProblem):
        evaluate(Settings(home=tmp_path), table)


@pytest.mark.rasa
@pytest.mark.timeout(400)
def test_a_table_is_judged_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, out = tmp_path / "set.tsv", tmp_path / "out.json"
    rows = [
        "language\ttext\tintent\tkind",
        "fa\tسلام خسته نباشید موجودی حسابم رو می‌خواستم\task_balance\topening",
        "ar\tمرحبا أريد رصيدي\task_hours\twrong on purpose",
    ]
    table.write_text("\n".join(rows), encoding="utf-8")
    evaluate(load_settings(ROOT / "config.yml"), table, out)
    figures = json.loads(out.read_text(encoding="utf-8"))
    assert [one["right"] for one in figures["sentences"]] == [True, False]
    assert figures["by_language"] == {"fa": 1.0, "ar": 0.0}
    assert "مرحبا أريد رصيدي" in capsys.readouterr().out
