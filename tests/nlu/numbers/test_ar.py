"""Spoken Arabic numbers, written and dialect."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.numbers.ar import readings, runs
from nlu.numbers.cardinals_ar import Form, cardinal
from nlu.numbers.dictation import dictations
from nlu.wording import ar as wording_ar


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
        ("ثلاث مية", 300),
        ("ثلثمية", 300),
        ("تلات الاف", 3000),
        ("ميه وخمسين", 150),
        ("تلتميه وخمسه", 305),
        ("خمس ماية", 500),
        ("خمستلاف", 5000),
        ("ستلاف وميتين", 6200),
        ("خمسةوعشرين", 25),
        ("ثلاثةآلاف", 3000),
        ("مئةألف", 100_000),
        ("خمصتعش", 15),
        ("خمس طعش", 15),
        ("الف ين", 2000),
        ("اتناشر الف وتلتمية وخمسة واربعين", 12_345),
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


def test_what_and_joins_is_one_number() -> None:
    assert [one.digits for one in readings("ثلاثمئة وخمسة وأربعين")] == ["345"]
    assert readings("اثني عشر ثلاثمئة وخمسة وأربعين")[0].digits == "12345"


@pytest.mark.parametrize("word", ["خمسسين", "اربععة", "عشرينوخخ"])
def test_a_run_beside_an_unread_number_is_not_the_whole(word: str) -> None:
    assert [run.whole for run in runs(f"{word} ألف وثلاثمئة")] == [False]


@pytest.mark.parametrize("word", ["ثانية", "الفاتورة", "الحين", "رقم", "الثلاثاء"])
def test_other_words_beside_a_run_leave_it_whole(word: str) -> None:
    assert all(run.whole for run in runs(f"{word} واحد اثنين ثلاثة أربعة خمسة"))


@given(st.integers(0, 10**6 - 1), st.randoms(use_true_random=False))
def test_words_written_onto_each_other_are_read(value: int, draw: random.Random) -> None:
    first, *rest = cardinal(value).split()
    said = first + "".join(draw.choice(("", "", " ", "\u200c")) + word for word in rest)
    assert readings(said)[0].value == value, said


@pytest.mark.parametrize("text", ["", "مرحبا", "وين طلبي", "الو", "الأحد", "الاثنين"])
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
