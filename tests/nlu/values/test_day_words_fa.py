"""Persian ordinals, which tell a day of the month."""

import pytest

from nlu.values.day_words_fa import WORDS


@pytest.mark.parametrize(
    ("text", "cardinal"),
    [
        ("بیست و پنجم", "بیست و پنج <th>"),
        ("پنجمه", "پنج <th>"),
        ("سوم", "سه <th>"),
        ("بیست و سومین", "بیست و سه <th>"),
        ("سی ام", "سی <th>"),
        ("بیستوپنجم", "بیستوپنج <th>"),
        ("سلام", "سلام"),
        ("کدوم", "کدوم"),
    ],
)
def test_ordinals(text: str, cardinal: str) -> None:
    assert WORDS.ordinals(text, "<th>") == cardinal
