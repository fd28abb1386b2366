"""Text for the recogniser's graph."""

from pathlib import Path

import pytest

from nlu.numbers.fa import readings
from nlu.training import corpus
from nlu.training.corpus import Kind
from nlu.training.date_sentences import date_sentences

DATA = Path(__file__).resolve().parents[3] / "data"


@pytest.mark.parametrize(
    ("annotated", "said"),
    [
        ("سفارش [یک دو](order_number) کجاست", "سفارش یک دو کجاست"),
        ('شهر [تهران]{"entity": "city"}', "شهر تهران"),
        ("سلام", "سلام"),
    ],
)
def test_annotations_are_stripped(annotated: str, said: str) -> None:
    assert corpus.plain(annotated) == said


@pytest.mark.parametrize("kind", corpus.KINDS)
def test_same_data_same_sentences(kind: Kind) -> None:
    first = corpus.sentences(DATA, "fa", kind)
    assert first == corpus.sentences(DATA, "fa", kind)
    assert all(text and "[" not in text and weight > 0 for text, weight in first)


def share(kind: Kind, wanted: set[str]) -> float:
    found = corpus.sentences(DATA, "fa", kind)
    return sum(weight for text, weight in found if text in wanted) / sum(weight for _, weight in found)


def test_each_kind_favours_its_answers() -> None:
    answers = {"بله", "آره", "نه", "خیر", "درسته"}
    assert share("yesno", answers) > 2 * share("general", answers)
    numbers = {text for text, _ in corpus.sentences(DATA, "fa", "digits") if readings(text) and len(text) > 12}
    assert share("digits", numbers) > 1.5 * share("general", numbers)
    days = {text for text, _ in date_sentences("fa", 1.0)}
    assert share("date", days) > 3 * share("general", days)


def test_nothing_is_ever_left_out() -> None:
    general = {text for text, _ in corpus.sentences(DATA, "fa")}
    assert general <= {text for text, _ in corpus.sentences(DATA, "fa", "yesno")}
    assert general <= {text for text, _ in corpus.sentences(DATA, "fa", "digits")}
    assert general <= {text for text, _ in corpus.sentences(DATA, "fa", "date")}


def test_order_numbers_stand_for_all_order_numbers() -> None:
    said = {text for text, _ in corpus.sentences(DATA, "fa") if text.startswith("سفارش ") and text.endswith(" کجاست")}
    assert len(said) > corpus.READINGS_PER_EXAMPLE / 2


def test_the_vocabulary_knows_every_word_of_every_number() -> None:
    words = corpus.vocabulary(DATA, "fa")
    assert words == sorted(set(words))
    assert {"موجودی", "اپراتور", "هفتصد", "شیش", "ممیز", "پونزده"} <= set(words)


@pytest.mark.parametrize("kind", corpus.KINDS)
def test_arabic_has_a_corpus_too(kind: Kind) -> None:
    found = dict(corpus.sentences(DATA, "ar", kind))
    assert len(found) > 400
    assert not set("پچژگ") & set("".join(found))


def test_a_folder_without_data_gives_numbers_only(tmp_path: Path) -> None:
    assert {text for text, _ in corpus.sentences(tmp_path, "fa")} >= {"صفر", "ده"}
