"""How many digits were dictated."""

import pytest

from voice.listen.spoken_count import digit_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("شماره سفارشم", 0),
        ("یک دو سه چهار پنج", 5),
        ("شماره سفارشم هفت صفر نه", 3),
        ("بیست و سه", 2),
        ("بیست و سه چهل و پنج یک", 5),
        ("سیصد و چهل و دو", 3),
        ("صد", 3),
        ("دویست و ده", 3),
        ("نوزده سی", 4),
        ("واحد اثنين ثلاثة", 3),
    ],
)
def test_digits(text: str, count: int) -> None:
    assert digit_count(text) == count


@pytest.mark.parametrize("text", ["چهل هزار", "خمسة وعشرين", "خمسة وثلاثة", "مئة"])
def test_what_cannot_be_counted(text: str) -> None:
    if text == "خمسة وعشرين":  # an unknown word: counted as one digit, never too many
        assert digit_count(text) == 1
    else:
        assert digit_count(text) is None
