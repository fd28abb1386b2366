"""Two texts of one turn become one."""

from dataclasses import replace

import pytest

from voice.events import LanguageFit, Word
from voice.listen.recogniser import NOTHING, Kind, RecognisedText
from voice.listen.second_pass.certainty import agreement
from voice.listen.second_pass.fusion import fuse


def heard(text: str, confidence: float) -> RecognisedText:
    words = tuple(Word(word, confidence, 0, 100) for word in text.split())
    return RecognisedText(text, words, confidence)


def test_both_the_same_are_surer_than_each_alone() -> None:
    joined = fuse(heard("یک دو", 0.7), heard("یک دو", 0.8), "digits", "xx")
    assert joined.text == "یک دو"
    assert joined.confidence == pytest.approx(0.9)
    assert [word.confidence for word in joined.words] == pytest.approx([0.9, 0.9])


def test_where_they_differ_the_second_is_the_judge_of_digits_and_less_sure() -> None:
    joined = fuse(heard("یک نه سه", 0.9), heard("یک دو سه", 0.8), "digits", "xx")
    assert joined.text == "یک دو سه"
    assert joined.confidence < 0.8


@pytest.mark.parametrize(("first", "second", "taken"), [(0.9, 0.7, "second"), (0.9, 0.2, "first")])
def test_the_first_must_be_much_surer(first: float, second: float, taken: str) -> None:
    assert fuse(heard("first", first), heard("second", second), "general", "xx").text == taken


@pytest.mark.parametrize("kind", ["general", "digits", "yesno"])
def test_without_an_answer_the_first_pass_stands(kind: Kind) -> None:
    first = heard("سلام", 0.6)
    assert fuse(first, None, kind, "xx") == first


def test_a_second_pass_that_heard_nothing_only_raises_doubt() -> None:
    joined = fuse(heard("بله", 0.9), NOTHING, "yesno", "xx")
    assert joined.text == "بله"
    assert joined.confidence < 0.9


def test_a_first_pass_that_heard_nothing_is_helped_by_a_sure_second() -> None:
    assert fuse(NOTHING, heard("نه", 0.9), "yesno", "xx").text == "نه"
    assert fuse(NOTHING, heard("نه", 0.1), "yesno", "xx").text == ""


@pytest.mark.parametrize("second", [heard("سلام", 0.9), heard("الو", 0.9), heard("الو", 0.1), NOTHING])
@pytest.mark.parametrize("first", [heard("سلام", 0.6), NOTHING])
def test_the_language_is_told_by_the_score_of_the_first_and_the_fit_of_the_second(
    first: RecognisedText, second: RecognisedText
) -> None:
    fit = LanguageFit(doubt=0.2, sounds=5, lost=2.0, cost=11.0)
    joined = fuse(replace(first, score=-50.0), replace(second, score=None, fit=fit), "language", "xx")
    assert (joined.score, joined.fit) == (-50.0, replace(fit, agreed=agreement(first.text, second.text)))
    assert (joined.fit is not None and joined.fit.agreed == 1) == (first.text == second.text == "سلام")


def test_nothing_twice_is_nothing() -> None:
    assert fuse(NOTHING, NOTHING, "general", "xx") == NOTHING


def test_a_fitted_model_tells_how_likely_it_is_and_the_confidence_stays() -> None:
    surely, hardly = (fuse(heard("بله", 0.9), heard(text, 0.9), "general", "fa") for text in ("بله", "سفارشم کجاست"))
    assert surely.likely is not None and hardly.likely is not None
    assert surely.likely > hardly.likely
    assert surely.confidence == fuse(heard("بله", 0.9), heard("بله", 0.9), "general", "xx").confidence


def test_one_pass_alone_tells_no_likelihood() -> None:
    assert fuse(heard("بله", 0.9), None, "general", "fa").likely is None
    assert fuse(heard("بله", 0.9), heard("بله", 0.9), "general", "xx").likely is None
