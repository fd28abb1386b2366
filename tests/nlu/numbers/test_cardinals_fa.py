"""Persian cardinals."""

import num2fa
import pytest

from nlu.numbers.cardinals_fa import cardinal, parts


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "صفر"),
        (9, "نه"),
        (18, "هجده"),
        (25, "بیست و پنج"),
        (100, "صد"),
        (1000, "هزار"),
        (1385, "هزار و سیصد و هشتاد و پنج"),
        (2_500_000, "دو میلیون و پانصد هزار"),
        (1_000_000, "یک میلیون"),
        (2_800_000_000_000, "دو هزار و هشتصد میلیارد"),
    ],
)
def test_words(value: int, words: str) -> None:
    assert cardinal(value) == words


def test_agrees_with_num2fa_below_a_milliard() -> None:
    for value in (*range(1, 1200), *range(1200, 10**9, 7_654_321)):
        formal = num2fa.words(value).replace("یکصد", "صد").replace("یک هزار", "هزار")
        assert cardinal(value).replace("یک هزار", "هزار") == formal, value


@pytest.mark.parametrize("value", [-1, 10**15])
def test_out_of_range(value: int) -> None:
    with pytest.raises(ValueError, match="no Persian words"):
        parts(value)
