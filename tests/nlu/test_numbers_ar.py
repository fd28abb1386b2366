"""Spoken Arabic numbers, written and dialect."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import wording_ar
from nlu.cardinals_ar import Form, cardinal
from nlu.numbers_ar import readings
from nlu.spoken_digits import dictations


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("خمسة وعشرين", 25),
        ("خمس وعشرون", 25),
        ("سبعة عشرة", 17),
        ("خمسة عشر", 15),
        ("أحد عشر", 11),
        ("مئة وأحد عشر", 111),
        ("اثنتا عشرة", 12),
        ("خمستاشر", 15),
        ("خمسطعش", 15),
        ("اطنعش", 12),
        ("ميتين وخمسين ريال", 250),
        ("تلتمية", 300),
        ("ثلاث مئة", 300),
        ("ثلاث تلاف", 3000),
        ("ثلاثة آلاف ومئة وخمسة وعشرون", 3125),
        ("ألفين وخمسمئة", 2500),
        ("مليونين", 2_000_000),
        ("مليون ونص ريال", 1_500_000),
        ("مليون ونصف", 1_500_000),
        ("مليون وربع", 1_250_000),
        ("نصف مليون", 500_000),
        ("خمسين ألفًا", 50_000),
        ("مئة ألف وألفين", 102_000),
        ("بخمسين ريال", 50),
        ("واحد فاصلة خمسة", Fraction(3, 2)),
        ("٢٥٠ ريال", 250),
    ],
)
def test_quantities(text: str, value: int | Fraction) -> None:
    assert readings(text)[0].value == value


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("صفر خمسة خمسة واحد", "0551"),
        ("واحد اثنين ثلاثة أربعة خمسة", "12345"),
        ("خمسة مكرر", "55"),
        ("تربل سبعة", "777"),
        ("دبل زيرو سبعة", "007"),
        ("ثلاثة أصفار", "000"),
        ("صفرين سبعة", "007"),
        ("واحد يعني اثنين", "12"),
    ],
)
def test_dictation(text: str, first: str) -> None:
    assert readings(text)[0].digits == first


def test_a_teen_may_be_two_numbers() -> None:
    assert [one.digits for one in readings("سبعة عشرة")] == ["17", "710"]


@pytest.mark.parametrize("text", ["", "مرحبا", "وين طلبي", "الو"])
def test_no_number(text: str) -> None:
    assert readings(text) == []


@given(
    st.integers(min_value=0, max_value=10**12 - 1),
    st.builds(Form, feminine=st.booleans(), oblique=st.booleans()),
)
def test_own_words_round_trip_in_every_form(value: int, form: Form) -> None:
    assert readings(cardinal(value, form))[0].value == value


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_own_spoken_words_round_trip(value: int) -> None:
    assert readings(wording_ar.number(value))[0].value == value


@given(st.text("0123456789", min_size=2, max_size=10))
def test_dictated_digits_are_among_the_readings(said: str) -> None:
    for text in dictations(said, "ar"):
        assert said in [one.digits for one in readings(text)], text
