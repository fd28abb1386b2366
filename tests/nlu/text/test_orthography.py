"""hazm for people who read and write: spelling, and formal variants of colloquial sentences."""

import pytest

from nlu.text.orthography import formal_variants, tidy


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("می خواهم كتاب ها را", "می‌خواهم کتاب‌ها را"),
        ("موجودیِ حسابِ شما", "موجودیِ حسابِ شما"),
        ("سفارش 12345", "سفارش 12345"),
    ],
)
def test_letters_and_half_spaces_are_put_right_and_marks_stay(written: str, tidied: str) -> None:
    assert tidy(written) == tidied


def test_tidying_twice_changes_nothing_more() -> None:
    once = tidy("نمی دانم كه سفارش هایم كجاست")
    assert tidy(once) == once


def test_a_colloquial_sentence_has_a_formal_variant() -> None:
    assert any("بگویید" in variant for variant in formal_variants("موجودیمو بگین"))


def test_what_matches_anyway_is_not_offered() -> None:
    variants = formal_variants("سلام")
    assert variants == ()
