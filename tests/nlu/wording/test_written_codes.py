"""Codes of letters and digits are spelt."""

import pytest

from nlu.wording.written_codes import Spelling, spelt, spelt_later

SPELLING = Spelling(
    {letter: letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    " ".join,
    lambda value: f"<{value}>",
    frozenset({"USD"}),
)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("AB-12345", "a b، 1 2 3 4 5"),
        ("A4", "a <4>"),
        ("A04", "a، 0 4"),
        ("INV-2024-0015", "i n v، 2 0 2 4، 0 0 1 5"),
        ("AB 12345", "a b، 1 2 3 4 5"),
        ("COVID-19", "COVID <19>"),
        ("INV-2024-15", "i n v، 2 0 2 4، <15>"),
        ("45-X-12", "<45> x <12>"),
        ("B2B", "b <2> b"),
        ("iPhone15", "iPhone <15>"),
        ("USD20", "USD20"),
        ("AB-12:30", "AB-12:30"),
        ("v3.6.2", "v3.6.2"),
        ("info@shop24.ir", "info@shop24.ir"),
        ("5kg", "5kg"),
        ("AB", "AB"),
        ("12345", "12345"),
    ],
)
def test_codes_that_begin_with_a_letter(written: str, said: str) -> None:
    assert spelt(written, SPELLING) == said


@pytest.mark.parametrize(
    ("written", "said"), [("4G", "<4> g"), ("4F22", "<4> f <22>"), ("12345", "12345"), ("A4", "A4")]
)
def test_codes_that_begin_with_a_digit(written: str, said: str) -> None:
    assert spelt_later(written, SPELLING) == said


def test_a_long_code_is_not_tried_in_every_way() -> None:
    """One that takes exponential time would not come back."""
    for code in (f"A{'12' * 40}و", f"AB-{'9' * 60}@", f"{'7' * 40}-X{'Y1' * 30}@", f"A{'-B1' * 30}@"):
        assert spelt(code, SPELLING)
