"""One form a letter: what keyboards write, and what people write as they like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.letters import fold, typed

ALPHABET = "آأإابپتثجچحخدذرزژسشصضطظعغفقکكگلمنوؤهةیيىئء می نمی خوا م ه"
ALPHABET += "\u200c\u0640\u064b\u064e\u064f\u0650\u0651۰۱۲۳٤٥٦789"
sentences = st.text(alphabet=ALPHABET, max_size=40)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("كتاب عربي", "کتاب عربی"),
        ("على", "علی"),
        ("مسؤول", "مسوول"),
        ("مسئول", "مسیول"),
        ("أحمد إلى آب", "احمد الی اب"),
        ("خانهٔ", "خانه"),
        ("خانۀ", "خانه"),
        ("مدرسة", "مدرسه"),
        ("موجودیِ حسابِ", "موجودی حساب"),
        ("می‌خواهم", "می خواهم"),
        ("۱۲۳٤٥٦", "123456"),
        ("مـــوجودی", "موجودی"),
        ("ﺳﻼم", "سلام"),  # presentation forms
        ("سماء", "سما"),
    ],
)
def test_letters_have_one_form(raw: str, folded: str) -> None:
    assert fold(raw) == folded


@given(sentences)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("raw", "one"),
    [
        ("كتاب عربي", "کتاب عربی"),
        ("مدرسة", "مدرسه"),
        ("أحمد", "احمد"),
        ("مسؤول", "مسؤول"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_one_keyboard_leaves_hamzas_and_joiners(raw: str, one: str) -> None:
    assert typed(raw) == one


@given(sentences)
def test_what_is_typed_alike_is_folded_alike(text: str) -> None:
    assert fold(typed(text)) == fold(text)
