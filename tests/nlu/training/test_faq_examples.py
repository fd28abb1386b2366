"""The questions of the table as training data."""

import json
from pathlib import Path

import yaml

from nlu.training import corpus
from nlu.training.faq_examples import asked, write_examples, write_questions

HEADING = "topic,questions_fa,answer_fa,questions_ar,answer_ar\n"
ROW = "parking,{fa},{answer},هل يوجد موقف,نعم\n"


def table(data: Path, fa: str = "پارکینگ دارید|جای پارک", answer: str = "بله") -> Path:
    (data / "faq.csv").write_text(HEADING + ROW.format(fa=fa, answer=answer), encoding="utf-8")
    return data


def test_every_way_to_ask_is_an_example(tmp_path: Path) -> None:
    assert list(asked(table(tmp_path), "fa")) == [(2, "پارکینگ دارید"), (2, "جای پارک")]
    (path,) = write_examples(tmp_path, tmp_path / "rasa" / "faq.yml")
    (entry,) = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    assert entry == {"intent": "faq", "examples": "- پارکینگ دارید\n- جای پارک\n- هل يوجد موقف\n"}


def test_they_are_sentences_of_the_recogniser(tmp_path: Path) -> None:
    (tmp_path / "nlu").mkdir()
    assert list(corpus.load(table(tmp_path), "ar")) == [("faq", "هل يوجد موقف")]


def test_only_questions_are_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "models" / "questions.json"
    assert write_questions(table(tmp_path), path)
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "fa": ["پارکینگ دارید", "جای پارک"],
        "ar": ["هل يوجد موقف"],
    }
    assert not write_questions(table(tmp_path, answer="خیر"), path)
    assert write_questions(table(tmp_path, fa="پارکینگ"), path)


def test_without_a_table_there_is_nothing(tmp_path: Path) -> None:
    old = tmp_path / "faq.yml"
    old.write_text("nlu: []", encoding="utf-8")
    assert write_examples(tmp_path, old) == [] and not old.exists()
    write_questions(tmp_path, tmp_path / "questions.json")
    assert json.loads((tmp_path / "questions.json").read_text(encoding="utf-8")) == {"fa": [], "ar": []}
