"""Word, character and sentence scores."""

import pytest

from voice.score import edit_distance, fold, score


@pytest.mark.parametrize(
    ("reference", "heard", "distance"),
    [("", "", 0), ("abc", "", 3), ("", "ab", 2), ("kitten", "sitting", 3), ("abc", "acb", 2), ("abc", "abc", 0)],
)
def test_edit_distance(reference: str, heard: str, distance: int) -> None:
    assert edit_distance(reference, heard) == distance
    assert edit_distance(heard, reference) == distance


def test_fold_makes_keyboards_equal() -> None:
    assert fold("مي‌خواهم  كتاب؟") == fold("میخواهم کتاب")
    assert fold("إلغاء") == fold("الغاء")


def test_score_counts() -> None:
    result = score([("سلام دنیا", "سلام دنیا"), ("یک دو سه", "یک سه"), ("بله", "")])
    assert (result.word_errors, result.words) == (2, 6)
    assert (result.right_sentences, result.sentences) == (1, 3)
    assert result.word_error_rate == pytest.approx(2 / 6)
    assert result.character_error_rate == pytest.approx(5 / 17)
    assert result.sentence_accuracy == pytest.approx(1 / 3)


def test_nothing_to_score() -> None:
    assert score([]).word_error_rate == 0.0
