"""What counts as right, and who is judged by whom."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.lab.evaluation.confidence_cases import FOLDS, case_of, folds, heard_right
from bot.lab.evaluation.utterances import Sample
from tests.bot.lab.evaluation.confidence_double import case, cases

ROW = Sample(Path("a.wav"), "fa", "یک دو سه چهار پنج", kind="digits", order_number="12345")
SENTENCE = Sample(Path("a.wav"), "fa", "موجودی حسابم رو می‌خواستم بگید لطفا")


@pytest.mark.parametrize(
    ("sample", "text", "right"),
    [
        (ROW, "یک دو سه چهار پنج", True),
        (ROW, "یک نه سه چهار پنج", False),
        (ROW, "", False),
        (SENTENCE, "موجودی حسابم رو می‌خواستم بگید", True),
        (SENTENCE, "موجودی سلام خوبی بگید", False),
        (SENTENCE, "", False),
    ],
)
def test_a_number_is_right_as_a_whole_and_a_sentence_by_most_of_its_words(
    sample: Sample, text: str, right: bool
) -> None:
    assert heard_right(sample, text) is right


def test_speech_about_other_things_is_none_where_the_graph_knows_it() -> None:
    heard = case(False, 0.5, other=True).heard
    assert case_of(heard).other and not case_of(heard, known=True).other


def test_a_speaker_is_in_one_fold_but_for_one_who_speaks_most() -> None:
    some = cases(200)
    of = {one.sample.speaker: set[int]() for one in some}
    for one, fold in zip(some, folds(some), strict=True):
        of[one.sample.speaker].add(fold)
    assert all(len(each) == 1 for each in of.values()) and len(set.union(*of.values())) > 2
    alone = [replace(one, heard=replace(one.heard, sample=replace(one.sample, speaker="x", text=str(at))))
             for at, one in enumerate(some)]  # fmt: skip
    assert set(folds(alone)) == set(range(FOLDS))
